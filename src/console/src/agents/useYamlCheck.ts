import { useMutation } from '@tanstack/react-query';
import { answer } from '../answer';
import { client } from '../server';
import type { ValidateAgentsResponse } from '@aiwhisperer/client';

/** Asks the server what would become of a text if it were a file of `config/agents`. */
export function useYamlCheck() {
  return useMutation<ValidateAgentsResponse, unknown, string>({
    mutationFn: (yaml) => answer(client.rest.POST('/api/agents/validate', { body: { yaml } })),
  });
}

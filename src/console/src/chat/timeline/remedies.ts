const remedies: Readonly<Record<string, string>> = {
  provider_authentication: 'Check the provider’s key in the server’s environment.',
  provider_rate_limited: 'Wait a moment, then send the message again.',
  provider_context_length: 'The conversation is too long for the model: start a new one with /clear, or switch to another agent.',
  provider_model_not_found: 'Check the model’s name in the agent’s file.',
  provider_content_filter: 'The provider refused the content. Say it in other words.',
  provider_unavailable: 'The provider does not answer. Look at the providers page, then send the message again.',
  provider_circuit_open: 'The provider has failed too often and rests. Look at the providers page.',
  turn_timeout: 'The turn took too long. Ask for less at once.',
  invalid_configuration: 'Look at the agents page for what is wrong in the configuration.',
};

/** What to do about a turn that failed. */
export function remedyOf(code: string, isRetryable: boolean): string {
  return remedies[code] ?? (isRetryable ? 'Send the message again.' : 'Look at the providers page, and into the server’s log.');
}

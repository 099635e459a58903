import { AIWhispererError } from '@aiwhisperer/client';
import { type FormEvent, useRef, useState } from 'react';
import { apiKey } from '../apiKey';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TextField } from '../ui/TextField';
import { describeError } from '../ui/describeError';

const form = 'key-form';

/** Asks for the API key that the server wants, tries it, and starts the page anew with it. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [key, setKey] = useState('');
  const [fault, setFault] = useState(apiKey.get() ? 'The server does not know the key that this tab had.' : undefined);
  const [isPending, setPending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const found = await tryKey(key.trim());
    setPending(false);
    setFault(found);
    if (found === undefined) {
      apiKey.set(key.trim());
      // All that was refused is asked for anew, the connection too.
      location.reload();
    } else {
      field.current?.select();
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="This server asks for a key"
      description="Enter the API key that its operator gave you. It stays in this tab and is forgotten with it."
      initialFocus={field}
      actions={
        <Button type="submit" form={form} variant="primary" isPending={isPending}>
          Enter
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        <TextField
          ref={field}
          label="API key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          value={key}
          error={fault}
          onChange={(event) => setKey(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

/** What is wrong with the key; undefined when the server takes it. */
async function tryKey(key: string): Promise<string | undefined> {
  try {
    const response = await fetch('/api/agents', { headers: { Authorization: `Bearer ${key}` } });
    if (response.ok) {
      return undefined;
    }

    return response.status === 401
      ? 'The server does not know this key. Look for a missing letter, or ask for a new one.'
      : inWords(await AIWhispererError.ofResponse(response));
  } catch (error) {
    return error instanceof TypeError && /header|ISO-8859|ByteString/i.test(error.message)
      ? 'A key has letters, digits and signs of plain text only.'
      : inWords(error);
  }
}

function inWords(error: unknown): string {
  const { message, remedy } = describeError(error);
  return `${message} ${remedy}`.trim();
}

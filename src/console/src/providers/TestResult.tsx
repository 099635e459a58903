import { span, whole } from '../ui/format';
import { Note } from '../ui/Note';
import type { TestProviderResponse } from '@aiwhisperer/client';

/** How a test request ended. */
export function TestResult({ result }: { result: TestProviderResponse }) {
  const { outcome, model, answeredBy, firstTokenMs, totalMs, inputTokens, outputTokens, error } = result;
  if (outcome === 'answered') {
    const facts = [
      firstTokenMs != null && `first token after ${span(firstTokenMs)}`,
      totalMs != null && `${span(totalMs)} in all`,
      inputTokens != null && `${whole(inputTokens)} tokens sent`,
      outputTokens != null && `${whole(outputTokens)} written`,
    ];
    return (
      <Note tone="success" isLive>
        <strong>{answeredBy ?? model} answered.</strong> {sentence(facts.filter(Boolean).join(', '))}
      </Note>
    );
  }

  return (
    <Note tone="danger" isLive>
      <p>
        <strong>{outcome === 'noKey' ? 'Not called: there is no key.' : `${model ?? 'The provider'} did not answer.`}</strong> {error?.message}
      </p>
      <p>
        <code>{error?.code}</code>
        {error?.retryable ? ' · The same request may succeed later.' : ''}
      </p>
    </Note>
  );
}

const sentence = (text: string) => (text ? `${text[0]!.toUpperCase()}${text.slice(1)}.` : '');

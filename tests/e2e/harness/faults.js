import { words } from './upstream.js';

const answer = 'Gänse schnattern 🦢.';
const usage = { prompt_tokens: 10, completion_tokens: 5 };

/** What the back end answers where nothing is wrong. */
export const whole = { response: { content: answer, usage }, chunkSize: 4 };

const error = (status, message, more = {}) => ({ response: { error: { message, ...more.error }, status, retryAfter: more.retryAfter } });
const text = (content, more) => ({ response: { content, usage, ...more } });
const tools = (...toolCalls) => ({ response: { toolCalls, usage } });
const clock = (id, args = '{}') => ({ id, name: 'get_current_time', arguments: args });
const cut = { ...whole, chaos: { disconnectRate: 1 } };
const twice = (first, second = first) => [first, second, whole];
const slow = { ...text('so '.repeat(25)), chunkSize: 3, streamingProfile: { ttft: 3_000, tps: 5 } };

/**
 * The faults of the catalogue that aimock can show on a wire, and what is promised of a turn that meets one:
 * - `steps`: what the turn's requests are answered with; `provider`: which provider of the test meets it, `broken` without one
 * - `code` of a turn that fails, else `finishReason`; `text` that is kept, or `partOf`, of which it is a beginning
 * - `calls` and, of them, `retries`, without a fallback; `fallsBack`: whether another model answers where there is one. It does after two
 *   attempts, however the third would end
 * - `tools`: the outcomes of the tool calls; `estimated`: whether the provider's count of tokens is not believed
 */
export function faultsOf(wire) {
  const isClaude = wire === 'anthropic';
  const retried = { text: answer, calls: 3, retries: 2, fallsBack: true };
  const down = { code: 'provider_unavailable', ...retried, text: '' };
  const late = error(429, 'Slow down.', { error: { type: 'rate_limit_error' }, retryAfter: 120 });
  const long = error(400, 'prompt is too long: 210000 tokens > 200000 maximum', { error: { code: 'context_length_exceeded' } });
  const uncounted = { text: answer, estimated: true };
  const faults = [
    { name: 'U1 429, Retry-After 1', steps: twice(error(429, 'Slow down.', { retryAfter: 1 })), ...retried },
    { name: 'U1 429, Retry-After 120', steps: [late], code: 'provider_rate_limited', fallsBack: true },
    { name: 'U2 500, 503', steps: twice(error(500, 'Down.'), error(503, 'Down.')), ...retried },
    { name: 'U2 502, 529', steps: twice(error(502, 'Down.'), error(529, 'Overloaded.')), ...retried },
    { name: 'U2 503 without end', steps: [error(503, 'Down.')], ...down },
    { name: 'U3 401', provider: 'refused', steps: [whole], code: 'provider_authentication', calls: 0, fallsBack: true },
    { name: 'U3 403', steps: [error(403, 'Your key may not.')], code: 'provider_authentication', fallsBack: true },
    { name: 'U4 closed before headers', steps: twice(cut), ...retried },
    { name: 'U4 closed before headers without end', steps: [cut], ...down },
    {
      name: 'U5 closed after some chunks', steps: [{ ...text(words(1_000)), latency: 5, truncateAfterChunks: 8 }],
      code: 'provider_truncated', partOf: words(1_000), fallsBack: true,
    },
    { name: 'U8 late first piece, long stream', provider: 'hasty', steps: [slow], text: slow.response.content },
    { name: 'U9 broken JSON for a stream', steps: twice({ ...whole, chaos: { malformedRate: 1 } }), ...retried },
    {
      name: 'U11 unknown tool', steps: [tools({ name: 'launch_rockets', arguments: '{}' }), whole],
      text: answer, calls: 2, tools: ['failed'],
    },
    { name: 'U11 tool without a name', steps: [tools({ name: '', arguments: '{}' }), whole], text: answer, calls: 2, tools: ['failed'] },
    {
      name: 'U11 an id used twice', steps: [tools(clock('call_c')), tools(clock('call_c')), whole],
      text: answer, calls: 3, tools: ['succeeded', 'succeeded'],
    },
    {
      name: 'U11 two calls of one id', steps: [tools(clock('call_c'), clock('call_c')), whole],
      text: answer, calls: 2, tools: ['succeeded', 'succeeded'],
    },
    { name: 'U12 empty', steps: [text('')], finishReason: 'empty' },
    { name: 'U12 only reasoning', steps: [text('', { reasoning: 'Hm.' })], finishReason: 'onlyReasoning' },
    {
      name: 'U12 content filter', steps: [text('So ', { finishReason: isClaude ? 'refusal' : 'content_filter' })],
      text: 'So ', finishReason: 'contentFilter',
    },
    { name: 'U12 length', steps: [text('So ', { finishReason: 'length' })], text: 'So ', finishReason: 'length' },
    { name: 'U13 context too long', steps: [long], code: 'provider_context_length' },
    { name: 'U14 usage of 0', steps: [text(answer, { usage: { prompt_tokens: 0, completion_tokens: 0 } })], ...uncounted },
    { name: 'U14 absurd usage', steps: [text(answer, { usage: { prompt_tokens: 2e9, completion_tokens: 2e9 } })], ...uncounted },
  ];

  // Claude's side of aimock mends arguments of tools, and always counts.
  const ofOpenAI = [
    { name: 'U10 arguments cut off, repaired', steps: [tools(clock('call_c', '{"zo')), whole], text: answer, calls: 2, tools: ['failed'] },
    {
      name: 'U10 arguments never repaired', steps: [tools(clock(undefined, '{"zo'))],
      code: 'provider_malformed', calls: 3, tools: ['failed', 'failed', 'notRun'],
    },
    { name: 'U14 no usage', provider: 'quiet', steps: [whole], ...uncounted },
  ];
  return isClaude ? faults : [...faults, ...ofOpenAI];
}

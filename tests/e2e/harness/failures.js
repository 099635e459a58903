/** A node:test reporter that shows what failed, and nothing of what did not. */
export default async function* failures(source) {
  for await (const { type, data } of source) {
    const error = data.details?.error;
    if (type === 'test:fail' && error?.failureType !== 'subtestsFailed') {
      const cause = error?.cause?.stack ?? error?.cause ?? error;
      yield `\nFAILED ${data.name} (${data.file ?? 'no file'}:${data.line ?? 0})\n${cause}\n`;
    } else if (type === 'test:stderr') {
      yield data.message;
    }
  }
}

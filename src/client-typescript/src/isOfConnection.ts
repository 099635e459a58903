/**
 * Whether it is the end of the connection, for which some call on it is to blame, and not that of the call or stream that it ended with
 * it; SignalR tells only in words.
 */
export function isOfConnection(failure: unknown): boolean {
  return failure instanceof Error && failure.message.startsWith('Server returned an error on close');
}

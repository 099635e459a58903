/** The body of a call's answer. What the server refuses is thrown by the client. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}

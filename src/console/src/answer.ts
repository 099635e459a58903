/** The body of a call's answer; what the server refuses is thrown. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await call;
  if (error !== undefined) {
    throw error;
  }

  return data as T;
}

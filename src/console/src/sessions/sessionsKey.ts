/** Begins the keys of all queries about sessions; invalidate it when one was made or changed. */
export const sessionsKey = ['sessions'] as const;

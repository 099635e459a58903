/** In browsers: calls back when the network returns or the page is looked at again. Elsewhere it does nothing. */
export function whenWorthTrying(callback: () => void): () => void {
  if (typeof document === 'undefined') {
    return () => {};
  }

  const seen = () => document.visibilityState === 'visible' && callback();
  addEventListener('online', callback);
  document.addEventListener('visibilitychange', seen);
  return () => {
    removeEventListener('online', callback);
    document.removeEventListener('visibilitychange', seen);
  };
}

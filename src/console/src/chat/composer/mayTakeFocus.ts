import { isCovered } from '../isCovered';

/**
 * Whether a message field that comes may take the focus: not where it would bring up a keyboard on the screen, and not from somebody who
 * types elsewhere or has opened something meanwhile.
 */
export function mayTakeFocus(): boolean {
  const isTyping = document.activeElement?.matches('input, textarea, select') ?? false;
  return matchMedia('(pointer: fine)').matches && !isTyping && !isCovered();
}

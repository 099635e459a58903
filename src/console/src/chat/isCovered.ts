/** Whether something lies over the page and takes the keys. A toast, which has the role of a dialog too, takes only those pressed in it. */
export function isCovered(): boolean {
  return (
    document.querySelector('[role="dialog"]:not([data-toast]), [role="alertdialog"]:not([data-toast]), [role="menu"], [role="listbox"]') !== null ||
    document.activeElement?.closest('[data-toast]') != null
  );
}

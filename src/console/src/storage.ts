/** What the browser keeps for the page, by name. */
export interface Kept {
  get(name: string): string | undefined;
  /** Keeps a value; undefined forgets it. */
  set(name: string, value: string | undefined): void;
}

/** For all tabs, and over the end of the browser. */
export const inBrowser = guarded(() => localStorage);

/** For this tab, and as long as it lives. */
export const inTab = guarded(() => sessionStorage);

/** Where the browser forbids its storage, which even naming it may tell, or has no room in it, things last as long as the page. */
function guarded(storage: () => Storage): Kept {
  const unkept = new Map<string, string>();
  return {
    get(name) {
      try {
        return unkept.get(name) ?? storage().getItem(name) ?? undefined;
      } catch {
        return unkept.get(name);
      }
    },
    set(name, value) {
      unkept.delete(name);
      try {
        if (value === undefined) {
          storage().removeItem(name);
        } else {
          storage().setItem(name, value);
        }
      } catch {
        if (value !== undefined) {
          unkept.set(name, value);
        }
      }
    },
  };
}

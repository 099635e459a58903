const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** Where a link goes, as a person should see it before it is opened. */
export interface SafeLink {
  /** The whole address, in ASCII: foreign letters of a host as punycode, of a path as percent signs. */
  readonly href: string;
  /** The host, or the recipient of a mail. */
  readonly target: string;
  /** What a person should know; empty for most links. */
  readonly warnings: readonly string[];
}

/** Reads an address out of a model's text; undefined unless it is one of http, https or mailto, which can be opened. */
export function safeLink(address: string | undefined, text = ''): SafeLink | undefined {
  let url: URL;
  try {
    url = new URL(address ?? '');
  } catch {
    return undefined;
  }

  if (url.protocol === 'mailto:') {
    return { href: url.href, target: url.pathname, warnings: [] };
  }

  return url.protocol === 'http:' || url.protocol === 'https:'
    ? { href: url.href, target: url.host, warnings: warningsOf(url, address!, text) }
    : undefined;
}

function warningsOf(url: URL, address: string, text: string): string[] {
  const warnings: string[] = [];
  if (url.username || url.password) {
    warnings.push(`What stands before the @ is no part of the host. The link goes to ${url.host}.`);
  }

  if (/(?:^|\.)xn--/.test(url.hostname)) {
    warnings.push('The name of the host has letters that may look like others.');
  }

  if (address.search(invisible) >= 0) {
    warnings.push('The address had characters that cannot be seen.');
  }

  const named = hostNamedIn(text);
  if (named && named !== url.hostname.replace(/^www\./, '')) {
    warnings.push(`The text of the link names ${named}, but the link goes to ${url.host}.`);
  }

  return warnings;
}

/** The host that a link's text seems to promise. */
function hostNamedIn(text: string): string | undefined {
  const match = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/:?#]\S*)?\s*$/iu.exec(text);
  try {
    return match ? new URL(`http://${match[1]}`).hostname.replace(/^www\./, '') : undefined;
  } catch {
    return undefined;
  }
}

/** Writes characters that cannot be seen, or that turn the order of others around, as their number: ⟨U+202E⟩. */
export function showInvisible(text: string): string {
  return text.replace(invisible, (sign) =>
    sign === '\n' || sign === '\t' ? sign : `⟨U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

const longest = 60;

/** The title of a conversation that begins with a text: its first words. */
export function titleFor(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) {
    return line;
  }

  const cut = line.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).trimEnd()} …`;
}

/** Has the browser save a text as a file. */
export function download(fileName: string, mediaType: string, parts: string[]): void {
  const address = URL.createObjectURL(new Blob(parts, { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The click has only asked for it: the address must outlive this call.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// What the file carries packed: gzip in base64, a third of the size. Both the loader and the page unpack with it.

/** The text packed in an element. */
export async function unpack(element: HTMLElement): Promise<string> {
  const packed = atob(element.textContent ?? ""), bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** The boundary of every form written by hand. */
export const BOUNDARY = 'boundary-of-spec';

export const CONTENT_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** A field as it is on the wire, its delimiter before it. */
export function fieldText(name: string, value: string, ...headers: string[]): string {
  return partText([`Content-Disposition: form-data; name="${name}"`, ...headers], value);
}

/** A file as it is on the wire, its delimiter before it. */
export function fileText(name: string, fileName: string, content: string): string {
  return partText([`Content-Disposition: form-data; name="${name}"; filename="${fileName}"`], content);
}

/** Any part. */
export function partText(headers: readonly string[], content: string): string {
  return [`--${BOUNDARY}`, ...headers, '', content, ''].join('\r\n');
}

/** All of it, with the closing delimiter. */
export function formText(...parts: string[]): string {
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

/** What comes in: these pieces, with the content type of a form written by hand unless given. */
export function incomingForm(
  pieces: Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>,
  contentType: string | undefined = CONTENT_TYPE,
): { headers: Record<string, string | undefined>; body: AsyncIterable<Uint8Array> } {
  return { headers: { 'content-type': contentType }, body: bytesOf(pieces) };
}

async function* bytesOf(
  pieces: Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
}

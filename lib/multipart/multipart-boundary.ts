const PREFIX = 'rxsession.boundary.';

/** Unpredictable boundary of 64 random bits, so that no content can contain it on purpose. */
export function makeBoundary(): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return PREFIX + Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `boundary` of RFC 2046 §5.1.1: up to 70 of its characters, a space not last. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;

export function isBoundary(text: string): boolean {
  return BOUNDARY.test(text);
}

/** Characters that a parameter of a content type may hold without quotes (RFC 2045 §5.1). */
const TOKEN = /^[0-9A-Za-z'+_\-.]+$/;

/** A content type with its boundary, in quotes where its characters ask for them. */
export function contentTypeWithBoundary(mimeType: string, boundary: string): string {
  return `${mimeType}; boundary=${TOKEN.test(boundary) ? boundary : `"${boundary}"`}`;
}

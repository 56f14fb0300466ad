/** The bytes of a view or a buffer, of whatever realm; undefined when the value is neither. */
export function bytesIn(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isOfClass(value, 'ArrayBuffer') ? new Uint8Array(value as ArrayBuffer) : undefined;
}

/** Chunk of a stream as bytes; text is UTF-8. Undefined for anything else. */
export function pieceOf(value: unknown): Uint8Array | undefined {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  return typeof value === 'object' && value !== null ? bytesIn(value) : undefined;
}

/** `instanceof` does not see values of another realm. */
export function isOfClass(value: object, name: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}

export function isBlob(value: object): value is Blob {
  return isOfClass(value, 'Blob') || isOfClass(value, 'File');
}

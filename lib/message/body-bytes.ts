/** A view of bytes or numbers, or a buffer: what `fetch` calls a BufferSource, and shared memory. */
export type BufferSource = ArrayBufferView | ArrayBufferLike;

/** Exactly the bytes of a buffer or of a view of any kind, without copying. Undefined for other values. */
export function bytesOfSource(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

/** `instanceof` does not see buffers of another realm. */
function isBuffer(value: unknown): value is ArrayBufferLike {
  const tag = Object.prototype.toString.call(value);
  return tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]';
}

/** The bytes as a plain Uint8Array over memory of their own: itself, or a copy of a Buffer or of a part of a buffer. */
export function plainBytes(data: Uint8Array): Uint8Array {
  const isPlain =
    data.constructor === Uint8Array && data.byteOffset === 0 && data.buffer.byteLength === data.byteLength;
  return isPlain ? data : new Uint8Array(data);
}

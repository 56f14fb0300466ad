import type { DataStreamParser } from './data-stream-serializer.js';
import { textDecoderOf } from './text-decoder.js';

/** Decodes the text of one body: whole characters only. */
export class TextStreamParser implements DataStreamParser<string> {
  readonly #decoder: ChunkDecoder;

  /** Throws `stringSerializationFailed` for an encoding that this platform does not know. */
  constructor(encoding: string | undefined) {
    this.#decoder = chunkDecoderOf(encoding);
  }

  parse(data: Uint8Array): string[] {
    return unlessEmpty(this.#decoder.decode(data, STREAMING));
  }

  finish(): string[] {
    return unlessEmpty(this.#decoder.decode());
  }
}

const STREAMING = { stream: true };

function unlessEmpty(text: string): string[] {
  return text === '' ? [] : [text];
}

function chunkDecoderOf(encoding = 'utf-8'): ChunkDecoder {
  return /^utf-?8$/i.test(encoding) ? new UTF8ChunkDecoder() : textDecoderOf(encoding);
}

/** Decodes the text of one body, chunk by chunk. A `TextDecoder` is one. */
export interface ChunkDecoder {
  decode(data?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

/**
 * Decodes UTF-8 as a streaming `TextDecoder` does, without a byte-order mark. The bytes of a character that a chunk
 * does not complete wait for the next chunk, so that whole texts can be decoded: Node does that 6 times as fast.
 */
export class UTF8ChunkDecoder implements ChunkDecoder {
  #rest: Uint8Array = NOTHING;
  #hasBegun = false;

  decode(data: Uint8Array = NOTHING, { stream = false }: { readonly stream?: boolean } = {}): string {
    const bytes = this.#rest.byteLength === 0 ? data : joined(this.#rest, data);
    const restLength = stream ? incompleteLength(bytes) : 0;
    this.#rest = restLength === 0 ? NOTHING : bytes.slice(bytes.byteLength - restLength);
    const whole = restLength === 0 ? bytes : bytes.subarray(0, bytes.byteLength - restLength);
    return this.#withoutMark(UTF_8.decode(whole));
  }

  #withoutMark(text: string): string {
    if (this.#hasBegun || text === '') return text;
    this.#hasBegun = true;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }
}

const NOTHING = /* @__PURE__ */ new Uint8Array();
const UTF_8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.byteLength + second.byteLength);
  bytes.set(first);
  bytes.set(second, first.byteLength);
  return bytes;
}

/** Number of bytes at the end that may begin a character: a lead byte, and fewer bytes than it announces. */
function incompleteLength(bytes: Uint8Array): number {
  const length = bytes.byteLength;
  for (let count = 1; count <= Math.min(3, length); count += 1) {
    const byte = bytes[length - count] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return count < announcedLength(byte) ? count : 0;
  }
  return 0;
}

function announcedLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

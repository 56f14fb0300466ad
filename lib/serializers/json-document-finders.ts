import { tooLong } from './stream-limit.js';

/**
 * Layout of the JSON documents in a body.
 *
 * - `json-lines`: one on each line that is not blank (NDJSON, JSON Lines).
 * - `json-seq`: each between a record separator and a line feed (RFC 7464).
 * - `chunks`: one in each chunk, for servers that write and flush one at a time.
 */
export type DecodableStreamFormat = 'json-lines' | 'json-seq' | 'chunks';

/** JSON text, or its bytes where they are wanted or are no UTF-8. */
export type JSONDocument = string | Uint8Array;

/** Finds the JSON documents of a body. */
export interface JSONDocumentFinder {
  /** Adds the documents that a chunk completes. Throws if the one that has begun is too long. */
  find(data: Uint8Array, documents: JSONDocument[]): void;
  /** Adds the document that the end of the body completes. */
  finish(documents: JSONDocument[]): void;
}

/** Options of a {@link JSONDocumentFinder}. */
export interface JSONFinderOptions {
  /** Longest document that is buffered, in bytes. */
  readonly maximumLength: number;
  /** Returns bytes alone. */
  readonly asBytes: boolean;
}

const LF = 0x0a;
const RS = 0x1e;

/** Each chunk is a document, for servers that write and flush one at a time. */
export class JSONChunks implements JSONDocumentFinder {
  find(data: Uint8Array, documents: JSONDocument[]): void {
    documents.push(data);
  }

  finish(): void {
    // a chunk is complete by itself
  }
}

/** Each line is a document, unless it is blank: NDJSON and JSON Lines. A last line needs no end. */
export class JSONLines implements JSONDocumentFinder {
  readonly #options: JSONFinderOptions;
  readonly #rest: BufferedBytes;

  constructor(options: JSONFinderOptions) {
    this.#options = options;
    this.#rest = new BufferedBytes(options.maximumLength);
  }

  find(data: Uint8Array, documents: JSONDocument[]): void {
    const end = data.lastIndexOf(LF) + 1;
    if (end > 0) this.#addLines(this.#rest.takeWith(data.subarray(0, end)), documents);
    this.#rest.add(data.subarray(end));
  }

  finish(documents: JSONDocument[]): void {
    this.#addLines(this.#rest.takeWith(NOTHING), documents);
  }

  /** Decodes all lines of a chunk at once. If some are no UTF-8, adds the bytes of each, so that the others count. */
  #addLines(lines: Uint8Array, documents: JSONDocument[]): void {
    const text = this.#options.asBytes ? undefined : decoded(lines);
    if (text === undefined) {
      for (const line of split(lines, LF)) if (!isBlank(line)) documents.push(line);
    } else {
      for (const line of text.split('\n')) if (line.trim() !== '') documents.push(line);
    }
  }
}

/**
 * JSON text sequences (RFC 7464): each document begins with a record separator and ends with a line feed. A document
 * is complete at the first line feed outside of its strings, objects and arrays, so that it need not wait for the next
 * separator. A separator within a document cuts it off; what comes after is read all the same.
 */
export class JSONSequence implements JSONDocumentFinder {
  readonly #options: JSONFinderOptions;
  readonly #record: BufferedBytes;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  constructor(options: JSONFinderOptions) {
    this.#options = options;
    this.#record = new BufferedBytes(options.maximumLength);
  }

  find(data: Uint8Array, documents: JSONDocument[]): void {
    let start = 0;
    for (let index = 0; index < data.byteLength; index += 1) {
      const byte = data[index] as number;
      const isEnd = byte === RS || (byte === LF && this.#depth <= 0 && !this.#isInString);
      if (!isEnd) {
        this.#follow(byte);
        continue;
      }
      const end = byte === RS ? index : index + 1;
      this.#complete(this.#record.takeWith(data.subarray(start, end)), documents);
      start = index + 1;
    }
    this.#record.add(data.subarray(start));
  }

  finish(documents: JSONDocument[]): void {
    this.#complete(this.#record.takeWith(NOTHING), documents);
  }

  #follow(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isInString) {
      if (byte === 0x5c) this.#isEscaped = true;
      else if (byte === 0x22) this.#isInString = false;
    } else if (byte === 0x22) this.#isInString = true;
    else if (byte === 0x7b || byte === 0x5b) this.#depth += 1;
    else if (byte === 0x7d || byte === 0x5d) this.#depth -= 1;
  }

  #complete(record: Uint8Array, documents: JSONDocument[]): void {
    this.#depth = 0;
    this.#isInString = this.#isEscaped = false;
    if (isBlank(record)) return;
    if (isTruncated(record)) documents.push(TRUNCATED);
    else if (this.#options.asBytes) documents.push(record);
    else documents.push(decoded(record) ?? record);
  }
}

/** Stands for a document that may have been cut off: no JSON. */
const TRUNCATED = '';

/** True for a number or a word without whitespace after it, which may have been longer (RFC 7464 §2.4). */
function isTruncated(record: Uint8Array): boolean {
  const first = record.find((byte) => !isSpace(byte)) ?? 0;
  const isSelfDelimited = first === 0x7b || first === 0x5b || first === 0x22;
  return !isSelfDelimited && !isSpace(record[record.byteLength - 1] ?? 0);
}

const NOTHING = /* @__PURE__ */ new Uint8Array();
const UTF_8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(isSpace);
}

function split(bytes: Uint8Array, separator: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  parts.push(bytes.subarray(start));
  return parts;
}

/** Bytes of a document that no chunk has completed yet. They are joined once, when they are taken. */
class BufferedBytes {
  readonly #maximumLength: number;
  #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(maximumLength: number) {
    this.#maximumLength = maximumLength;
  }

  add(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#length += bytes.byteLength;
    if (this.#length > this.#maximumLength) throw tooLong(this.#maximumLength);
    this.#chunks.push(bytes);
  }

  /** Returns the buffered bytes and these after them, and empties the buffer. */
  takeWith(bytes: Uint8Array): Uint8Array {
    if (this.#length === 0) return bytes;
    const all = new Uint8Array(this.#length + bytes.byteLength);
    let offset = 0;
    for (const chunk of [...this.#chunks, bytes]) {
      all.set(chunk, offset);
      offset += chunk.byteLength;
    }
    this.#chunks = [];
    this.#length = 0;
    return all;
  }
}

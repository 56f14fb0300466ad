import type { ReadingOptions } from '../transport/file-manager.js';
import { isSessionError } from '../errors/session-error.js';
import { concatenate } from '../encoding/bytes.js';
import { multipartFailure } from '../encoding/multipart-failure.js';
import { segmentLength, type Segment } from '../encoding/segment.js';
import { untilAborted } from './until-aborted.js';

/**
 * Rule for a body longer than its declared length: `exact` fails with `unexpectedInputStreamLength`, `prefix` leaves
 * the rest unread. A shorter body fails under either rule.
 */
export type LengthRule = 'exact' | 'prefix';

/** Options and rules for reading a form. */
export interface ReadingRules extends ReadingOptions {
  readonly lengths: LengthRule;
  /** Ends the reading at once, with `explicitlyCancelled`. */
  readonly signal?: AbortSignal | undefined;
}

/** Everything in one array of bytes. */
export async function readWhole(segments: readonly Segment[], signal?: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const segment of segments) {
    if (segment.kind === 'text') pieces.push(utf8.encode(segment.text));
    else if (segment.kind === 'bytes') pieces.push(segment.bytes);
    else for await (const piece of readSegment(segment, { lengths: 'exact', signal })) pieces.push(piece);
  }
  return concatenate(pieces);
}

/**
 * Yields chunks large enough for a write each: small ones are gathered, large ones passed on uncopied. Opens each
 * body when its turn comes, and closes it when the iteration ends.
 */
export async function* readPieces(
  segments: readonly Segment[],
  rules: ReadingRules,
): AsyncGenerator<Uint8Array, void, undefined> {
  const gathering = new Gathering();
  for (const segment of segments) {
    if (segment.kind === 'text') {
      for (const piece of gathering.addText(segment.text)) yield piece;
      continue;
    }
    if (segment.kind === 'bytes') {
      for (const piece of gathering.add(segment.bytes)) yield piece;
      continue;
    }
    for await (const given of readSegment(segment, rules)) {
      for (const piece of gathering.add(given)) yield piece;
    }
  }
  for (const piece of gathering.take()) yield piece;
}

/** Chunk size in bytes from which chunks are passed on uncopied, and up to which smaller ones are gathered. */
const GATHERED = 65_536;
const NOTHING: readonly Uint8Array[] = [];
const utf8 = /* @__PURE__ */ new TextEncoder();

/** Gathers small chunks into a large one. Encodes consecutive texts together. */
class Gathering {
  #pieces: Uint8Array[] = [];
  #size = 0;
  #text = '';

  /** Adds text. Returns the chunks that are now complete. */
  addText(text: string): readonly Uint8Array[] {
    this.#text += text;
    return this.#text.length < GATHERED ? NOTHING : this.#endText();
  }

  /** Adds bytes. Returns the chunks that are now complete. */
  add(piece: Uint8Array): readonly Uint8Array[] {
    const passedOn = this.#endText();
    return passedOn.length === 0 ? this.#add(piece) : [...passedOn, ...this.#add(piece)];
  }

  /** Removes and returns the gathered chunk, if there is one. */
  take(): readonly Uint8Array[] {
    const passedOn = this.#endText();
    return passedOn.length === 0 ? this.#whole() : [...passedOn, ...this.#whole()];
  }

  #endText(): readonly Uint8Array[] {
    if (this.#text === '') return NOTHING;
    const bytes = utf8.encode(this.#text);
    this.#text = '';
    return this.#add(bytes);
  }

  #add(piece: Uint8Array): readonly Uint8Array[] {
    const isLarge = piece.byteLength >= GATHERED;
    const full = this.#size + piece.byteLength > GATHERED ? this.#whole() : NOTHING;
    if (isLarge) return [...full, piece];
    this.#pieces.push(piece);
    this.#size += piece.byteLength;
    return full;
  }

  #whole(): readonly Uint8Array[] {
    if (this.#size === 0) return NOTHING;
    const [only, ...more] = this.#pieces as [Uint8Array, ...Uint8Array[]];
    const whole = more.length === 0 ? only : concatenate(this.#pieces);
    this.#pieces = [];
    this.#size = 0;
    return [whole];
  }
}

function readSegment(segment: Segment, rules: ReadingRules): AsyncIterable<Uint8Array> {
  const length = segmentLength(segment);
  const pieces = openSegment(segment, rules);
  if (length === undefined) return pieces;
  return rules.lengths === 'exact' ? exactly(pieces, length) : prefixOf(pieces, length);
}

async function* openSegment(
  segment: Segment,
  rules: ReadingRules,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const { signal } = rules;
    const source = sourceOf(segment, rules);
    yield* signal === undefined ? source : untilAborted(source, signal);
  } catch (error) {
    throw isSessionError(error) ? error : multipartFailure({ kind: 'inputStreamReadFailed', error });
  }
}

function sourceOf(
  segment: Segment,
  options: ReadingOptions,
): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  switch (segment.kind) {
    case 'text':
      return [utf8.encode(segment.text)];
    case 'bytes':
      return [segment.bytes];
    case 'blob':
      return slicesOf(segment.blob);
    case 'file':
      return segment.fileManager.read(segment.url, options);
    case 'stream':
      return segment.open();
  }
}

/** Bytes of a Blob that are in memory at a time. */
const SLICE = 1_048_576;

async function* slicesOf(blob: Blob): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < blob.size; start += SLICE) {
    yield new Uint8Array(await blob.slice(start, start + SLICE).arrayBuffer());
  }
}

async function* exactly(
  pieces: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytesRead = 0;
  for await (const piece of pieces) {
    bytesRead += piece.byteLength;
    if (bytesRead > length) throw unexpectedLength(length, bytesRead);
    yield piece;
  }
  if (bytesRead < length) throw unexpectedLength(length, bytesRead);
}

async function* prefixOf(
  pieces: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytesRead = 0;
  for await (const piece of pieces) {
    const wanted = piece.subarray(0, length - bytesRead);
    bytesRead += wanted.byteLength;
    yield wanted;
    if (bytesRead === length) return;
  }
  if (bytesRead < length) throw unexpectedLength(length, bytesRead);
}

function unexpectedLength(bytesExpected: number, bytesRead: number): Error {
  return multipartFailure({ kind: 'unexpectedInputStreamLength', bytesExpected, bytesRead });
}

import type { KnownLimits } from './multipart-limits.js';

/** Limit that a form exceeds with the byte at this index of a chunk. */
export interface HeadExcess {
  readonly limit: 'parts' | 'headerPairs';
  readonly at: number;
}

type PlaceOutside = 'body' | 'boundary' | 'boundary, CR' | 'boundary, dash' | 'over';
type PlaceInHead = 'head' | 'field' | 'field, CR' | 'field, CR LF' | 'end, CR';

const [CR, LF, DASH, SPACE, TAB] = [13, 10, 45, 32, 9];

/**
 * Counts the parts of a form and the header fields of each, ahead of busboy, which counts no parts that it passes over
 * and drops the fields beyond a number of its own. Sees a form as busboy does: a boundary counts within a header too.
 */
export class PartHeads {
  readonly #boundary: Buffer;
  readonly #limits: Pick<KnownLimits, 'parts' | 'headerPairs'>;
  /** End of the last chunk, if a boundary may begin there. A form begins as if after a line. */
  #held = Buffer.from('\r\n');
  #outside: PlaceOutside = 'body';
  /** State within a head. Undefined outside of one. */
  #inHead: PlaceInHead | undefined;
  #parts = 0;
  #pairs = 0;

  constructor(boundary: string, limits: Pick<KnownLimits, 'parts' | 'headerPairs'>) {
    this.#boundary = Buffer.from(`\r\n--${boundary}`);
    this.#limits = limits;
  }

  /** Scans the next chunk. Undefined if all of it may be parsed. */
  see(piece: Uint8Array): HeadExcess | undefined {
    const before = this.#held.byteLength;
    const bytes = before === 0 ? viewOf(piece) : Buffer.concat([this.#held, piece]);
    for (let from = 0; ;) {
      const found = bytes.indexOf(this.#boundary, from);
      const end = found < 0 ? bytes.byteLength - this.#begun(bytes, from) : found;
      const excess = this.#follow(bytes, from, end);
      if (excess !== undefined) return { limit: excess.limit, at: Math.max(0, excess.at - before) };
      if (found < 0) {
        this.#held = Buffer.from(bytes.subarray(end));
        return undefined;
      }
      if (this.#outside !== 'over') this.#outside = 'boundary';
      from = end + this.#boundary.byteLength;
    }
  }

  /** Number of bytes at the end that may begin a boundary. */
  #begun(bytes: Buffer, from: number): number {
    const most = Math.min(this.#boundary.byteLength - 1, bytes.byteLength - from);
    for (let count = most; count > 0; count -= 1) {
      const start = bytes.byteLength - count;
      if (bytes[start] === CR && this.#boundary.compare(bytes, start, undefined, 0, count) === 0)
        return count;
    }
    return 0;
  }

  /** Scans the bytes between two boundaries, without those of a body. */
  #follow(bytes: Buffer, from: number, end: number): HeadExcess | undefined {
    for (let at = from; at < end; at += 1) {
      if (this.#inHead === undefined && (this.#outside === 'body' || this.#outside === 'over'))
        return undefined;
      const byte = bytes[at] ?? 0;
      if (this.#inHead === undefined) this.#outside = this.#nextOutside(this.#outside, byte);
      else this.#inHead = this.#nextInHead(this.#inHead, byte);
      const limit = this.#exceeded;
      if (limit !== undefined) return { limit, at };
    }
    return undefined;
  }

  get #exceeded(): HeadExcess['limit'] | undefined {
    if (this.#parts > this.#limits.parts) return 'parts';
    return this.#pairs > this.#limits.headerPairs ? 'headerPairs' : undefined;
  }

  #nextOutside(place: PlaceOutside, byte: number): PlaceOutside {
    switch (place) {
      case 'boundary':
        if (byte === DASH) return 'boundary, dash';
        return byte === CR ? 'boundary, CR' : 'body';
      case 'boundary, dash':
        return byte === DASH ? 'over' : 'body';
      case 'boundary, CR':
        if (byte === LF) this.#beginHead();
        return 'body';
      case 'body':
      case 'over':
        return place;
    }
  }

  #beginHead(): void {
    this.#inHead = 'head';
    this.#parts += 1;
    this.#pairs = 0;
  }

  #nextInHead(place: PlaceInHead, byte: number): PlaceInHead | undefined {
    switch (place) {
      case 'head':
        return this.#beginField();
      case 'field':
        return byte === CR ? 'field, CR' : 'field';
      case 'field, CR':
        return this.#orMalformed(byte === LF, 'field, CR LF');
      case 'field, CR LF':
        if (byte === SPACE || byte === TAB) return 'field';
        return byte === CR ? 'end, CR' : this.#beginField();
      case 'end, CR':
        return this.#orMalformed(byte === LF, undefined);
    }
  }

  #beginField(): PlaceInHead {
    this.#pairs += 1;
    return 'field';
  }

  /** Stops counting at a malformed head, which busboy reports. */
  #orMalformed(isWell: boolean, place: PlaceInHead | undefined): PlaceInHead | undefined {
    if (isWell) return place;
    this.#outside = 'over';
    return undefined;
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

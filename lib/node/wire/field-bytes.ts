import type { Busboy } from 'busboy';

/**
 * The bytes of fields, which busboy gives as text alone. A second one that takes bytes for characters where the
 * part names no charset tells what they were; where both give the same text, the part named its charset, or has
 * nothing beyond ASCII.
 */
export class FieldBytes {
  readonly #parser: Busboy;
  readonly #texts: (string | undefined)[] = [];

  constructor(parser: Busboy) {
    this.#parser = parser
      .on('field', (_, value: string | undefined) => this.#texts.push(value))
      .on('error', ignored);
  }

  write(piece: Uint8Array): void {
    this.#parser.write(piece);
  }

  /** The bytes of the field whose text the first parser has just told; undefined when it could not tell it. */
  next(text: string | undefined): Uint8Array | undefined {
    const latin1 = this.#texts.shift();
    if (text === undefined || latin1 === undefined) return undefined;
    return latin1 === text ? Buffer.from(text) : Buffer.from(latin1, 'latin1');
  }

  stop(): void {
    queueMicrotask(() => this.#parser.destroy());
  }
}

function ignored(): void {
  // the first parser tells of the same
}

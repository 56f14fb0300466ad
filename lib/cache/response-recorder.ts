/** Copies the chunks of a body as they pass, up to a limit. */
export class ResponseRecorder {
  #chunks: Uint8Array[] | undefined = [];
  #length = 0;

  /** Goes on after another, if one is given. */
  constructor(
    private readonly limit: number,
    previous?: ResponseRecorder,
  ) {
    if (previous === undefined) return;
    this.#chunks = previous.#chunks;
    this.#length = previous.#length;
  }

  /** Takes a copy: the chunk belongs to its receiver. */
  add(chunk: Uint8Array): void {
    if (this.#chunks === undefined) return;
    this.#length += chunk.byteLength;
    if (this.#length > this.limit) this.#chunks = undefined;
    else this.#chunks.push(chunk.slice());
  }

  /** All bytes; undefined if there were more than the limit. */
  finish(): Uint8Array | undefined {
    const chunks = this.#chunks;
    if (chunks === undefined) return undefined;
    const [first] = chunks;
    if (chunks.length === 1 && first !== undefined) return first;
    const bytes = new Uint8Array(this.#length);
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes;
  }
}

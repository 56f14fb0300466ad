/** Pings without a pong so far. A pong answers its ping and all before it (RFC 6455 §5.5.3). */
export class WebSocketPongs {
  readonly #waiting = new Map<number, () => void>();
  #count = 0;

  /** Creates the payload of a ping whose pong calls `answered`. */
  expect(answered: () => void): Buffer {
    this.#count += 1;
    this.#waiting.set(this.#count, answered);
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(this.#count);
    return payload;
  }

  /** Settles the pings that a pong answers; none for an unsolicited pong. */
  came(payload: Buffer): void {
    if (payload.byteLength !== 4) return;
    const last = payload.readUInt32BE();
    if (!this.#waiting.has(last)) return;
    for (const [count, answered] of this.#waiting) {
      if (count > last) return;
      this.#waiting.delete(count);
      answered();
    }
  }
}

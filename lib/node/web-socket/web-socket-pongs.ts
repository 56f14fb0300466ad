/** Which pings still wait for their pong. A server may answer the last of several alone (RFC 6455 §5.5.3). */
export class WebSocketPongs {
  readonly #waiting = new Map<number, () => void>();
  #count = 0;

  /** The payload of the next ping, whose pong calls back. */
  expect(answered: () => void): Buffer {
    this.#count += 1;
    this.#waiting.set(this.#count, answered);
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(this.#count);
    return payload;
  }

  /** A pong came: it answers its ping and those before it; one that nobody asked for answers none. */
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

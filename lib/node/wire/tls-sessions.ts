const CAPACITY = 100;

/** TLS sessions to resume: the newest one of each of the last hundred servers. */
export class TLSSessions {
  readonly #sessions = new Map<string, Buffer>();

  get(server: string): Buffer | undefined {
    return this.#sessions.get(server);
  }

  set(server: string, session: Buffer): void {
    this.#sessions.delete(server);
    this.#sessions.set(server, session);
    if (this.#sessions.size > CAPACITY) this.#sessions.delete(this.#oldest());
  }

  #oldest(): string {
    const [oldest = ''] = this.#sessions.keys();
    return oldest;
  }
}

import { Agent, type Dispatcher } from 'undici';
import { CONNECTIONS, type Client, type Done } from './client.js';

const agent = new Agent({ connections: CONNECTIONS });

/** Undici's callbacks and nothing beside them. */
class Handler implements Dispatcher.DispatchHandler {
  readonly #done: Done;
  readonly #pieces: Buffer[] = [];

  constructor(done: Done) {
    this.#done = done;
  }

  onConnect(): void {
    // nothing to abort
  }

  onHeaders(): boolean {
    return true;
  }

  onData(piece: Buffer): boolean {
    this.#pieces.push(piece);
    return true;
  }

  onComplete(): void {
    const [first] = this.#pieces;
    const bytes = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    this.#done(undefined, JSON.parse(bytes.toString()));
  }

  onError(error: Error): void {
    this.#done(error);
  }
}

/** The URL is not taken apart anew. */
let last = { url: '', origin: '', path: '' };

function target(url: string): typeof last {
  if (last.url !== url) {
    const { origin, pathname } = new URL(url);
    last = { url, origin, path: pathname };
  }
  return last;
}

export const client: Client = {
  name: 'undici, Agent.dispatch bare',
  get: (url, done) => {
    const { origin, path } = target(url);
    agent.dispatch({ origin, path, method: 'GET' }, new Handler(done));
  },
  post: (url, value, done) => {
    const { origin, path } = target(url);
    const headers = ['content-type', 'application/json'];
    agent.dispatch({ origin, path, method: 'POST', headers, body: JSON.stringify(value) }, new Handler(done));
  },
};

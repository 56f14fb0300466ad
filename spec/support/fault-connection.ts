import type { Socket } from 'node:net';
import type { Latch } from '../../examples/server/latch.js';

/** One thing a connection of a fault server does. */
export type FaultStep =
  | { kind: 'receiveHead' }
  | { kind: 'receive'; bytes: number }
  | { kind: 'send'; bytes: string | Uint8Array }
  | { kind: 'wait'; latch: Latch }
  | { kind: 'stopReading' }
  | { kind: 'endWriting' }
  | { kind: 'close' }
  | { kind: 'reset' };

/** Waits for the end of a request's head; a second one waits for the next request on the connection. */
export const receiveHead: FaultStep = { kind: 'receiveHead' };
/** Waits for so many bytes beyond those waited for before. */
export const receive = (bytes: number): FaultStep => ({ kind: 'receive', bytes });
/** Sends bytes as they are. */
export const send = (bytes: string | Uint8Array): FaultStep => ({ kind: 'send', bytes });
/** Goes on when the spec says so. */
export const wait = (latch: Latch): FaultStep => ({ kind: 'wait', latch });
/** Leaves everything that comes from now on in the kernel: the client feels backpressure. */
export const stopReading: FaultStep = { kind: 'stopReading' };
/** Half-closes: the client reads an end, and could still write. */
export const endWriting: FaultStep = { kind: 'endWriting' };
export const close: FaultStep = { kind: 'close' };
/** Closes with a RST. */
export const reset: FaultStep = { kind: 'reset' };

/** A connection to a fault server, and what came over it. */
export class FaultConnection {
  /** Resolves when the socket is closed, by whichever side. */
  readonly closed: Promise<void>;
  /** Resolves when the client has ended its side, or the socket is closed. */
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  readonly #gone = new AbortController();
  #received = Buffer.alloc(0);
  #waitedFor = 0;
  #arrived: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#arrived();
    });
    this.ended = new Promise((resolve) => socket.once('end', resolve).once('close', () => resolve()));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#gone.abort();
        this.#arrived();
        resolve();
      });
    });
  }

  /** Everything received so far. */
  get received(): Buffer {
    return this.#received;
  }

  async perform(steps: readonly FaultStep[]): Promise<void> {
    for (const step of steps) {
      if (this.#gone.signal.aborted) return;
      await this.#perform(step);
    }
    void this.ended.then(() => this.#socket.end());
  }

  async close(): Promise<void> {
    this.#socket.destroy();
    await this.closed;
  }

  async #perform(step: FaultStep): Promise<void> {
    switch (step.kind) {
      case 'receiveHead':
        return this.#receive(() => this.#endOfHead());
      case 'receive':
        return this.#receive(() => this.#waitedFor + step.bytes);
      case 'send':
        await new Promise<void>((resolve) => this.#socket.write(step.bytes, () => resolve()));
        return;
      case 'wait':
        await step.latch.pass(this.#gone.signal);
        return;
      case 'stopReading':
        this.#socket.pause();
        return;
      case 'endWriting':
        this.#socket.end();
        return;
      case 'close':
        this.#socket.destroy();
        return;
      case 'reset':
        this.#socket.resetAndDestroy();
        return;
    }
  }

  /** Waits until `length` bytes are there, or the connection is gone. */
  async #receive(length: () => number): Promise<void> {
    while (this.#received.length < length() && !this.#gone.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    this.#waitedFor = length();
  }

  #endOfHead(): number {
    const end = this.#received.indexOf('\r\n\r\n', this.#waitedFor);
    return end < 0 ? Infinity : end + 4;
  }
}

import type { SchedulerLike, Subscription } from 'rxjs';
import type { WebSocketMessage } from '../message/web-socket-message.js';

/** What a {@link SendBuffer} uses of a WebSocket. */
export interface BufferingSocket {
  /** Bytes that were given to `send` and have not been handed to the network. */
  readonly bufferedAmount: number;
  send(message: string | Uint8Array<ArrayBuffer>): void;
}

/** Milliseconds from the first look at the buffer to the second; each next one is twice as far away, */
const FIRST_LOOK = 1;

/** up to this. */
const LONGEST_WAIT = 32;

/** Tells when messages have left a browser's buffer: it has no event for that, and is looked at now and then. */
export class SendBuffer {
  readonly #socket: BufferingSocket;
  readonly #clock: SchedulerLike;
  /** In the order they were given, each with the count of bytes that were given up to its end. */
  readonly #waiting: { readonly end: number; readonly sent: () => void }[] = [];
  #given = 0;
  #look: Subscription | undefined;

  constructor(socket: BufferingSocket, clock: SchedulerLike) {
    this.#socket = socket;
    this.#clock = clock;
  }

  send(message: WebSocketMessage, sent: () => void): void {
    const before = this.#socket.bufferedAmount;
    // of shared memory a browser sends nothing, and says so
    this.#socket.send(message as string | Uint8Array<ArrayBuffer>);
    this.#given += this.#socket.bufferedAmount - before;
    this.#waiting.push({ end: this.#given, sent });
    this.#look ??= this.#lookAfter(FIRST_LOOK);
  }

  /** Tells now what has left. */
  settle(): void {
    const left = this.#given - this.#socket.bufferedAmount;
    while (this.#waiting[0] !== undefined && this.#waiting[0].end <= left) this.#waiting.shift()?.sent();
  }

  /** Tells nothing any more. */
  stop(): void {
    this.#waiting.length = 0;
    this.#look?.unsubscribe();
  }

  #lookAfter(delay: number): Subscription {
    return this.#clock.schedule(() => {
      this.settle();
      this.#look =
        this.#waiting.length === 0 ? undefined : this.#lookAfter(Math.min(delay * 2, LONGEST_WAIT));
    }, delay);
  }
}

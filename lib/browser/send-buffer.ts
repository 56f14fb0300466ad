import type { SchedulerLike, Subscription } from 'rxjs';
import type { WebSocketMessage } from '../message/web-socket-message.js';

/** Part of a WebSocket that a {@link SendBuffer} uses. */
export interface BufferingSocket {
  /** Bytes that were given to `send` and have not been handed to the network. */
  readonly bufferedAmount: number;
  send(message: string | Uint8Array<ArrayBuffer>): void;
}

/** Milliseconds from the first look at the buffer to the second; each next one is twice as far away, */
const FIRST_LOOK = 1;

/** up to this. */
const LONGEST_WAIT = 32;

/** Reports when messages have left a browser's buffer. Polls it, since there is no event for that. */
export class SendBuffer {
  readonly #socket: BufferingSocket;
  readonly #clock: SchedulerLike;
  /** Messages in the order they were given, each with the number of bytes given up to its end. */
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

  /** Reports the messages that have left by now. */
  settle(): void {
    const left = this.#given - this.#socket.bufferedAmount;
    while (this.#waiting[0] !== undefined && this.#waiting[0].end <= left) this.#waiting.shift()?.sent();
  }

  /** Stops reporting. */
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

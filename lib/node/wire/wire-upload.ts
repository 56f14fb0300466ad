import type { Socket } from 'node:net';
import type { RequestBody } from '../../transport/request-body.js';
import { outgoingBody, type OutgoingBody, type SendingWatch } from './outgoing-body.js';
import { OutgoingPieces } from './outgoing-pieces.js';

/** The body of a request on its way out: made anew for each sending, paused and counted. */
export class WireUpload {
  readonly #body: RequestBody | undefined;
  readonly #report: ((totalBytesSent: number) => void) | undefined;
  readonly #watch: SendingWatch | undefined;
  #outgoing: OutgoingBody = null;
  #isPaused = false;
  #socket: Socket | undefined;
  #reportedBytes = 0;

  /** `report` is told how many bytes have left the process: handed to the socket, and not held by it. */
  constructor(
    body: RequestBody | undefined,
    report: ((totalBytesSent: number) => void) | undefined,
    now: () => number,
  ) {
    this.#body = body;
    this.#report = report;
    this.#watch = report && { didPull: () => this.#count(), now };
  }

  open(): OutgoingBody {
    this.#outgoing = outgoingBody(this.#body, this.#watch);
    if (this.#isPaused) this.pause();
    return this.#outgoing;
  }

  /** It is written to this socket from now on. */
  begin(socket: Socket): void {
    if (this.#report === undefined) return;
    this.#socket = socket.on('drain', this.#count);
  }

  readonly #count = (): void => {
    if (this.#socket === undefined) return;
    const sentBytes = handedOver(this.#outgoing) - this.#socket.writableLength;
    if (sentBytes <= this.#reportedBytes) return;
    this.#reportedBytes = sentBytes;
    this.#report?.(sentBytes);
  };

  /** Reports what has left since the last time. */
  count(): void {
    if (this.#report !== undefined) this.#count();
  }

  pause(): void {
    this.#isPaused = true;
    if (this.#outgoing instanceof OutgoingPieces) this.#outgoing.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#outgoing instanceof OutgoingPieces) this.#outgoing.resume();
  }

  /** Ends it where it stands, and closes its source. */
  stop(): void {
    this.#socket?.off('drain', this.#count);
    this.#socket = undefined;
    if (this.#outgoing instanceof OutgoingPieces) this.#outgoing.stop();
  }
}

function handedOver(outgoing: OutgoingBody): number {
  return outgoing instanceof OutgoingPieces ? outgoing.pulledBytes : (outgoing?.byteLength ?? 0);
}

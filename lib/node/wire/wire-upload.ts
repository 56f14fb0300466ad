import type { Socket } from 'node:net';
import type { RequestBody } from '../../transport/request-body.js';
import { outgoingBody } from './outgoing-body.js';
import { OutgoingChunks } from './outgoing-chunks.js';
import { requestHead, type BodyFraming, type WireMessage } from './request-head.js';

/** A request to send. */
export interface WireOrder {
  readonly message: WireMessage;
  /** The URL of its response. */
  readonly url: string;
  readonly body: RequestBody | undefined;
  readonly reportsUploadProgress: boolean;
}

/** Notified of the sending of a request with a body. */
export interface UploadOwner {
  /** The first bytes are about to be written. */
  uploadDidBegin(): void;
  /** So many bytes of the body have been handed to the kernel. */
  uploadDidSend(totalBytes: number): void;
  uploadDidFinish(): void;
  /** The body failed, before or after the first bytes were written. */
  uploadDidFail(error: Error): void;
}

/**
 * Writes a request. What is small goes out at once, head and body in one write; else the returned upload goes on as
 * the socket takes more. `now` gives milliseconds.
 */
export function writeRequest(
  socket: Socket,
  request: WireOrder,
  owner: UploadOwner,
  now: () => number,
): WireUpload | undefined {
  const { message, body, reportsUploadProgress } = request;
  const declared = message.fields.contentLength;
  const outgoing = outgoingBody(body, {
    declaredLength: declared === undefined ? undefined : Number(declared),
    now: reportsUploadProgress ? now : undefined,
  });
  if (outgoing instanceof OutgoingChunks) return new WireUpload(message, outgoing, owner);
  owner.uploadDidBegin();
  if (outgoing === undefined) socket.write(requestHead(message, NO_BODY), 'latin1');
  else writeTogether(socket, message, outgoing, reportsUploadProgress ? owner : undefined);
  owner.uploadDidFinish();
  return undefined;
}

function writeTogether(
  socket: Socket,
  message: WireMessage,
  body: string | Buffer,
  owner: UploadOwner | undefined,
): void {
  const { length } = body;
  const head = requestHead(message, { kind: 'length', length });
  const written =
    owner &&
    ((error?: Error | null): void => {
      if (!error) owner.uploadDidSend(length);
    });
  if (typeof body === 'string') {
    socket.write(head + body, 'latin1', written);
    return;
  }
  const bytes = Buffer.allocUnsafe(head.length + length);
  bytes.write(head, 'latin1');
  body.copy(bytes, head.length);
  socket.write(bytes, written);
}

const NO_BODY: BodyFraming = { kind: 'none' };

/**
 * Sends a request with a body over a socket chunk by chunk, each once the socket has handed over the one before. The head of the
 * request goes with the first chunk, so that nothing is written for a body that has none.
 */
export class WireUpload {
  readonly #message: WireMessage;
  readonly #body: OutgoingChunks;
  readonly #owner: UploadOwner;
  #framing: BodyFraming;
  #socket: Socket | undefined;
  #hasBegun = false;

  constructor(message: WireMessage, body: OutgoingChunks, owner: UploadOwner) {
    this.#message = message;
    this.#body = body;
    this.#owner = owner;
    this.#framing = body.length === undefined ? { kind: 'chunked' } : { kind: 'length', length: body.length };
  }

  start(socket: Socket): void {
    this.#socket = socket;
    this.#pull();
  }

  pause(): void {
    this.#body.pause();
  }

  resume(): void {
    this.#body.resume();
  }

  /** Writes nothing any more, and closes the source. */
  stop(): void {
    this.#socket = undefined;
    this.#body.stop();
  }

  #pull(): void {
    this.#body.next().then(this.#pulled, this.#failed);
  }

  readonly #pulled = ({ done, value }: IteratorResult<Uint8Array, undefined>): void => {
    const socket = this.#socket;
    if (socket === undefined) return;
    socket.cork();
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#owner.uploadDidBegin();
      if (done === true && this.#framing.kind === 'chunked') this.#framing = { kind: 'length', length: 0 };
      socket.write(requestHead(this.#message, this.#framing), 'latin1');
    }
    if (done === true) this.#finish(socket);
    else this.#write(socket, value);
    socket.uncork();
  };

  #write(socket: Socket, chunk: Uint8Array): void {
    if (this.#framing.kind !== 'chunked') {
      socket.write(chunk, this.#written);
      return;
    }
    socket.write(`${chunk.byteLength.toString(16)}\r\n`, 'latin1');
    socket.write(chunk);
    socket.write('\r\n', 'latin1', this.#written);
  }

  #finish(socket: Socket): void {
    if (this.#framing.kind === 'chunked') socket.write('0\r\n\r\n', 'latin1');
    this.#socket = undefined;
    this.#owner.uploadDidFinish();
  }

  readonly #written = (error?: Error | null): void => {
    if (this.#socket === undefined || error) return;
    this.#owner.uploadDidSend(this.#body.pulledBytes);
    this.#pull();
  };

  readonly #failed = (error: unknown): void => {
    if (this.#socket !== undefined) this.#owner.uploadDidFail(error as Error);
  };
}

import type { InboundBodyReceiver } from '../../transport/axios/adapter-exchange.js';
import { pieceOf } from '../../transport/piece.js';
import type { ResponseBody } from '../../transport/response-body.js';
import type { PlatformStream } from '../../transport/response-content.js';
import { badPiece, cutOff } from '../../transport/response-failure.js';
import { isNodeReadable, type NodeReadable } from '../files/node-readable.js';

/** Body of an adapter that answered with a Node stream; undefined for other data. Without `rawHeaders` it was decoded. */
export function nodeStreamIn(data: object): PlatformStream | undefined {
  if (!isNodeReadable(data)) return undefined;
  return { isDecoded: data.rawHeaders === undefined, open: () => new NodeStreamBody(data) };
}

/** Reads a flowing Node stream. Pausing it applies backpressure to the server. */
export class NodeStreamBody implements ResponseBody {
  readonly #stream: NodeReadable;
  #receiver: InboundBodyReceiver | undefined;

  constructor(stream: NodeReadable) {
    this.#stream = stream;
    // An error after settlement must not become an uncaught exception.
    stream.on('error', this.#fail);
  }

  read(receiver: InboundBodyReceiver): void {
    this.#receiver = receiver;
    if (this.#stream.readableEnded === true) this.#end();
    else if (this.#stream.destroyed === true) this.#closed();
    else this.#listen();
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    if (this.#receiver !== undefined) this.#stream.resume();
  }

  cancel(): void {
    this.#receiver = undefined;
    this.#stream.destroy();
  }

  discard(): void {
    if (this.#stream.complete !== true) {
      this.cancel();
      return;
    }
    this.#receiver = undefined;
    this.#stream.resume();
  }

  #listen(): void {
    const stream = this.#stream;
    stream.on('end', this.#end);
    stream.on('close', this.#closed);
    stream.on('data', this.#data);
  }

  readonly #data = (value: unknown): void => {
    if (this.#receiver === undefined) return;
    const piece = pieceOf(value);
    if (piece !== undefined) {
      this.#receiver.data(piece);
      return;
    }
    this.#fail(badPiece());
    this.#stream.destroy();
  };

  readonly #end = (): void => {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    receiver?.end();
  };

  /** Fails a body whose stream closes before its end; ignored after it. */
  readonly #closed = (): void => {
    if (this.#receiver !== undefined) this.#fail(this.#stream.errored ?? cutOff());
  };

  readonly #fail = (error: unknown): void => {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    receiver?.fail(error);
  };
}

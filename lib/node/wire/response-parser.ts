import { ChunkSizeReader } from './chunk-reader.js';
import { FieldLines, INCOMPLETE, MessageSyntaxError } from './field-lines.js';
import { framingOf, type MessageFraming } from './message-framing.js';
import { ResponseHead } from './response-head.js';
import { SectionReader } from './section-reader.js';

const LF = 0x0a;
const CR = 0x0d;

/** Responses of status 1xx before the one that counts. */
export const MAXIMUM_INFORMATION = 100;

/** Empty lines before a status line, which some servers send after the body before it. */
const MAXIMUM_EMPTY_LINES = 8;

/** Receives the parts of one response, in this order. It may stop the parser at any time. */
export interface ResponseReceiver {
  /** An informational response: any 1xx but 101. */
  didReceiveInformation(head: ResponseHead): void;
  didReceiveHead(head: ResponseHead, framing: MessageFraming): void;
  /** A chunk of the body: `bytes` from `start` to `end`, which are overwritten after the call. */
  didReceiveBody(bytes: Buffer, start: number, end: number): void;
  /** The trailer fields of a chunked body; not called if there are none. */
  didReceiveTrailers(trailers: FieldLines): void;
}

type State =
  'idle' | 'head' | 'length' | 'close' | 'chunkSize' | 'chunk' | 'chunkEnd' | 'trailers' | 'complete';

/**
 * Reads the responses of one HTTP/1.1 connection as their bytes come, one for each `begin` (RFC 9112). It is strict:
 * whatever the grammar does not allow is an error, except that status lines without a reason phrase, folded field
 * lines and some empty lines before a status line are accepted, as the RFC lets a client do.
 */
export class ResponseParser {
  #state: State = 'idle';
  #receiver: ResponseReceiver | undefined;
  #isHeadRequest = false;
  #head: ResponseHead | undefined;
  #trailers: FieldLines | undefined;
  /** Bytes of the body or the chunk that are still to come. */
  #rest = 0;
  #sawCR = false;
  #emptyLines = 0;
  #information = 0;
  readonly #sections: SectionReader;
  readonly #chunkSize = new ChunkSizeReader();

  /** `maximumSectionSize` gives the largest head and the largest trailer section in bytes. */
  constructor(maximumSectionSize: () => number) {
    this.#sections = new SectionReader(maximumSectionSize);
  }

  /** True once the whole response has been read. */
  get isComplete(): boolean {
    return this.#state === 'complete';
  }

  /** Expects the response to a request; `isHeadRequest` if its method was HEAD. */
  begin(receiver: ResponseReceiver, isHeadRequest: boolean): void {
    this.#state = 'head';
    this.#receiver = receiver;
    this.#isHeadRequest = isHeadRequest;
    this.#emptyLines = 0;
    this.#information = 0;
  }

  /** Reads no further: `read` returns at once, also the one that is under way. */
  stop(): void {
    this.#state = 'idle';
    this.#receiver = undefined;
  }

  /**
   * Reads `bytes` from `start` to `end`. Returns where the response ended; after that come bytes that belong to no
   * response.
   *
   * @throws MessageSyntaxError for a response that is malformed or passes a limit. Nothing can be read afterwards.
   */
  read(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end) {
      const receiver = this.#receiver;
      if (receiver === undefined || this.#state === 'complete') return at;
      at = this.#step(receiver, bytes, at, end);
    }
    return at;
  }

  /**
   * The other side has closed the connection. Returns true if that ends the body as it should.
   */
  end(): boolean {
    if (this.#state !== 'close') return false;
    this.#state = 'complete';
    return true;
  }

  #step(receiver: ResponseReceiver, bytes: Buffer, at: number, end: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(receiver, bytes, at, end);
      case 'length':
      case 'chunk':
        return this.#readBody(receiver, bytes, at, end);
      case 'close':
        receiver.didReceiveBody(bytes, at, end);
        return end;
      case 'chunkSize':
        return this.#readChunkSize(bytes, at, end);
      case 'chunkEnd':
        return this.#readChunkEnd(bytes, at);
      case 'trailers':
        return this.#readTrailers(receiver, bytes, at, end);
      case 'idle':
      case 'complete':
        return at;
    }
  }

  #readHead(receiver: ResponseReceiver, bytes: Buffer, start: number, end: number): number {
    const from = this.#head === undefined ? this.#skipEmptyLines(bytes, start, end) : start;
    if (from === end) return end;
    const head = (this.#head ??= new ResponseHead());
    const at = this.#sections.read(head, bytes, from, end);
    if (at === INCOMPLETE) return end;
    this.#head = undefined;
    if (head.statusCode < 200 && head.statusCode !== 101) this.#inform(receiver, head);
    else this.#enterBody(receiver, head);
    return at;
  }

  #skipEmptyLines(bytes: Buffer, start: number, end: number): number {
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at];
      if (this.#sawCR) {
        if (byte !== LF) throw new MessageSyntaxError('A line ends with a bare CR.');
        this.#countEmptyLine();
      } else if (byte !== CR) {
        return at;
      }
      this.#sawCR = !this.#sawCR;
    }
    return end;
  }

  #countEmptyLine(): void {
    this.#emptyLines += 1;
    if (this.#emptyLines > MAXIMUM_EMPTY_LINES)
      throw new MessageSyntaxError('There are too many empty lines.');
  }

  #inform(receiver: ResponseReceiver, head: ResponseHead): void {
    this.#information += 1;
    if (this.#information > MAXIMUM_INFORMATION) {
      throw new MessageSyntaxError('There are too many informational responses.');
    }
    receiver.didReceiveInformation(head);
  }

  /** The state is set first, since the receiver may stop the parser. */
  #enterBody(receiver: ResponseReceiver, head: ResponseHead): void {
    const framing = framingOf(head, this.#isHeadRequest);
    this.#rest = framing.length;
    this.#state = this.#stateOf(framing);
    receiver.didReceiveHead(head, framing);
  }

  #stateOf({ bodyEnd, length }: MessageFraming): State {
    switch (bodyEnd) {
      case 'none':
        return 'complete';
      case 'length':
        return length === 0 ? 'complete' : 'length';
      case 'close':
        return 'close';
      case 'chunked':
        this.#chunkSize.reset();
        return 'chunkSize';
    }
  }

  #readBody(receiver: ResponseReceiver, bytes: Buffer, start: number, end: number): number {
    const to = Math.min(end, start + this.#rest);
    this.#rest -= to - start;
    if (this.#rest === 0) this.#state = this.#state === 'chunk' ? 'chunkEnd' : 'complete';
    receiver.didReceiveBody(bytes, start, to);
    return to;
  }

  #readChunkSize(bytes: Buffer, start: number, end: number): number {
    const at = this.#chunkSize.read(bytes, start, end);
    if (!this.#chunkSize.isComplete) return at;
    this.#rest = this.#chunkSize.size;
    this.#state = this.#rest === 0 ? 'trailers' : 'chunk';
    return at;
  }

  #readChunkEnd(bytes: Buffer, at: number): number {
    if (bytes[at] !== (this.#sawCR ? LF : CR))
      throw new MessageSyntaxError('A chunk does not end with its size.');
    if (this.#sawCR) {
      this.#state = 'chunkSize';
      this.#chunkSize.next();
    }
    this.#sawCR = !this.#sawCR;
    return at + 1;
  }

  #readTrailers(receiver: ResponseReceiver, bytes: Buffer, start: number, end: number): number {
    const trailers = (this.#trailers ??= new FieldLines());
    const at = this.#sections.read(trailers, bytes, start, end);
    if (at === INCOMPLETE) return end;
    this.#trailers = undefined;
    this.#state = 'complete';
    if (trailers.count > 0) receiver.didReceiveTrailers(trailers);
    return at;
  }
}

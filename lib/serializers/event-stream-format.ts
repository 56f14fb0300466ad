import type { DataStreamFormat, DataStreamParser } from './data-stream-serializer.js';
import { longestText, tooLong } from './stream-limit.js';

/** One Server-Sent Event, in the words of the `MessageEvent` that an `EventSource` would dispatch. */
export interface ServerSentEvent {
  /** What the field `event` says; `message` without one. */
  readonly type: string;
  /** The values of the `data` fields, joined by line feeds. */
  readonly data: string;
  /** The value of the last `id` field so far, of this event or one before; `''` before the first. */
  readonly lastEventId: string;
  /** Milliseconds after which the server wants to be asked again; of the last `retry` field so far. */
  readonly retry: number | undefined;
}

export interface EventStreamOptions {
  /** The longest event that is taken in, in UTF-16 code units; 16 777 216 unless given. */
  maximumEventLength?: number | undefined;
}

/**
 * The Server-Sent Events of a body, parsed and interpreted as the HTML standard says (§9.2.5 and §9.2.6): UTF-8,
 * lines that end with LF, CR or CRLF, comments, events without data and unknown fields passed over, and no event that
 * the body does not complete.
 *
 * An event that grows longer than `maximumEventLength` fails as `responseSerializationFailed` with reason
 * `maximumLengthExceeded`, and ends the events.
 */
export class EventStreamFormat implements DataStreamFormat<ServerSentEvent> {
  readonly #maximumLength: number;

  constructor({ maximumEventLength }: EventStreamOptions = {}) {
    this.#maximumLength = longestText(maximumEventLength);
  }

  static events(options?: EventStreamOptions): EventStreamFormat {
    return new EventStreamFormat(options);
  }

  makeParser(): DataStreamParser<ServerSentEvent> {
    return new EventStreamParser(this.#maximumLength);
  }
}

class EventStreamParser implements DataStreamParser<ServerSentEvent> {
  readonly #decoder = new TextDecoder();
  #line = '';
  #isAfterCR = false;
  #type = '';
  #data = '';
  #lastEventId = '';
  #retry: number | undefined;

  constructor(private readonly maximumLength: number) {}

  *parse(bytes: Uint8Array): Generator<ServerSentEvent> {
    for (const line of this.#linesOf(this.#decoder.decode(bytes, { stream: true }))) {
      if (line !== '') this.#interpret(line);
      else if (this.#data !== '') yield this.#event();
      else this.#type = '';
    }
  }

  *#linesOf(decoded: string): Generator<string> {
    if (decoded === '') return;
    const text = this.#isAfterCR && decoded.startsWith('\n') ? decoded.slice(1) : decoded;
    this.#isAfterCR = text.endsWith('\r');
    let start = 0;
    for (const { 0: end, index } of text.matchAll(/\r\n|\n|\r/g)) {
      const line = this.#line + text.slice(start, index);
      this.#line = '';
      start = index + end.length;
      this.#expectShort(line);
      yield line;
    }
    this.#line += text.slice(start);
    this.#expectShort(this.#line);
  }

  #interpret(line: string): void {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    switch (name) {
      case 'event':
        this.#type = value;
        break;
      case 'data':
        this.#data += `${value}\n`;
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.#retry = Number(value);
    }
  }

  #event(): ServerSentEvent {
    const event = {
      type: this.#type === '' ? 'message' : this.#type,
      data: this.#data.slice(0, -1),
      lastEventId: this.#lastEventId,
      retry: this.#retry,
    };
    this.#type = '';
    this.#data = '';
    return event;
  }

  #expectShort(line: string): void {
    if (this.#data.length + line.length > this.maximumLength) throw tooLong(this.maximumLength);
  }
}

import type { DataStreamParser } from './data-stream-serializer.js';
import { failingAfter, tooLong } from './stream-limit.js';
import { UTF8ChunkDecoder } from './text-stream-parser.js';

/** Server-Sent Event, in the terms of the `MessageEvent` that an `EventSource` dispatches. */
export interface ServerSentEvent {
  /** Value of the field `event`. Default: `message`. */
  readonly type: string;
  /** Values of the `data` fields, joined by line feeds. */
  readonly data: string;
  /** Value of the last `id` field so far, of this event or an earlier one. `''` before the first. */
  readonly lastEventId: string;
  /** Value of the last `retry` field so far: milliseconds after which the server wants to be asked again. */
  readonly retry: number | undefined;
}

/** Parses and interprets the Server-Sent Events of one body. */
export class EventStreamParser implements DataStreamParser<ServerSentEvent> {
  readonly #decoder = new UTF8ChunkDecoder();
  readonly #maximumLength: number;
  #events: ServerSentEvent[] = [];
  /** Beginning of a line that no chunk has ended yet. */
  #begun = '';
  #isAfterCR = false;
  #type = '';
  /** Undefined before the first `data` field of an event. */
  #data: string | undefined;
  #idOfEvent: string;

  /** ID of the last event so far, without data or with it. An event that is not complete does not count. */
  lastEventId: string;
  /** Milliseconds of the last `retry` field so far. */
  retry: number | undefined;

  /** `lastEventId`: that of an earlier connection, which events without an ID keep. */
  constructor(maximumLength: number, lastEventId = '') {
    this.#maximumLength = maximumLength;
    this.lastEventId = this.#idOfEvent = lastEventId;
  }

  parse(bytes: Uint8Array): Iterable<ServerSentEvent> {
    const events: ServerSentEvent[] = (this.#events = []);
    const decoded = this.#decoder.decode(bytes, STREAMING);
    const isShort = decoded === '' || this.#read(decoded);
    return isShort ? events : failingAfter(events, tooLong(this.#maximumLength));
  }

  /** Returns false once an event is too long. */
  #read(decoded: string): boolean {
    const text = this.#isAfterCR && decoded.startsWith('\n') ? decoded.slice(1) : decoded;
    this.#isAfterCR = text.endsWith('\r');
    const hasCR = text.includes('\r');
    let start = 0;
    for (let end = hasCR ? indexOfEnd(text, 0) : text.indexOf('\n'); end !== -1;) {
      if (!this.#readLine(text, start, end)) return false;
      start = hasCR && text.startsWith('\r\n', end) ? end + 2 : end + 1;
      // an event often ends here, and then needs no search
      if (text.charCodeAt(start) === LF) end = start;
      else end = hasCR ? indexOfEnd(text, start) : text.indexOf('\n', start);
    }
    this.#begun += text.slice(start);
    return this.#isShort(this.#begun.length);
  }

  /** Interprets the line of a text that ends at `end`. Returns false if the event is too long. */
  #readLine(text: string, start: number, end: number): boolean {
    if (this.#begun !== '') {
      const line = this.#begun + text.slice(start, end);
      this.#begun = '';
      return this.#readLine(line, 0, line.length);
    }
    if (!this.#isShort(end - start)) return false;
    if (start === end) this.#dispatch();
    else this.#interpret(text, start, end);
    return true;
  }

  #interpret(text: string, start: number, end: number): void {
    switch (text.charCodeAt(start)) {
      case LETTER.d: {
        const value = fieldValue('data', text, start, end);
        if (value !== undefined) this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
        break;
      }
      case LETTER.e:
        this.#type = fieldValue('event', text, start, end) ?? this.#type;
        break;
      case LETTER.i: {
        const value = fieldValue('id', text, start, end);
        if (value?.includes('\0') === false) this.#idOfEvent = value;
        break;
      }
      case LETTER.r: {
        const value = fieldValue('retry', text, start, end);
        if (value !== undefined && /^[0-9]+$/.test(value)) this.retry = Number(value);
      }
    }
  }

  #dispatch(): void {
    this.lastEventId = this.#idOfEvent;
    if (this.#data !== undefined) {
      this.#events.push({
        type: this.#type === '' ? 'message' : this.#type,
        data: this.#data,
        lastEventId: this.lastEventId,
        retry: this.retry,
      });
    }
    this.#type = '';
    this.#data = undefined;
  }

  #isShort(length: number): boolean {
    const buffered = this.#data === undefined ? 0 : this.#data.length + 1;
    return buffered + length <= this.#maximumLength;
  }
}

const LF = 0x0a;
const SPACE = 0x20;
const COLON = 0x3a;

/** Index of the next LF or CR; -1 without one. */
function indexOfEnd(text: string, start: number): number {
  LINE_END.lastIndex = start;
  return LINE_END.exec(text)?.index ?? -1;
}

const LINE_END = /[\n\r]/g;

/** First letters of the fields, as UTF-16 code units. */
const LETTER = { d: 0x64, e: 0x65, i: 0x69, r: 0x72 };
const STREAMING = { stream: true };

/** Value of a line from `start` to `end` if it has this field name: the text after a colon and one space. */
function fieldValue(name: string, text: string, start: number, end: number): string | undefined {
  const colon = start + name.length;
  if (colon > end || !text.startsWith(name, start)) return undefined;
  if (colon === end) return '';
  if (text.charCodeAt(colon) !== COLON) return undefined;
  return text.slice(text.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1, end);
}

import type { FieldLines } from '../../lib/node/wire/field-lines.js';
import type { MessageFraming } from '../../lib/node/wire/message-framing.js';
import type { ResponseHead } from '../../lib/node/wire/response-head.js';
import { ResponseParser, type ResponseReceiver } from '../../lib/node/wire/response-parser.js';

/** What a parser made of the bytes of one connection. */
export interface ParsedResponse {
  /** `open`: the response is not complete. */
  outcome: 'complete' | 'open' | 'error';
  /** Why it is an error. */
  message: string | undefined;
  information: number[];
  statusCode: number | undefined;
  statusText: string | undefined;
  httpVersion: string | undefined;
  fields: [name: string, value: string][];
  isPersistent: boolean | undefined;
  transferCodings: readonly string[] | undefined;
  body: string;
  trailers: [name: string, value: string][];
  /** Bytes after the response. */
  rest: string;
}

export interface ParsingOptions {
  readonly isHeadRequest?: boolean;
  readonly maximumSectionSize?: number;
  /** Where the bytes are cut into reads. */
  readonly cuts?: readonly number[];
  /** Whether the connection is closed after them. */
  readonly isClosed?: boolean;
}

/** Keeps what a parser hands over. */
class Recorder implements ResponseReceiver {
  readonly #parser: ResponseParser;
  readonly #information: number[] = [];
  #head: ResponseHead | undefined;
  #framing: MessageFraming | undefined;
  #trailers: FieldLines | undefined;
  #body = '';
  #rest = '';
  #outcome: ParsedResponse['outcome'] = 'open';
  #message: string | undefined;

  constructor({ isHeadRequest = false, maximumSectionSize = 16_384 }: ParsingOptions) {
    this.#parser = new ResponseParser(() => maximumSectionSize);
    this.#parser.begin(this, isHeadRequest);
  }

  /** Reads the bytes up to each place; those that were read are wiped out. */
  read(bytes: Buffer, places: readonly number[], isClosed: boolean): this {
    try {
      let start = 0;
      for (const end of places) {
        this.#rest += bytes.toString('latin1', this.#parser.read(bytes, start, end), end);
        bytes.fill(0, start, end);
        start = end;
      }
      if (this.#parser.isComplete || (isClosed && this.#parser.end())) this.#outcome = 'complete';
    } catch (error) {
      this.#outcome = 'error';
      this.#message = (error as Error).message;
    }
    return this;
  }

  didReceiveInformation({ statusCode }: ResponseHead): void {
    this.#information.push(statusCode);
  }

  didReceiveHead(head: ResponseHead, framing: MessageFraming): void {
    this.#head = head;
    this.#framing = framing;
  }

  didReceiveBody(bytes: Buffer, start: number, end: number): void {
    this.#body += bytes.toString('latin1', start, end);
  }

  didReceiveTrailers(trailers: FieldLines): void {
    this.#trailers = trailers;
  }

  /** Everything in one line, for comparing. */
  get signature(): string {
    const texts = [this.#head?.text, this.#body, this.#trailers?.text, this.#rest];
    return `${this.#outcome} ${this.#message} ${this.#information.join()} ${this.#framing?.isPersistent} ${texts.join('|')}`;
  }

  get parsed(): ParsedResponse {
    const { statusCode, statusText, httpVersion } = this.#head ?? {};
    const { isPersistent, transferCodings } = this.#framing ?? {};
    return {
      outcome: this.#outcome,
      message: this.#message,
      information: this.#information,
      ...{ statusCode, statusText, httpVersion, isPersistent, transferCodings },
      fields: [...(this.#head ?? [])],
      body: this.#body,
      trailers: [...(this.#trailers ?? [])],
      rest: this.#rest,
    };
  }
}

/** Parses Latin-1 text as the first response of a connection. */
export function parsedResponse(text: string, options: ParsingOptions = {}): ParsedResponse {
  const { cuts = [], isClosed = false } = options;
  return new Recorder(options).read(Buffer.from(text, 'latin1'), [...cuts, text.length], isClosed).parsed;
}

/** Parses text in one read, byte by byte, and cut at every place; all have to agree. */
export function parsedAtEveryCut(text: string, options: ParsingOptions = {}): ParsedResponse {
  const { isClosed = false } = options;
  const { length } = text;
  const original = Buffer.from(text, 'latin1');
  const bytes = Buffer.alloc(length);
  const read = (places: readonly number[]): Recorder => {
    bytes.set(original);
    return new Recorder(options).read(bytes, places, isClosed);
  };
  const whole = read([length]);
  const { signature } = whole;
  const agree = (places: readonly number[]): void => {
    const cut = read(places).signature;
    if (cut !== signature)
      throw new Error(`Cut at ${places.join()}: ${cut}\nwhole: ${signature}\nof ${text}`);
  };
  for (let place = 1; place < length; place += 1) agree([place, length]);
  agree(Array.from({ length }, (_, index) => index + 1));
  return whole.parsed;
}

import type { FieldLines } from '../../lib/node/wire/field-lines.js';
import type { MessageFraming } from '../../lib/node/wire/message-framing.js';
import type { ResponseHead } from '../../lib/node/wire/response-head.js';
import { ResponseParser, type ResponseReceiver } from '../../lib/node/wire/response-parser.js';

/** What a parser made of the bytes of one connection. */
export interface ParsedResponse {
  /** `open`: the response is not complete. */
  outcome: 'complete' | 'open' | 'error';
  /** Why it is an error. */
  message?: string;
  information: number[];
  statusCode?: number;
  statusText?: string;
  httpVersion?: string;
  fields: [name: string, value: string][];
  isPersistent?: boolean;
  transferCodings?: readonly string[];
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

class Recorder implements ResponseReceiver {
  readonly parsed: ParsedResponse = {
    outcome: 'open',
    information: [],
    fields: [],
    body: '',
    trailers: [],
    rest: '',
  };

  didReceiveInformation({ statusCode }: ResponseHead): void {
    this.parsed.information.push(statusCode);
  }

  didReceiveHead(head: ResponseHead, { isPersistent, transferCodings }: MessageFraming): void {
    const { statusCode, statusText, httpVersion } = head;
    Object.assign(this.parsed, { statusCode, statusText, httpVersion, isPersistent, transferCodings });
    this.parsed.fields = [...head];
  }

  didReceiveBody(bytes: Buffer, start: number, end: number): void {
    this.parsed.body += bytes.toString('latin1', start, end);
  }

  didReceiveTrailers(trailers: FieldLines): void {
    this.parsed.trailers = [...trailers];
  }
}

/** Parses Latin-1 text as the first response of a connection; each read has a buffer that is wiped afterwards. */
export function parsedResponse(text: string, options: ParsingOptions = {}): ParsedResponse {
  const { isHeadRequest = false, maximumSectionSize = 16_384, cuts = [], isClosed = false } = options;
  const recorder = new Recorder();
  const { parsed } = recorder;
  const parser = new ResponseParser(() => maximumSectionSize);
  parser.begin(recorder, isHeadRequest);
  const places = [...cuts, text.length];
  try {
    for (const [index, end] of places.entries()) {
      const read = Buffer.from(text.slice(places[index - 1] ?? 0, end), 'latin1');
      parsed.rest += read.toString('latin1', parser.read(read, 0, read.length));
      read.fill(0);
    }
    if (parser.isComplete || (isClosed && parser.end())) parsed.outcome = 'complete';
  } catch (error) {
    parsed.outcome = 'error';
    parsed.message = (error as Error).message;
  }
  return parsed;
}

/** Parses text in one read, byte by byte, and cut at every place; all have to agree. */
export function parsedAtEveryCut(text: string, options: ParsingOptions = {}): ParsedResponse {
  const whole = parsedResponse(text, options);
  const places = Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => index + 1);
  for (const cuts of [...places.map((place) => [place]), places]) {
    const parsed = parsedResponse(text, { ...options, cuts });
    if (JSON.stringify(parsed) !== JSON.stringify(whole)) {
      throw new Error(`Cut at ${cuts.join()}: ${JSON.stringify(parsed)}, whole: ${JSON.stringify(whole)}`);
    }
  }
  return whole;
}

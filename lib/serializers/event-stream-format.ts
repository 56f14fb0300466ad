import type { DataStreamFormat, DataStreamParser } from './data-stream-serializer.js';
import type { ServerSentEvent } from './event-stream-parser.js';
import { loadedParser } from './loaded-parser.js';
import { longestText } from './stream-limit.js';

export type { ServerSentEvent } from './event-stream-parser.js';

export interface EventStreamOptions {
  /** Longest event that is buffered, in UTF-16 code units. Default: 16 777 216. */
  maximumEventLength?: number | undefined;
}

/**
 * Server-Sent Events of a body, parsed and interpreted by the HTML standard (§9.2.5, §9.2.6): UTF-8, lines that end
 * with LF, CR or CRLF. Comments, events without data, unknown fields and an unfinished last event are skipped.
 *
 * An event longer than `maximumEventLength` fails as `responseSerializationFailed` with reason
 * `maximumLengthExceeded`, and is the last.
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
    const maximumLength = this.#maximumLength;
    return loadedParser(({ EventStreamParser }) => new EventStreamParser(maximumLength));
  }
}

import { loadStreamParsers } from '#stream-parsers';
import { isDeferred, mapAnswer, type Answer } from '../answers/answer.js';
import type { DataStreamParser } from './data-stream-serializer.js';
import type { StreamParsers } from './stream-parsers.js';

/** Makes a parser of those that are loaded. If they are not yet, returns a parser that waits for them. */
export function loadedParser<T>(
  make: (parsers: StreamParsers) => DataStreamParser<T>,
  load: () => Answer<StreamParsers> = loadStreamParsers,
): DataStreamParser<T> {
  const parsers = load();
  return isDeferred(parsers) ? new LateParser(mapAnswer(parsers, make)) : make(parsers);
}

class LateParser<T> implements DataStreamParser<T> {
  #parser: Answer<DataStreamParser<T>>;

  constructor(parser: Answer<DataStreamParser<T>>) {
    this.#parser = parser;
  }

  parse(data: Uint8Array): Answer<Iterable<T>> {
    return mapAnswer(this.#parser, (parser) => this.#keep(parser).parse(data));
  }

  finish(): Answer<Iterable<T>> {
    return mapAnswer(this.#parser, (parser) => this.#keep(parser).finish?.() ?? []);
  }

  /** From now on chunks are parsed synchronously. */
  #keep(parser: DataStreamParser<T>): DataStreamParser<T> {
    this.#parser = parser;
    return parser;
  }
}

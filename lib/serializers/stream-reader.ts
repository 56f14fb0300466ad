import { mapAnswer, type Answer } from '../answers/answer.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import {
  isStreamFormat,
  StreamFailure,
  type DataStreamFormat,
  type DataStreamParser,
  type DataStreamSerializer,
  type StreamEntry,
} from './data-stream-serializer.js';
import { serializationFailure } from './response-serializer.js';

/** Reads one body chunk by chunk, each after the answer about the one before. */
export interface StreamReader<T> {
  read(data: Uint8Array): Answer<readonly StreamEntry<T>[]>;
  /** The body has ended. */
  finish(): Answer<readonly StreamEntry<T>[]>;
  /** Entries of a chunk for which `read` or `finish` failed. */
  failed(error: unknown): readonly StreamEntry<T>[];
}

/** Creates a reader of the body that a head announces. If creating the serializer throws, that is the first failure. */
export function makeStreamReader<T>(
  makeSerializer: () => DataStreamSerializer<T> | DataStreamFormat<T>,
  response: HTTPURLResponse | undefined,
): StreamReader<T> {
  try {
    const serializer = makeSerializer();
    return isStreamFormat(serializer)
      ? new FormatReader(() => serializer.makeParser(response))
      : new ChunkReader(serializer);
  } catch (error) {
    return new FormatReader(() => {
      throw error;
    });
  }
}

class ChunkReader<T> implements StreamReader<T> {
  constructor(private readonly serializer: DataStreamSerializer<T>) {}

  read(data: Uint8Array): Answer<readonly T[]> {
    return mapAnswer(this.serializer.serialize(data), (value) => [value]);
  }

  finish(): readonly T[] {
    return [];
  }

  failed(error: unknown): readonly StreamEntry<T>[] {
    return [new StreamFailure(serializationFailure(error))];
  }
}

class FormatReader<T> implements StreamReader<T> {
  #parser: DataStreamParser<T> | undefined;
  #hasFailed = false;

  constructor(private readonly makeParser: () => DataStreamParser<T>) {}

  read(data: Uint8Array): Answer<readonly StreamEntry<T>[]> {
    if (this.#hasFailed) return [];
    this.#parser ??= this.makeParser();
    return mapAnswer(this.#parser.parse(data), this.#entriesOf);
  }

  finish(): Answer<readonly StreamEntry<T>[]> {
    if (this.#hasFailed || this.#parser === undefined) return [];
    return mapAnswer(this.#parser.finish?.() ?? [], this.#entriesOf);
  }

  failed(error: unknown): readonly StreamEntry<T>[] {
    this.#hasFailed = true;
    return [new StreamFailure(serializationFailure(error))];
  }

  readonly #entriesOf = (values: Iterable<StreamEntry<T>>): readonly StreamEntry<T>[] => {
    if (Array.isArray(values)) return values as readonly StreamEntry<T>[];
    const entries: StreamEntry<T>[] = [];
    try {
      for (const value of values) entries.push(value);
    } catch (error) {
      entries.push(...this.failed(error));
    }
    return entries;
  };
}

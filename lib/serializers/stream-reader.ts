import { mapAnswer, type Answer } from '../answers/answer.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { Result } from '../message/result.js';
import {
  isStreamFormat,
  type DataStreamFormat,
  type DataStreamParser,
  type DataStreamSerializer,
} from './data-stream-serializer.js';
import { serializationFailure } from './response-serializer.js';

/** Reads one body, piece by piece: each piece when the answer about the one before has come. */
export interface StreamReader<T> {
  read(data: Uint8Array): Answer<Result<T>[]>;
  /** The body has ended. */
  finish(): Answer<Result<T>[]>;
  /** What comes of a piece about which it failed to answer. */
  failed(error: unknown): Result<T>[];
}

/** A reader of the body that a head announces; what making the serializer throws is its first failure. */
export function makeStreamReader<T>(
  makeSerializer: () => DataStreamSerializer<T> | DataStreamFormat<T>,
  response: HTTPURLResponse | undefined,
): StreamReader<T> {
  try {
    const serializer = makeSerializer();
    return isStreamFormat(serializer)
      ? new FormatReader(() => serializer.makeParser(response))
      : new PieceReader(serializer);
  } catch (error) {
    return new FormatReader(() => {
      throw error;
    });
  }
}

class PieceReader<T> implements StreamReader<T> {
  constructor(private readonly serializer: DataStreamSerializer<T>) {}

  read(data: Uint8Array): Answer<Result<T>[]> {
    return mapAnswer(this.serializer.serialize(data), (value) => [Result.success(value)]);
  }

  finish(): Result<T>[] {
    return [];
  }

  failed(error: unknown): Result<T>[] {
    return [Result.failure(serializationFailure(error))];
  }
}

class FormatReader<T> implements StreamReader<T> {
  #parser: DataStreamParser<T> | undefined;
  #hasFailed = false;

  constructor(private readonly makeParser: () => DataStreamParser<T>) {}

  read(data: Uint8Array): Answer<Result<T>[]> {
    if (this.#hasFailed) return [];
    this.#parser ??= this.makeParser();
    return mapAnswer(this.#parser.parse(data), this.#resultsOf);
  }

  finish(): Answer<Result<T>[]> {
    if (this.#hasFailed || this.#parser === undefined) return [];
    return mapAnswer(this.#parser.finish?.() ?? [], this.#resultsOf);
  }

  failed(error: unknown): Result<T>[] {
    this.#hasFailed = true;
    return [Result.failure(serializationFailure(error))];
  }

  readonly #resultsOf = (values: Iterable<T>): Result<T>[] => {
    const results: Result<T>[] = [];
    try {
      for (const value of values) results.push(Result.success(value));
    } catch (error) {
      results.push(...this.failed(error));
    }
    return results;
  };
}

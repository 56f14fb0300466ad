import type { Answer } from '../answers/answer.js';
import { DataPreprocessor } from './data-preprocessor.js';
import type { DataStreamSerializer } from './data-stream-serializer.js';
import { decodedJSON, type DecodableSchema } from './decodable-response-serializer.js';

export interface DecodableStreamOptions {
  /** Prepares each piece before it is decoded. Passes it on unless given. */
  dataPreprocessor?: DataPreprocessor | undefined;
}

/**
 * Each piece of a body as a JSON document that a schema has checked (Alamofire's `DecodableStreamSerializer`): for
 * servers that write one document at a time. Answers at once when the schema does. Documents that end with a line
 * are better read as lines.
 *
 * A piece that is no JSON, or not of the schema, fails as `responseSerializationFailed` with reason
 * `decodingFailed`; the pieces after it are decoded all the same.
 */
export class DecodableStreamSerializer<T> implements DataStreamSerializer<T> {
  readonly #schema: DecodableSchema<T>;
  readonly #dataPreprocessor: DataPreprocessor;

  constructor(schema: DecodableSchema<T>, { dataPreprocessor }: DecodableStreamOptions = {}) {
    this.#schema = schema;
    this.#dataPreprocessor = dataPreprocessor ?? DataPreprocessor.passthrough;
  }

  static decodable<T>(
    schema: DecodableSchema<T>,
    options?: DecodableStreamOptions,
  ): DecodableStreamSerializer<T> {
    return new DecodableStreamSerializer(schema, options);
  }

  serialize(data: Uint8Array): Answer<T> {
    return decodedJSON(this.#schema, this.#dataPreprocessor.preprocess(data));
  }
}

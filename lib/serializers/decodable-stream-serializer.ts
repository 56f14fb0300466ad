import type { Answer } from '../answers/answer.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { mediaTypeOf } from '../message/media-type.js';
import type { DataPreprocessor } from './data-preprocessor.js';
import type { DataStreamFormat, DataStreamParser, DataStreamSerializer } from './data-stream-serializer.js';
import { decodedJSON, type DecodableSchema } from './decodable-response-serializer.js';
import type { DecodableStreamFormat, JSONDocument } from './json-document-finders.js';
import { loadedParser } from './loaded-parser.js';
import { longestText } from './stream-limit.js';

export type { DecodableStreamFormat } from './json-document-finders.js';

export interface DecodableStreamOptions {
  /**
   * Layout of the documents. Default: by the content type of the response. `json-lines` for `application/x-ndjson`,
   * `application/jsonl` and their like, `json-seq` for `application/json-seq` and types that end in `+json-seq`,
   * `chunks` for all others.
   */
  format?: DecodableStreamFormat | undefined;
  /** Prepares each document before it is decoded. Default: none. */
  dataPreprocessor?: DataPreprocessor | undefined;
  /** Longest document that is buffered, in bytes. Default: 16 777 216. */
  maximumDocumentLength?: number | undefined;
}

/**
 * JSON documents of a body, checked by a schema (Alamofire's `DecodableStreamSerializer`). Answers synchronously if the
 * schema does.
 *
 * A document that is no JSON, or does not match the schema, fails as `responseSerializationFailed` with reason
 * `decodingFailed`; the documents after it are decoded all the same. One longer than `maximumDocumentLength` fails with
 * reason `maximumLengthExceeded`, and is the last.
 */
export class DecodableStreamSerializer<T> implements DataStreamSerializer<T>, DataStreamFormat<T> {
  readonly #schema: DecodableSchema<T>;
  readonly #options: DecodableStreamOptions;
  readonly #maximumLength: number;

  constructor(schema: DecodableSchema<T>, options: DecodableStreamOptions = {}) {
    this.#schema = schema;
    this.#options = options;
    this.#maximumLength = longestText(options.maximumDocumentLength);
    expectFormat(options.format);
  }

  static decodable<T>(
    schema: DecodableSchema<T>,
    options?: DecodableStreamOptions,
  ): DecodableStreamSerializer<T> {
    return new DecodableStreamSerializer(schema, options);
  }

  /** Decodes one document. */
  serialize(data: Uint8Array): Answer<T> {
    return decodedJSON(this.#schema, this.#prepared(data));
  }

  /** A parser whose failures are entries among its values, which the reader of a stream knows. */
  makeParser(response?: HTTPURLResponse): DataStreamParser<T> {
    const { format = formatOf(response), dataPreprocessor } = this.#options;
    const options = { format, asBytes: dataPreprocessor !== undefined, maximumLength: this.#maximumLength };
    const decode = (document: JSONDocument): Answer<T> => decodedJSON(this.#schema, this.#prepared(document));
    return loadedParser((parsers) => new parsers.JSONDocumentsParser(options, decode));
  }

  #prepared(document: JSONDocument): JSONDocument {
    const { dataPreprocessor } = this.#options;
    if (dataPreprocessor === undefined || typeof document === 'string') return document;
    return dataPreprocessor.preprocess(document);
  }
}

/** Layout that a content type announces. */
function formatOf(response: HTTPURLResponse | undefined): DecodableStreamFormat {
  const subtype = mediaTypeOf(response?.mimeType)?.subtype ?? '';
  if (/(?:^|[+.-])(?:ndjson|ldjson|jsonl|json-?lines|json-stream)$|^stream\+json$/.test(subtype))
    return 'json-lines';
  return /(?:^|\+)json-seq$/.test(subtype) ? 'json-seq' : 'chunks';
}

const FORMATS: ReadonlySet<unknown> = /* @__PURE__ */ new Set<DecodableStreamFormat | undefined>([
  'json-lines',
  'json-seq',
  'chunks',
  undefined,
]);

function expectFormat(format: unknown): void {
  if (!FORMATS.has(format)) throw new TypeError(`${String(format)} is no format of JSON documents.`);
}

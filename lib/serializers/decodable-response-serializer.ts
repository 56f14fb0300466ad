import type { StandardSchemaV1 } from '@standard-schema/spec';
import { DecodingError, type DecodingIssue } from '../errors/decoding-error.js';
import { typeNameOf } from '../errors/type-name.js';
import { asSessionError, SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import { BodyRules } from './body-rules.js';
import { serializeFile, type DownloadResponseSerializer } from './download-response-serializer.js';
import { emptyValueOf } from './empty.js';
import { parsedJSON } from './json-response-serializer.js';
import {
  serializationFailure,
  type ResponseSerializer,
  type SerializerOptions,
} from './response-serializer.js';

/** Any schema that speaks Standard Schema (zod, valibot, arktype, …) and gives a `T`. */
export type DecodableSchema<T> = StandardSchemaV1<unknown, T>;

/**
 * The JSON body as a value that a schema has checked (Alamofire's `DecodableResponseSerializer`). Answers at
 * once when the schema does.
 *
 * Fails as `responseSerializationFailed`: with reason `decodingFailed` when the body is no JSON (the parser's
 * error is the `cause`) or not of the schema (a {@link DecodingError}); `inputDataNilOrZeroLength` when it is empty
 * and may not be; `invalidEmptyResponse` when it may be and the schema has no empty value (see `withEmptyValue`).
 */
export class DecodableResponseSerializer<T> implements ResponseSerializer<T>, DownloadResponseSerializer<T> {
  readonly #schema: DecodableSchema<T>;
  readonly #rules: BodyRules;

  constructor(schema: DecodableSchema<T>, options?: SerializerOptions) {
    this.#schema = schema;
    this.#rules = BodyRules.of(options);
  }

  /** Creates the serializer, as an argument of `response()`. */
  static decodable<T>(
    schema: DecodableSchema<T>,
    options?: SerializerOptions,
  ): DecodableResponseSerializer<T> {
    return new DecodableResponseSerializer(schema, options);
  }

  /** Serializes a body in memory. Throws the error of the request. */
  serialize(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    data: Uint8Array | undefined,
    error: SessionError | undefined,
  ): T | Promise<T> {
    const body = this.#rules.prepared({ request, response, data, error });
    return body === undefined ? this.#emptyValue() : decodedJSON(this.#schema, body);
  }

  /** Serializes the file of a download, which is read into memory; see {@link DownloadResponseSerializer}. */
  serializeDownload(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    fileURL: URL | undefined,
    error: SessionError | undefined,
  ): Promise<T> {
    return serializeFile(this, request, response, fileURL, error);
  }

  #emptyValue(): T {
    const emptyValue = emptyValueOf(this.#schema);
    if (emptyValue !== undefined) return emptyValue();
    const type = `${this.#schema['~standard'].vendor} schema`;
    throw new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'invalidEmptyResponse', type },
    });
  }
}

/** The value of a JSON document that a schema has checked; fails with reason `decodingFailed`. */
export function decodedJSON<T>(schema: DecodableSchema<T>, document: Uint8Array | string): T | Promise<T> {
  expectSchema(schema);
  try {
    const result = schema['~standard'].validate(parsedJSON(document));
    return 'then' in result ? result.then(valueOf).catch(rethrowDecodingFailure) : valueOf(result);
  } catch (error) {
    return rethrowDecodingFailure(error);
  }
}

/** Throws for what is no schema: a mistake of the caller, whatever the body is. */
function expectSchema(schema: unknown): void {
  const { '~standard': standard } = (schema ?? {}) as { '~standard'?: { validate?: unknown } };
  if (typeof standard?.validate === 'function') return;
  const error = new TypeError(
    `the schema is ${typeNameOf(schema)} without a Standard Schema; give one of zod, valibot, arktype or the like`,
  );
  throw serializationFailure(error);
}

function valueOf<T>(result: StandardSchemaV1.Result<T>): T {
  if (!result.issues) return result.value;
  return rethrowDecodingFailure(new DecodingError(result.issues.map(issueOf)));
}

function rethrowDecodingFailure(error: unknown): never {
  throw asSessionError(error, (cause) => ({
    kind: 'responseSerializationFailed',
    reason: { kind: 'decodingFailed', error: cause },
  }));
}

function issueOf({ message, path = [] }: StandardSchemaV1.Issue): DecodingIssue {
  return { message, path: path.map(keyOf).reduce(joined, '') };
}

function keyOf(segment: PropertyKey | StandardSchemaV1.PathSegment): PropertyKey {
  return typeof segment === 'object' ? segment.key : segment;
}

function joined(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${String(key)}]`;
  return path === '' ? String(key) : `${path}.${String(key)}`;
}

import type { Answer } from '../answers/answer.js';
import { isSerializationFailure } from '../errors/session-error.js';
import { DataResponseSerializer } from '../serializers/data-response-serializer.js';
import { withErrorValue } from '../serializers/error-value.js';
import {
  DecodableResponseSerializer,
  type DecodableSchema,
} from '../serializers/decodable-response-serializer.js';
import { JSONResponseSerializer } from '../serializers/json-response-serializer.js';
import type { ResponseSerializer, SerializerOptions } from '../serializers/response-serializer.js';
import { StringResponseSerializer } from '../serializers/string-response-serializer.js';

/** Decoding of the body without a schema. */
export type Decoding = 'json' | 'string' | 'data' | 'none';

/** Value of a {@link Decoding}. */
export type Decoded<T, D extends Decoding> = D extends 'string'
  ? string
  : D extends 'data'
    ? Uint8Array
    : D extends 'none'
      ? undefined
      : T;

/** Options that say how a body is decoded. */
export interface ColdDecoding {
  readonly schema?: DecodableSchema<unknown> | undefined;
  readonly errorSchema?: DecodableSchema<unknown> | undefined;
  readonly decode?: Decoding | undefined;
  readonly emptyResponseCodes?: Iterable<number> | undefined;
}

/** The serializer of a request through the cold door. */
export function coldSerializer(options: Readonly<ColdDecoding>): ResponseSerializer<unknown> {
  const { errorSchema } = options;
  const serializer = serializerOf(options);
  return errorSchema === undefined ? serializer : withErrorValue(serializer, errorSchema);
}

function serializerOf({
  schema,
  decode = 'json',
  emptyResponseCodes,
}: Readonly<ColdDecoding>): ResponseSerializer<unknown> {
  if (schema !== undefined) return new DecodableResponseSerializer(schema, { emptyResponseCodes });
  return emptyResponseCodes === undefined ? USUAL[decode] : serializers({ emptyResponseCodes })[decode];
}

function serializers(options?: SerializerOptions): Readonly<Record<Decoding, ResponseSerializer<unknown>>> {
  return {
    json: orEmpty(new JSONResponseSerializer(options), undefined),
    string: orEmpty(new StringResponseSerializer(options), ''),
    data: orEmpty(new DataResponseSerializer(options), new Uint8Array()),
    none: { serialize: (_request, _response, _data, error) => valueUnless(error) },
  };
}

function valueUnless(error: Error | undefined): undefined {
  if (error !== undefined) throw error;
}

/** A serializer that takes an empty body for an empty value, whatever the status code: servers answer 200 with nothing. */
function orEmpty(serializer: ResponseSerializer<unknown>, empty: unknown): ResponseSerializer<unknown> {
  return {
    serialize(request, response, data, error): Answer<unknown> {
      try {
        return serializer.serialize(request, response, data, error);
      } catch (failure) {
        if (error === undefined && isEmptiness(failure)) return empty;
        throw failure;
      }
    },
  };
}

function isEmptiness(failure: unknown): boolean {
  return isSerializationFailure(failure) && failure.reason.kind === 'inputDataNilOrZeroLength';
}

const USUAL = /* @__PURE__ */ serializers();

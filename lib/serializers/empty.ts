import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Schema with an empty value, for responses without a body (Alamofire's `EmptyResponse`). */
export interface EmptyResponse<T> {
  /** Value of a response without a body. */
  emptyValue(): T;
}

/** Value of a response without a body (Alamofire's `Empty`). */
export type Empty = Readonly<Record<string, never>>;

const value: Empty = /* @__PURE__ */ Object.freeze({});

/**
 * Schema of responses without a body, or with one that does not matter: any JSON becomes `Empty.value`.
 *
 * @example
 * session.request(url, { method: 'DELETE' }).responseDecodable(Empty).value().subscribe();
 */
export const Empty: StandardSchemaV1<unknown, Empty> & EmptyResponse<Empty> & { readonly value: Empty } =
  /* @__PURE__ */ Object.freeze({
    value,
    emptyValue: () => value,
    '~standard': /* @__PURE__ */ Object.freeze({
      version: 1 as const,
      vendor: 'rxsession',
      validate: () => ({ value }),
    }),
  });

/**
 * Adds to a schema the value of a response without a body.
 *
 * @example
 * const Users = withEmptyValue(z.array(User), () => []);
 */
export function withEmptyValue<Input, Output>(
  schema: StandardSchemaV1<Input, Output>,
  emptyValue: () => Output,
): StandardSchemaV1<Input, Output> & EmptyResponse<Output> {
  return { '~standard': schema['~standard'], emptyValue };
}

/** Maker of the empty value of a schema. Undefined if it has none. */
export function emptyValueOf<T>(schema: StandardSchemaV1<unknown, T>): (() => T) | undefined {
  const { emptyValue } = schema as Partial<EmptyResponse<T>>;
  return typeof emptyValue === 'function' ? () => emptyValue.call(schema) : undefined;
}

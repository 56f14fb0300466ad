import { isDeferred, mapAnswer, type Answer } from '../answers/answer.js';
import { attachTo } from '../errors/base-session-error.js';
import { isSessionError, type SessionError } from '../errors/session-error.js';
import { decodedJSON, type DecodableSchema } from './decodable-response-serializer.js';
import type { ResponseSerializer } from './response-serializer.js';

/** A serializer that decodes the body of a refused response by a schema first: the result is `error.value`. */
export function withErrorValue<T>(
  serializer: ResponseSerializer<T>,
  errorSchema: DecodableSchema<unknown>,
): ResponseSerializer<T> {
  return {
    serialize(request, response, data, error): Answer<T> {
      const serialize = (): Answer<T> => serializer.serialize(request, response, data, error);
      if (error?.kind !== 'responseValidationFailed' || data === undefined) return serialize();
      return mapAnswer(decodedValue(errorSchema, data), (value) => {
        if (value !== undefined) attachTo(error, { value, schema: errorSchema });
        return serialize();
      });
    },
  };
}

/** Undefined for a body that is not of the schema: it has the error it had. */
function decodedValue(schema: DecodableSchema<unknown>, data: Uint8Array): Answer<unknown> {
  try {
    const value = decodedJSON(schema, data);
    return isDeferred(value) ? Promise.resolve(value).catch(nothing) : value;
  } catch {
    return undefined;
  }
}

function nothing(): undefined {
  return undefined;
}

/**
 * True if the body of the error was decoded by this `errorSchema`; `error.value` has its type then.
 *
 * @example
 * session.get(url, { errorSchema: Problem }).subscribe({
 *   error: (error: unknown) => {
 *     if (hasErrorValue(error, Problem)) show(error.value.title);
 *   },
 * });
 */
export function hasErrorValue<T>(
  error: unknown,
  errorSchema: DecodableSchema<T>,
): error is SessionError & { readonly value: T } {
  return isSessionError(error) && error.isOf(errorSchema);
}

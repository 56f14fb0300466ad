import { Result } from './result.js';

/** Transforms the value of a success. */
export function mapResult<T, U, E>(result: Result<T, E>, transform: (value: T) => U): Result<U, E> {
  return result.kind === 'success' ? Result.success(transform(result.value)) : result;
}

/** Transforms the value of a success. An exception of `transform` becomes the failure, unwrapped. */
export function tryMapResult<T, U>(
  result: Result<T, unknown>,
  transform: (value: T) => U,
): Result<U, unknown> {
  return attempt(() => mapResult(result, transform));
}

/** Transforms the error of a failure. */
export function mapResultError<T, E, F>(result: Result<T, E>, transform: (error: E) => F): Result<T, F> {
  return result.kind === 'failure' ? Result.failure(transform(result.error)) : result;
}

/** Transforms the error of a failure. An exception of `transform` becomes the failure, unwrapped. */
export function tryMapResultError<T, E>(
  result: Result<T, E>,
  transform: (error: E) => unknown,
): Result<T, unknown> {
  return attempt(() => mapResultError(result, transform));
}

function attempt<T>(make: () => Result<T, unknown>): Result<T, unknown> {
  try {
    return make();
  } catch (error) {
    return Result.failure(error);
  }
}

import { Result } from './result.js';

/** The result with a success transformed. */
export function mapResult<T, U, E>(result: Result<T, E>, transform: (value: T) => U): Result<U, E> {
  return result.kind === 'success' ? Result.success(transform(result.value)) : result;
}

/** The result with a success transformed; what `transform` throws becomes the failure, as it is. */
export function tryMapResult<T, U>(
  result: Result<T, unknown>,
  transform: (value: T) => U,
): Result<U, unknown> {
  return attempt(() => mapResult(result, transform));
}

/** The result with a failure transformed. */
export function mapResultError<T, E, F>(result: Result<T, E>, transform: (error: E) => F): Result<T, F> {
  return result.kind === 'failure' ? Result.failure(transform(result.error)) : result;
}

/** The result with a failure transformed; what `transform` throws becomes the failure, as it is. */
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

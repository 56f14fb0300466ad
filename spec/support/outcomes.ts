import { lastValueFrom, type Observable, toArray } from 'rxjs';
import { type DataResponse, isSessionError, type SessionError } from 'rxsession';

/** The one response that is emitted; fails when there is none, or a second one, or an error in its place. */
export async function onlyResponseOf<T>(responses: Observable<DataResponse<T>>): Promise<DataResponse<T>> {
  const [response, ...more] = await lastValueFrom(responses.pipe(toArray()));
  if (response === undefined || more.length > 0)
    throw new Error(`${String(more.length)} responses too many.`);
  return response;
}

/** The error that the one response holds; fails when it holds a value, or another error than the library's. */
export async function failureOf(responses: Observable<DataResponse<unknown>>): Promise<SessionError> {
  const { error } = await onlyResponseOf(responses);
  if (error === undefined) throw new Error('The response holds a value.');
  if (!isSessionError(error)) throw new Error('The failure is no SessionError.', { cause: error });
  return error;
}

/** What a caller without types could give. */
export function untyped(value: unknown): never {
  return value as never;
}

import type { RequestInfo } from '../message/request-info.js';
import type { NetworkErrorCode } from '../errors/network-error-code.js';
import { isSessionError, type SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';

/** Failures that a policy retries. */
export interface Retryable {
  readonly methods: ReadonlySet<HTTPMethod>;
  readonly statusCodes: ReadonlySet<number>;
  readonly errorCodes: ReadonlySet<NetworkErrorCode>;
}

/** Why a failure is worth another attempt; `none` when it is not. */
export type RetryReason =
  | { readonly kind: 'none' }
  | { readonly kind: 'statusCode'; readonly response: HTTPURLResponse }
  | { readonly kind: 'errorCode'; readonly code: NetworkErrorCode };

type FailedRequest = Pick<RequestInfo, 'request' | 'task' | 'httpResponse'>;

/** Why a failed request is worth another attempt, and may have one: see {@link mayBeSentAgain}. */
export function retryReason(request: FailedRequest, error: SessionError, retryable: Retryable): RetryReason {
  if (!mayBeSentAgain(request, error, retryable.methods)) return NONE;
  const response = refusedResponse(request, error);
  if (response !== undefined && retryable.statusCodes.has(response.statusCode)) {
    return { kind: 'statusCode', response };
  }
  const code = networkCodeOf(error);
  return code !== undefined && retryable.errorCodes.has(code) ? { kind: 'errorCode', code } : NONE;
}

/**
 * True if sending a request again can do no harm: nothing of it was sent, or its method is one of `methods`, or it
 * has an `Idempotency-Key`, by which the server recognises it.
 */
export function mayBeSentAgain(
  request: FailedRequest,
  error: SessionError,
  methods: ReadonlySet<HTTPMethod>,
): boolean {
  const urlRequest = request.request;
  if (urlRequest === undefined) return false;
  return (
    methods.has(urlRequest.method) ||
    urlRequest.headers.has('Idempotency-Key') ||
    isNothingSent(request, error)
  );
}

/** Network code of a failure: of the exchange, or of a request that an adapter made before it. */
export function networkCodeOf(error: SessionError): NetworkErrorCode | undefined {
  if (error.kind !== 'requestAdaptationFailed') return error.code;
  return isSessionError(error.cause) ? error.cause.code : undefined;
}

/** An adapter fails before there is a task: the request's last one belongs to the attempt before. */
function isNothingSent({ task }: FailedRequest, { kind }: SessionError): boolean {
  return (
    kind === 'requestAdaptationFailed' || (kind === 'sessionTaskFailed' && task?.sendPhase === 'nothing')
  );
}

/** The response that a failure is about; undefined where the attempt got none. */
export function refusedResponse(request: FailedRequest, { kind }: SessionError): HTTPURLResponse | undefined {
  if (!ABOUT_A_RESPONSE.has(kind)) return undefined;
  return request.task === undefined ? request.httpResponse : request.task.response;
}

const NONE: RetryReason = { kind: 'none' };

const ABOUT_A_RESPONSE: ReadonlySet<SessionError['kind']> = new Set([
  'responseValidationFailed',
  'responseSerializationFailed',
  'sessionTaskFailed',
]);

import { sentenceOnPlatformError } from '#network-codes';
import type { NetworkErrorCode } from '../errors/network-error-code.js';
import { safeCause } from '../errors/safe-cause.js';
import { isSessionError, SessionError } from '../errors/session-error.js';
import { verdictOn } from './network-error-rules.js';
import type { ErrorWords, Verdict } from './network-error-verdict.js';

/** Facts about a failure beside the error itself. */
export interface FailureContext {
  /** True if a response head had arrived: a message that is cut off after it is a lost connection. */
  readonly hasResponse?: boolean | undefined;
  /** `navigator.onLine`, where there is one. */
  readonly isOnline?: boolean | undefined;
}

/**
 * The failure that any error of axios, undici, Node, XHR or fetch stands for: a `sessionTaskFailed` with the
 * code that is the same for all of them, `unknown` where nothing is known. It looks through `cause` chains and
 * `AggregateError`s, and takes the first error that says something definite.
 *
 * A `SessionError` passes unchanged, also when it is a cause. The cause that is kept holds no config, request
 * or response, since those carry the headers that were sent.
 */
export function networkFailure(error: unknown, context: FailureContext = {}): SessionError {
  const chain = causesOf(error);
  const known = chain.find(isSessionError);
  if (known !== undefined) return known;
  const verdict = definiteVerdict(chain);
  const cause = safeCause(error);
  if (verdict === 'unsupported') return new SessionError({ kind: 'unsupported', feature: messageOf(cause) });
  const sentence = firstOf(chain, (link) => sentenceOnPlatformError(wordsOf(link)));
  const detail = sentence === undefined ? {} : { detail: sentence };
  return new SessionError({
    kind: 'sessionTaskFailed',
    code: codeFor(verdict, context),
    error: cause,
    ...detail,
  });
}

/** The code that {@link networkFailure} would give, for a caller that only decides on it. */
export function networkErrorCode(error: unknown): NetworkErrorCode {
  return codeFor(definiteVerdict(causesOf(error)), {});
}

function codeFor(verdict: Verdict, { hasResponse, isOnline }: FailureContext): NetworkErrorCode {
  if (verdict === undefined || verdict === 'unsupported') return 'unknown';
  if (verdict !== 'network') return verdict;
  if (isOnline === false) return 'notConnectedToInternet';
  return hasResponse === true ? 'networkConnectionLost' : 'cannotConnectToHost';
}

/** Verdict of the innermost error that has one: a wrapper's "no answer" or "bad answer" says less than its cause. */
function definiteVerdict(chain: readonly unknown[]): Verdict {
  const verdicts = chain.map((error) => verdictOn(wordsOf(error))).filter((verdict) => verdict !== undefined);
  return (
    verdicts.find((verdict) => verdict !== 'network' && verdict !== 'badServerResponse') ??
    verdicts.find((verdict) => verdict === 'badServerResponse') ??
    verdicts[0]
  );
}

function firstOf<T, U>(list: readonly T[], find: (each: T) => U | undefined): U | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wordsOf(error: unknown): ErrorWords {
  const { name, message, code, syscall } = fieldsOf(error);
  return { name: text(name), message: text(message), code: text(code), syscall: text(syscall) };
}

/** The error and its causes, from the outside in. An error that causes itself is listed once. */
function causesOf(error: unknown): unknown[] {
  const chain = new Set<unknown>([error]);
  for (const link of chain) {
    const { cause, errors } = fieldsOf(link);
    for (const next of [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])]) {
      if (typeof next === 'object' && next !== null) chain.add(next);
    }
  }
  return [...chain];
}

function fieldsOf(error: unknown): Readonly<Record<string, unknown>> {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : text(error);
}

import { textOf } from '../message/text-encoding.js';
import { describeFailure, describeFailureOf } from './describe-failure.js';
import type { ErrorSnapshot } from './error-snapshot.js';
import {
  bareURL,
  requestLine,
  type FailedExchange,
  type RequestLine,
  type ResponseLine,
} from './failed-exchange.js';
import type { FailureReason } from './failure-reason.js';
import { isTransient, type NetworkErrorCode } from './network-error-code.js';
import { hasError, hasReason, safeFailure } from './safe-failure.js';
import type { SessionErrorKind, SessionFailure } from './session-failure.js';

const BRAND = Symbol.for('rxsession.SessionError');
const ATTACH = Symbol.for('rxsession.SessionError.attach');

/** The parts of an error that are known once its request is. */
interface Attachment<Request, Response> extends Partial<FailedExchange<Request, Response>> {
  readonly value?: unknown;
  readonly schema?: unknown;
}

/**
 * The class behind `SessionError`, which adds the types of requests and responses: those throw errors of this class
 * themselves.
 */
export class BaseSessionError<Request extends RequestLine, Response extends ResponseLine> extends Error {
  static override readonly name: string = 'SessionError';

  /** The failure as plain data: switch over `failure.kind` for an exhaustive, narrowed match. */
  readonly failure: SessionFailure;
  #attached: Attachment<Request, Response> | undefined;
  /** Snapshot that the error was restored from. */
  readonly #snapshot: ErrorSnapshot | undefined;

  constructor(failure: SessionFailure, snapshot?: ErrorSnapshot) {
    const kept = safeFailure(failure);
    const cause = hasError(kept) ? { cause: kept.error } : causeOfReason(kept);
    super(snapshot?.message ?? describeFailure(kept), cause);
    this.failure = kept;
    this.#snapshot = snapshot;
  }

  /** True for errors of this class, also those of another copy of the package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasBrand(value);
  }

  override get name(): string {
    return 'SessionError';
  }

  /** Case of the failure: Alamofire's `AFError` case, or `unsupported`. */
  get kind(): SessionErrorKind {
    return this.failure.kind;
  }

  /** Nested reason of the cases that have one; switch over `reason.kind`. */
  get reason(): FailureReason | undefined {
    return 'reason' in this.failure ? this.failure.reason : undefined;
  }

  /** Normalised network code, equal in Node, XHR and fetch. Only `sessionTaskFailed` has one. */
  get code(): NetworkErrorCode | undefined {
    return this.failure.kind === 'sessionTaskFailed' ? this.failure.code : undefined;
  }

  /** Last URLRequest that was made. Undefined if the failure came before it. */
  get request(): Request | undefined {
    return this.#attached?.request;
  }

  /** Head of the last response. Undefined if none came. */
  get response(): Response | undefined {
    return this.#attached?.response;
  }

  /** Body of the response, as far as it is held in memory. Undefined if it is empty or was streamed. */
  get data(): Uint8Array | undefined {
    return this.#attached?.data;
  }

  /** Body decoded by the `errorSchema` of the request. Undefined without one, or if the body does not match it. */
  get value(): unknown {
    return this.#attached?.value;
  }

  /** @internal True if the schema has made `value`. */
  isOf(schema: unknown): boolean {
    return this.#attached?.schema === schema && schema !== undefined;
  }

  /** Body as text, in the charset of the response (UTF-8 by default); `''` without a body. Never throws. */
  text(): string {
    const { data, response } = this;
    return data === undefined ? '' : textOf(data, response?.textEncodingName);
  }

  /** Body as JSON, of an unchecked type. Undefined if the body is empty or no JSON. Never throws. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says what it is
  json<T = unknown>(): T | undefined {
    try {
      return this.data && (JSON.parse(textOf(this.data, undefined)) as T);
    } catch {
      return undefined;
    }
  }

  /** The original error (`AFError.underlyingError`); equal to `cause`. */
  get underlyingError(): unknown {
    return this.cause;
  }

  /** Resume data of an interrupted download: pass it to `session.download({ resumingWith })`. */
  get downloadResumeData(): Uint8Array | undefined {
    return this.failure.kind === 'sessionTaskFailed' ? this.failure.downloadResumeData : undefined;
  }

  /** URL of the file that could not be moved. Only `downloadedFileMoveFailed` has one. */
  get sourceURL(): string | undefined {
    return this.failure.kind === 'downloadedFileMoveFailed' ? this.failure.source : undefined;
  }

  /** URL that a file could not be moved to. Only `downloadedFileMoveFailed` has one. */
  get destinationURL(): string | undefined {
    return this.failure.kind === 'downloadedFileMoveFailed' ? this.failure.destination : undefined;
  }

  /** Text that is no URL, exactly as it was given. Only `invalidURL` has one. */
  get urlConvertible(): string | undefined {
    return this.failure.kind === 'invalidURL' ? this.failure.url : undefined;
  }

  /** URL that the failure is about: the invalid one, or that of a file. */
  get url(): string | undefined {
    if (this.failure.kind === 'invalidURL') return this.failure.url;
    return field(this.reason, 'url');
  }

  /** Status code that validation refused. */
  get responseCode(): number | undefined {
    return field(this.reason, 'code');
  }

  /** Content type that validation refused. */
  get responseContentType(): string | undefined {
    return field(this.reason, 'responseContentType');
  }

  /** Content types that validation accepts, sorted. */
  get acceptableContentTypes(): readonly string[] | undefined {
    return field(this.reason, 'acceptableContentTypes');
  }

  /** Text encoding in which the body could not be read. */
  get failedStringEncoding(): string | undefined {
    return field(this.reason, 'encoding');
  }

  /**
   * The error as plain JSON, redacted as its message is: for logs, stores and `postMessage`.
   * `SessionError.from(json)` is the way back.
   */
  toJSON(): ErrorSnapshot {
    if (this.#snapshot !== undefined) return { ...this.#snapshot };
    const { kind, code, reason, message, responseCode, request } = this;
    const url = request === undefined ? urlWithoutSecrets(this.url) : bareURL(request.url);
    const status = this.response?.statusCode ?? responseCode;
    return {
      name: 'SessionError',
      kind,
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined ? {} : { reason: reason.kind }),
      message,
      ...(url === undefined ? {} : { url }),
      ...(status === undefined ? {} : { responseCode: status }),
      retryable: isTransient(code, responseCode),
    };
  }

  /** @internal Recognised across copies of the package, where `instanceof` is not. */
  get [BRAND](): true {
    return true;
  }

  /** @internal */
  [ATTACH](attachment: Attachment<Request, Response>): void {
    const { request } = attachment;
    if (request !== undefined && this.#attached?.request === undefined) {
      this.#reword(`${requestLine(request)}: ${describeFailureOf(this.failure)}`);
    }
    this.#attached = { ...attachment, ...defined(this.#attached) };
  }

  /** Replaces the message, in the stack as well, which is what consoles print. */
  #reword(message: string): void {
    const before = this.message;
    define(this, 'message', message);
    if (writesStacksLate()) return;
    const { stack } = this;
    const header = `${this.name}: ${before}`;
    if (stack?.startsWith(header) === true) {
      define(this, 'stack', `${this.name}: ${message}${stack.slice(header.length)}`);
    }
  }
}

let isLate: boolean | undefined;

/**
 * True where the text of a stack is written when it is first read, with the message of that moment (V8). Reading it
 * before would cost more than all else about an error.
 */
function writesStacksLate(): boolean {
  if (isLate === undefined) {
    const error = new Error('early');
    error.message = 'late';
    isLate = error.stack?.startsWith('Error: late') === true;
  }
  return isLate;
}

/** True for a `SessionError` of this copy of the package or of another. */
export function hasBrand(error: unknown): boolean {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Gives an error its request, response and body; what it has already stays. The message begins with the request then. */
export function attachTo<Request extends RequestLine, Response extends ResponseLine>(
  error: unknown,
  attachment: Attachment<Request, Response>,
): void {
  if (!hasBrand(error)) return;
  (error as Partial<BaseSessionError<Request, Response>>)[ATTACH]?.(attachment);
}

function defined<T extends object>(fields: T | undefined): Partial<T> {
  const entries = Object.entries(fields ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

function define(error: Error, name: 'message' | 'stack', value: string): void {
  Object.defineProperty(error, name, { value, enumerable: false, writable: true, configurable: true });
}

function urlWithoutSecrets(url: string | undefined): string | undefined {
  return url === undefined || url.includes('@') ? undefined : bareURL(url);
}

type Field<K extends string> =
  Extract<FailureReason, Record<K, unknown>> extends infer R
    ? R extends Record<K, infer V>
      ? V
      : never
    : never;

function field<K extends string>(reason: FailureReason | undefined, name: K): Field<K> | undefined {
  return (reason as Record<K, Field<K>> | undefined)?.[name];
}

function causeOfReason(failure: SessionFailure): ErrorOptions | undefined {
  return hasReason(failure) && hasError(failure.reason) ? { cause: failure.reason.error } : undefined;
}

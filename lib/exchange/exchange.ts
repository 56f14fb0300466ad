import type { Answer } from '../answers/answer.js';
import type { RunInContext } from '../answers/context.js';
import type { SessionError } from '../errors/session-error.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { RequestAdapter } from '../extending/request-adapter.js';
import type { RequestRetrier } from '../extending/request-retrier.js';
import type { ValidationResult } from '../extending/validator.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { RequestInfo } from '../message/request-info.js';
import type { Uploadable } from '../message/uploadable.js';
import type { URLCredential } from '../message/url-credential.js';
import type { URLRequest } from '../message/url-request.js';
import type { BodyReceiver } from '../transport/body-receiver.js';
import type { RequestBody } from '../transport/request-body.js';
import type { Transport } from '../transport/transport.js';
import type { Stop } from './ask.js';
import type { Attempt } from './attempt.js';
import type { ExchangeSession } from './exchange-session.js';
import type { Journal } from './journal.js';
import type { ParsedResponse, PendingResponses } from './pending-response.js';
import type { ReceivedBody } from './received-body.js';
import type { Watchdog } from './watchdog.js';

export type { Stop };

/**
 * State of one request on its route. Steps see four records: the plan (what was ordered), the hooks (whom to ask), the
 * journal (what has happened), and the attempt, which each step receives from the step before it.
 */
export interface Exchange extends ExchangeNotifications {
  readonly request: RequestInfo;
  readonly session: ExchangeSession;
  /** Runs user code in the async context that the request was created in. */
  readonly runInContext: RunInContext;
  readonly plan: Plan;
  readonly hooks: Hooks;
  readonly journal: Journal;
  readonly watchdog: Watchdog;
  /** Transport of the messages. */
  readonly transport: Transport;
  /** Receiver of the response's body. */
  readonly receiver: BodyReceiver;
  /** True if the response's body is handed on chunk by chunk. */
  readonly streamsResponse?: boolean | undefined;
  /** Serializations that listeners wait for. */
  readonly pending: PendingResponses;
  readonly uploadProgress: ProgressSink;
  readonly downloadProgress: ProgressSink;
  /** True if upload progress is observed, whatever the size of the body. */
  readonly reportsUploadProgress: boolean;
  /** True after an interruption: a cancellation or the limit of the whole exchange. */
  readonly isInterrupted: boolean;
  /** True while a cancellation is queued on the rootQueue. */
  readonly isBeingCancelled: boolean;
  /** False once the request is cancelled, or its body cannot be sent again. */
  readonly canRetry: boolean;
  /** Turns any URLRequest into one of this kind of request. */
  conform(urlRequest: URLRequest): URLRequest;
  /** Frees what the attempt occupies, such as a temporary file; undefined if it occupies nothing. */
  readonly releaseAttempt: (() => Answer<void>) | undefined;
}

/** What was ordered: the same for each attempt. */
export interface Plan {
  /** Creates the URLRequest of an attempt: convertible, parameters and request modifier. */
  makeURLRequest(): URLRequest;
  /** True if a `file:` URL was ordered. Adapters and redirects cannot lead to one. */
  readonly readsFile: boolean;
  readonly upload: UploadPlan | undefined;
}

/** Body of an upload, created anew for each attempt if possible. */
export interface UploadPlan {
  make(urlRequest: URLRequest): Answer<UploadBody>;
  /** Frees what the body of the attempt occupies, created or still being created. */
  release(): Answer<void>;
  /** True if the body can be created again. */
  readonly canMakeAgain: boolean;
}

/** Body of an upload, created for one attempt. */
export interface UploadBody {
  readonly uploadable: Uploadable;
  readonly body: RequestBody;
}

/** A URLRequest and the body that goes with it. */
export interface PreparedRequest {
  readonly urlRequest: URLRequest;
  readonly body: RequestBody | undefined;
}

/** User code that is asked on the way. */
export interface Hooks extends Validations {
  /** Adapters of session and request as one; undefined if there are none. */
  readonly adapter: RequestAdapter | undefined;
  /** Retriers of request and session as one; undefined if there are none. */
  readonly retrier: RequestRetrier | undefined;
  /** Redirect handler of the request, else of the session. Without one, redirects are followed. */
  readonly redirectHandler: RedirectHandler | undefined;
  /** Decides what a cache stores. Default: everything that may be stored. */
  readonly cachedResponseHandler: CachedResponseHandler | undefined;
  /** Credential of the request. Without one, the session's storage answers challenges. */
  readonly credential: URLCredential | undefined;
  /** Decides about the rest of a response when its head is there. */
  readonly responseHandler: ((response: HTTPURLResponse) => Answer<ResponseDisposition | void>) | undefined;
  /** Validates a response ahead of its body, for requests that hand their body on. A refusal ends the attempt. */
  judgeHead?(judged: (refusal: SessionError | undefined) => void): Stop | void;
}

/** Validations of a response, in the order they were added. */
export interface Validations {
  readonly validationCount: number;
  /** Body that the validations see. */
  readonly received: ReceivedBody;
  /** Asks the validation at `index`. */
  judge(
    index: number,
    urlRequest: URLRequest | undefined,
    response: HTTPURLResponse,
  ): Answer<ValidationResult | void>;
}

/** Decision of a response handler about the rest of a response. */
export type ResponseDisposition = 'allow' | 'cancel';

/** Receiver of the progress of a body, in bytes. */
export interface ProgressSink {
  update(completed: number, total: number | undefined): void;
}

/** Notifications that the request receives from its route. */
export interface ExchangeNotifications {
  didCreateUploadable(uploadable: Uploadable): void;
  /** Brings a new attempt into the state of its request. */
  didCreateTask(attempt: Attempt): void;
  /** All bytes were sent and received. */
  didFinishTransfer(): void;
  /** Forgets what the failed attempt has left behind. */
  prepareForRetry(): void;
  didParseResponse(response: ParsedResponse): void;
  /** The outcome stands. Listeners that subscribe from now on are served after settlement. */
  didSettle(): void;
  /** Hands every response to its listeners. */
  deliver(): void;
  /** Cancels the request. */
  cancel(): void;
  /** A step after the attempt threw `cause`, which becomes the failure of the request. */
  didFail(cause: unknown): void;
}

/** Outcome of an attempt: the next one after a delay in milliseconds, or the end. */
export type Verdict =
  | { readonly kind: 'retry'; readonly delay: number }
  | { readonly kind: 'finish'; readonly error: SessionError | undefined };

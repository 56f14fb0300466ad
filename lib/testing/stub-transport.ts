import type { SchedulerLike } from 'rxjs';
import { lengthOf, type RequestBody } from '../transport/request-body.js';
import type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../transport/transport.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { collectBody } from './collect-body.js';
import { hasResponse, piecesOf, responseOf, type StubAnswer, type StubReply } from './stub-reply.js';
import { StubTask, type StubStep } from './stub-task.js';

/** Options of a {@link StubTransport}. */
export interface StubTransportOptions {
  /** Carries the answers and their delays: a virtual one answers in virtual time. */
  readonly scheduler?: SchedulerLike | undefined;
  /** Delivers a redirect as a response. Default: true. */
  readonly visibleRedirects?: boolean | undefined;
  /** Reads the bodies of requests into `bodies` before replying. Default: false. */
  readonly collectsBodies?: boolean | undefined;
  /** Base of relative URLs, like an axios instance's. Default: none. */
  readonly baseURL?: string | undefined;
}

/** Makes the answer to a request; `attempt` counts those with the same method and URL, from 1. */
export type StubReplier = (request: TransportRequest, attempt: number) => StubReply;

/**
 * Transport without a network. It records each request and replies with the result of `reply`; an exception of
 * `reply` fails the request.
 *
 * Without a scheduler, a reply without a delay arrives within `send()`, and delays are real. Bodies are read only
 * with `collectsBodies`; otherwise a body of known length counts as sent at once. Reading streams and Blobs takes
 * promises, hence real microtasks. Files are never read.
 *
 * @example
 * const transport = new StubTransport((request, attempt) =>
 *   attempt === 1 ? { statusCode: 503 } : { headers: { 'Content-Type': 'application/json' }, body: '{"id":1}' },
 * );
 * const session = new Session({ transport });
 */
export class StubTransport implements Transport {
  /** Capabilities that the session consults before it sends. */
  readonly capabilities: TransportCapabilities;
  /** Base of relative URLs. */
  readonly baseURL: string | undefined;
  readonly #reply: StubReplier;
  readonly #options: StubTransportOptions;
  readonly #scheduler: SchedulerLike;
  readonly #requests: TransportRequest[] = [];
  readonly #bodies: (Uint8Array | undefined)[] = [];

  constructor(reply: StubReplier, options: StubTransportOptions = {}) {
    this.#reply = reply;
    this.#options = options;
    this.#scheduler = options.scheduler ?? new SerialScheduler({ label: 'stub transport' });
    this.baseURL = options.baseURL;
    this.capabilities = { visibleRedirects: options.visibleRedirects ?? true, bodies: ALL_BODIES };
  }

  /** All that was sent, hops and retries included. */
  get requests(): readonly TransportRequest[] {
    return this.#requests;
  }

  /** The bytes of the body of each of `requests`, as far as they have been read. */
  get bodies(): readonly (Uint8Array | undefined)[] {
    return this.#bodies;
  }

  /** Records the request and replies to it. */
  send(request: TransportRequest, client: TransportClient): TransportTask {
    const task = new StubTask(this.#scheduler);
    const index = this.#requests.push(request) - 1;
    this.#bodies.push(undefined);
    task.mark('fetchStart');
    const reply = this.#replyTo(request);
    const answer = (): void => {
      if (reply !== 'never') task.perform(this.#stepsOf(reply, request, client, task));
    };
    if (reply !== 'never' && reply.sendPhase === 'nothing') answer();
    else this.#sendBody(index, client, task, answer);
    return task;
  }

  #replyTo(request: TransportRequest): StubReply {
    const line = String(request.urlRequest);
    const attempt = this.#requests.filter(({ urlRequest }) => String(urlRequest) === line).length;
    try {
      return this.#reply(request, attempt);
    } catch (error) {
      return { error };
    }
  }

  #sendBody(index: number, client: TransportClient, task: StubTask, sent: () => void): void {
    const { body, reportsUploadProgress } = this.#requests[index] as TransportRequest;
    const report = (totalBytesSent: number): void => {
      if (reportsUploadProgress) client.didSendBodyData(totalBytesSent);
    };
    task.sendPhase = 'something';
    task.mark('requestStart');
    const end = (): void => {
      task.mark('requestEnd');
      sent();
    };
    if (body === undefined) end();
    else if (this.#options.collectsBodies !== true) {
      reportLength(body, report);
      end();
    } else {
      collectBody(body, task, {
        progress: report,
        end: (bytes) => {
          this.#bodies[index] = bytes;
          end();
        },
        fail: (error) => {
          task.cancel();
          client.didComplete(error);
        },
      });
    }
  }

  #stepsOf(
    answer: StubAnswer,
    request: TransportRequest,
    client: TransportClient,
    task: StubTask,
  ): StubStep[] {
    const { error, chunkDelay } = answer;
    const delay = answer.delay ?? (this.#options.scheduler ? 0 : undefined);
    const complete = (): void => {
      task.mark('responseEnd');
      task.cancel();
      client.didComplete(error);
    };
    if (!hasResponse(answer)) return [{ delay, perform: complete }];
    const respond = (): void => {
      task.mark('responseStart');
      client.didReceiveResponse(responseOf(answer, request.urlRequest.url));
    };
    const receive = (piece: Uint8Array): StubStep => ({
      delay: chunkDelay,
      perform: () => {
        client.didReceiveData(piece);
      },
    });
    return [
      { delay, perform: respond },
      ...piecesOf(answer).map(receive),
      { delay: undefined, perform: complete },
    ];
  }
}

const ALL_BODIES: ReadonlySet<RequestBody['kind']> = new Set(['bytes', 'text', 'blob', 'file', 'stream']);

function reportLength(body: RequestBody, report: (totalBytesSent: number) => void): void {
  const length = lengthOf(body);
  if (length !== undefined) report(length);
}

import { Subscription } from 'rxjs';
import { lengthOf, type RequestBody } from '../../transport/request-body.js';
import type {
  Transport,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../../transport/transport.js';
import { asTaskFailure, isSessionError, type SessionError } from '../../errors/session-error.js';
import type { HTTPHeaders } from '../../message/http-headers.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { URLRequest } from '../../message/url-request.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';
import { networkFailure } from '../../transport/network-error.js';
import { sentTask } from '../../transport/sent-task.js';
import { ask } from '../ask.js';
import type { Attempt, AttemptMessage } from '../attempt.js';
import type { Exchange, ResponseDisposition, Stop, PreparedRequest } from '../exchange.js';
import { decisionAbout, isWorthReporting, transportFor } from './message-rules.js';
import type { CachedMessage } from './caching-client.js';
import type { MessageResult } from './message-result.js';

/** Receives what comes of a message, and again what comes of it once an open result was accepted. */
export interface MessageClient {
  next(result: MessageResult): void;
}

/**
 * One HTTP message of an attempt, and what sends it. Brings the reports of the transport to the rootQueue, in order, and
 * buffers them while a decision about the response is open.
 */
export class Message implements PreparedRequest, TransportClient, AttemptMessage, CachedMessage {
  response: HTTPURLResponse | undefined;
  transportTask: TransportTask | undefined;
  bytesSent = 0;
  bytesReceived = 0;
  #client: MessageClient | undefined;
  #held: (() => void)[] | undefined;
  #isOver = false;
  #openQuestion: Subscription | undefined;

  constructor(
    private readonly x: Exchange,
    readonly attempt: Attempt,
    readonly urlRequest: URLRequest,
    readonly body: RequestBody | undefined,
  ) {}

  /** Sends the message when the attempt is running: now, or with its next `resume`. */
  sendFor(client: MessageClient): void {
    this.#client = client;
    this.attempt.beginWhenRunning(this);
  }

  begin(): void {
    const { x, attempt, urlRequest, body } = this;
    const transport = transportFor(this, x);
    if (isSessionError(transport)) {
      this.#failLater(transport);
      return;
    }
    x.watchdog.watchSilence(urlRequest.timeoutInterval ?? x.session.limits.timeoutIntervalForRequest);
    this.transportTask = this.#send(transport, {
      urlRequest,
      body,
      previousHop: attempt.transportTask,
      reportsUploadProgress: x.reportsUploadProgress || isWorthReporting(body, x),
      streamsResponse: x.streamsResponse,
      caching: x.session.makeCachingClient?.(x, attempt, this),
    });
    if (this.transportTask !== undefined) attempt.didSend(this);
  }

  /** The time limit counts from here: {@link Watchdog.sawSign}. */
  didLeaveQueue(): void {
    this.#onRootQueue(() => undefined);
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    this.#onRootQueue(() => {
      this.response = response;
      const kind = decisionAbout(response, this.x);
      if (kind === undefined) {
        this.#accept(response);
        return;
      }
      this.#hold();
      const accept = (): void => {
        this.#accept(response);
      };
      this.#tell({ kind, response, accept });
    });
  }

  didReceiveData(data: Uint8Array): void {
    this.#onRootQueue(() => {
      const { attempt, x } = this;
      this.bytesReceived += data.byteLength;
      attempt.countOfBytesReceived += data.byteLength;
      x.session.delegate.taskDidReceiveData(attempt, data);
    });
  }

  didReceiveTrailers(trailers: HTTPHeaders): void {
    this.#onRootQueue(() => this.response?.didReceiveTrailers(trailers));
  }

  didSendBodyData(totalBytesSent: number): void {
    this.#onRootQueue(() => {
      const { attempt, body, x } = this;
      const bytesSent = totalBytesSent - attempt.countOfBytesSent;
      this.bytesSent = totalBytesSent;
      attempt.countOfBytesSent = totalBytesSent;
      const expected = body === undefined ? undefined : lengthOf(body);
      x.session.delegate.taskDidSendBodyData(attempt, bytesSent, totalBytesSent, expected);
    });
  }

  didComplete(error?: unknown): void {
    this.#onRootQueue(() => {
      this.#end(error === undefined ? undefined : networkFailure(error));
    });
  }

  suspend(): void {
    reportingFailure(() => this.transportTask?.suspend());
    this.x.watchdog.suspend();
  }

  /** Resumes the bytes unless the attempt is suspended or held, or a decision about them is open. */
  resume(): void {
    if (this.#held !== undefined || this.attempt.state !== 'running' || this.attempt.isHeld) return;
    reportingFailure(() => this.transportTask?.resume());
    this.x.watchdog.resume();
  }

  fail(error: SessionError): void {
    if (this.#isOver) return;
    reportingFailure(() => this.transportTask?.cancel());
    this.x.journal.didFailTaskEarly(this.attempt, error);
    this.#end(error);
  }

  get isAnswered(): boolean {
    return !this.#isOver && this.attempt.response !== undefined;
  }

  inTurn(work: () => void): void {
    this.#unlessOver(work);
  }

  /** Ends the message without interest in the rest of its response. A cancelled attempt has stopped it already. */
  abandon(): void {
    this.#openQuestion?.unsubscribe();
    if (this.#isOver) return;
    this.#isOver = true;
    const { state } = this.attempt;
    if (state === 'running' || state === 'suspended') reportingFailure(() => this.transportTask?.discard());
  }

  /** In the async context of the request: instrumentation of the transport sees whose message it is. */
  #send(transport: Transport, request: TransportRequest): TransportTask | undefined {
    try {
      return this.x.runInContext(() => sentTask(transport, request, this));
    } catch (error) {
      this.#failLater(networkFailure(error));
      return undefined;
    }
  }

  #failLater(error: SessionError): void {
    this.x.session.rootQueue.enqueue(() => {
      this.fail(error);
    });
  }

  #accept(response: HTTPURLResponse): void {
    const { x, attempt } = this;
    attempt.response = response;
    x.session.delegate.taskDidReceiveResponse(attempt, response);
    const { responseHandler } = x.hooks;
    if (responseHandler === undefined || this.#isOver) {
      this.#admit();
      return;
    }
    this.#hold();
    const fail = (error: unknown): void => {
      this.fail(networkFailure(error));
    };
    const dispose = (disposition: ResponseDisposition | void | null): void => {
      switch (disposition) {
        case 'cancel':
          x.cancel();
          return;
        case 'allow':
        case undefined:
        case null:
          this.#admit();
          return;
        default:
          fail(new TypeError('A response handler answered neither allow nor cancel.'));
      }
    };
    this.#untilOver(ask(x, x.session.rootQueue, () => responseHandler(response), dispose, fail));
  }

  #admit(): void {
    const { hooks } = this.x;
    if (hooks.judgeHead === undefined || this.#isOver) {
      this.#release();
      return;
    }
    this.#hold();
    const judging = hooks.judgeHead((refusal) => {
      if (refusal === undefined) this.#release();
      else this.#refuse(refusal);
    });
    this.#untilOver(judging);
  }

  /** Ends the message, keeping the connection if the rest of the response is short. */
  #refuse(error: SessionError): void {
    reportingFailure(() => this.transportTask?.discard());
    this.x.journal.didFailTaskEarly(this.attempt, error);
    this.#end(error);
  }

  #hold(): void {
    this.#held ??= [];
    this.suspend();
  }

  #release(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.resume();
    for (const work of held) this.#unlessOver(work);
  }

  #end(error: SessionError | undefined): void {
    this.#isOver = true;
    this.#openQuestion?.unsubscribe();
    this.x.watchdog.ignoreSilence();
    this.#tell({ kind: 'completed', error });
  }

  #tell(result: MessageResult): void {
    this.#client?.next(result);
  }

  #onRootQueue(work: () => void): void {
    this.x.session.rootQueue.enqueue(() => {
      this.#unlessOver(work);
    });
  }

  #unlessOver(work: () => void): void {
    if (this.#isOver) return;
    if (this.#held !== undefined) {
      this.#held.push(work);
      return;
    }
    this.x.watchdog.sawSign();
    try {
      work();
    } catch (cause) {
      this.fail(asTaskFailure(cause));
    }
  }

  #untilOver(stop: Stop | void): void {
    if (stop === undefined) return;
    const questions = (this.#openQuestion ??= new Subscription());
    questions.add(stop);
    if (this.#isOver) questions.unsubscribe();
  }
}

import { Observable, type TeardownLogic } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import { lengthOf } from '../../transport/request-body.js';
import type {
  Transport,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../../transport/transport.js';
import { asTaskFailure, isSessionError, type SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';
import { networkFailure } from '../../transport/network-error.js';
import { sentTask } from '../../transport/sent-task.js';
import { ask } from '../ask.js';
import type { CachingExchange } from './caching-client.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { HopResult } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';
import { decisionAbout, isWorthReporting, transportFor } from './hop-rules.js';
import type { HopControls, SessionTask } from '../session-task.js';
import type { Watchdog } from '../watchdog.js';

/** What a response handler decided about the rest of a response. */
export type ResponseDisposition = 'allow' | 'cancel';

export interface HopPerformance extends ExchangeBase, Pick<CachingExchange, 'cachedResponseHandler'> {
  /** What the messages go through. */
  readonly transport: Transport;
  /** What a file URL goes through; undefined where no file may be read. */
  readonly fileTransport: Transport | undefined;
  readonly watchdog: Watchdog;
  /** Whether somebody waits for upload progress whatever the size of the body. */
  readonly reportsUploadProgress: boolean;
  /** Whether the body of a response is handed on as it comes. */
  readonly streamsResponse?: boolean | undefined;
  /** Asked about each response head before its body is taken in. */
  readonly responseHandler: ((response: HTTPURLResponse) => Answer<ResponseDisposition | void>) | undefined;
  /** Judges a response before its body is taken in, where the kind of request does; a refusal ends the task. */
  judgeHead?(judged: (refusal: SessionError | undefined) => void): TeardownLogic;
  cancel(): void;
}

export interface HopClient {
  next(result: HopResult): void;
}

/** Sends one message of a task, as soon as the task is running, and tells what came of it. */
export function performHop(
  x: HopPerformance,
  task: SessionTask,
  hop: PreparedRequest,
): Observable<HopResult> {
  return new Observable((out) => {
    const running = new RunningHop(x, task, hop, out);
    running.startWithTask();
    return () => {
      running.abandon();
    };
  });
}

/** Brings what the transport reports to the rootQueue, in order, and holds it while a decision is open. */
export class RunningHop implements TransportClient, HopControls {
  #transportTask: TransportTask | undefined;
  #held: (() => void)[] | undefined;
  #isOver = false;
  #openQuestion: TeardownLogic = undefined;

  constructor(
    private readonly x: HopPerformance,
    private readonly task: SessionTask,
    readonly message: PreparedRequest,
    private client: HopClient,
  ) {}

  /** Sends the message when the task is running: now, or with its next `resume`. */
  startWithTask(): void {
    this.task.whenRunning(() => {
      this.#start();
    });
  }

  /** From now on, somebody else is told what comes of it. */
  handOver(client: HopClient): void {
    this.client = client;
  }

  tell(result: HopResult): void {
    this.client.next(result);
  }

  #start(): void {
    const { x, task, message } = this;
    const transport = transportFor(message, x);
    if (isSessionError(transport)) {
      this.#failInTurn(transport);
      return;
    }
    const { timeoutInterval } = message.urlRequest;
    x.watchdog.watchSilence(timeoutInterval ?? x.session.limits.timeoutIntervalForRequest);
    this.#transportTask = this.#send(transport, {
      urlRequest: message.urlRequest,
      body: message.body,
      previousHop: task.hop,
      reportsUploadProgress: x.reportsUploadProgress || isWorthReporting(message.body, x),
      streamsResponse: x.streamsResponse,
      caching: x.session.makeCachingClient?.(x, task, this),
    });
    if (this.#transportTask !== undefined) {
      task.didStartHop(message.urlRequest, this.#transportTask, this);
    }
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    this.#inTurn(() => {
      this.task.didReceiveResponse(response);
      const kind = decisionAbout(response, this.x);
      if (kind === undefined) {
        this.#accept(response);
        return;
      }
      this.#hold();
      const accept = (): void => {
        this.#accept(response);
      };
      this.tell({ kind, response, accept });
    });
  }

  didReceiveData(data: Uint8Array): void {
    this.#inTurn(() => {
      this.task.didReceiveData(data.byteLength);
      this.x.session.delegate.taskDidReceiveData(this.task, data);
    });
  }

  didSendBodyData(totalBytesSent: number): void {
    this.#inTurn(() => {
      const { task } = this;
      const bytesSent = totalBytesSent - task.countOfBytesSent;
      task.didSendBodyData(totalBytesSent);
      const expected = this.message.body === undefined ? undefined : lengthOf(this.message.body);
      this.x.session.delegate.taskDidSendBodyData(task, bytesSent, totalBytesSent, expected);
    });
  }

  didComplete(error?: unknown): void {
    this.#inTurn(() => {
      this.#end(error === undefined ? undefined : networkFailure(error));
    });
  }

  suspend(): void {
    reportingFailure(() => this.#transportTask?.suspend());
    this.x.watchdog.suspend();
  }

  /** Lets bytes move unless the task is suspended or held, or a decision about them is open. */
  resume(): void {
    if (this.#held !== undefined || this.task.state !== 'running' || this.task.isHeld) return;
    reportingFailure(() => this.#transportTask?.resume());
    this.x.watchdog.resume();
  }

  fail(error: SessionError): void {
    if (this.#isOver) return;
    reportingFailure(() => this.#transportTask?.cancel());
    this.x.journal.didFailTaskEarly(this.task, error);
    this.#end(error);
  }

  /** Nobody waits for the rest: a redirect is followed. A task that was cancelled has stopped it already. */
  abandon(): void {
    this.#stopAsking();
    if (this.#isOver) return;
    this.#isOver = true;
    const { state } = this.task;
    if (state === 'running' || state === 'suspended') reportingFailure(() => this.#transportTask?.discard());
  }

  #send(transport: Transport, request: TransportRequest): TransportTask | undefined {
    try {
      return sentTask(transport, request, this);
    } catch (error) {
      this.#failInTurn(networkFailure(error));
      return undefined;
    }
  }

  #failInTurn(error: SessionError): void {
    this.x.session.rootQueue.enqueue(() => {
      this.fail(error);
    });
  }

  #accept(response: HTTPURLResponse): void {
    const { x, task } = this;
    task.response = response;
    x.session.delegate.taskDidReceiveResponse(task, response);
    const { responseHandler } = x;
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
    this.#openQuestion = ask(x, x.session.rootQueue, () => responseHandler(response), dispose, fail);
  }

  #admit(): void {
    const { x } = this;
    if (x.judgeHead === undefined || this.#isOver) {
      this.#release();
      return;
    }
    this.#hold();
    this.#openQuestion = x.judgeHead((refusal) => {
      if (refusal === undefined) this.#release();
      else this.#refuse(refusal);
    });
  }

  /** Ends the task, keeping the connection where the rest of the response is short. */
  #refuse(error: SessionError): void {
    reportingFailure(() => this.#transportTask?.discard());
    this.x.journal.didFailTaskEarly(this.task, error);
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
    this.#stopAsking();
    this.x.watchdog.ignoreSilence();
    this.tell({ kind: 'completed', error });
  }

  get isAnswered(): boolean {
    return !this.#isOver && this.task.response !== undefined;
  }

  inTurn(work: () => void): void {
    this.#unlessOver(work);
  }

  #inTurn(work: () => void): void {
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

  #stopAsking(): void {
    const stop = this.#openQuestion;
    this.#openQuestion = undefined;
    if (typeof stop === 'function') stop();
  }
}

import { awaitAnswer, type Answer } from '../../answers/answer.js';
import type { RequestInfo, TaskInfo } from '../../message/request-info.js';
import type { TaskDelegate } from '../../exchange/task-delegate.js';
import type { SessionError } from '../../errors/session-error.js';
import { typeNameOf } from '../../errors/type-name.js';
import { DownloadResponse } from '../../message/download-response.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { Result } from '../../message/result.js';
import type { URLRequest } from '../../message/url-request.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';
import { RetryResult, type RequestRetrier } from '../../extending/request-retrier.js';
import type { ReceivedBody } from '../../exchange/received-body.js';
import type { ValidationResult } from '../../extending/validator.js';
import type { Destination, DownloadPlace } from './download-destination.js';
import type { DownloadIntake, DownloadOwner } from './download-intake.js';
import { RequestExchange } from '../request-exchange.js';
import type { RequestPlan } from '../request-plan.js';
import type { RequestSession } from '../request-session.js';

/** A validation of a download, bound to where its file is. */
export type BoundValidation = (
  urlRequest: URLRequest | undefined,
  response: HTTPURLResponse,
) => Answer<ValidationResult | void>;

/** The exchange of a request whose response body is taken to disk. */
export class DownloadExchange extends RequestExchange implements DownloadOwner {
  readonly receiver: DownloadIntake;
  readonly validations: BoundValidation[] = [];
  readonly #destination: Destination;
  #stopAsking: (() => void) | undefined;

  constructor(request: RequestInfo, session: RequestSession, plan: RequestPlan) {
    super(request, session, plan);
    if (plan.download === undefined) throw new TypeError('The plan is not that of a download.');
    this.#destination = plan.download.destination;
    this.receiver = plan.download.makeIntake(this);
    this.#showWhatIsThere();
  }

  override get releaseAttempt(): () => Answer<void> {
    return () => {
      reportingFailure(() => this.#stopAsking?.());
      return this.receiver.release();
    };
  }

  get delegate(): TaskDelegate {
    return this.session.delegate;
  }

  get url(): string | undefined {
    return this.request.firstRequest?.url;
  }

  get response(): HTTPURLResponse | undefined {
    return this.journal.response;
  }

  get failure(): SessionError | undefined {
    return this.journal.error;
  }

  get validationCount(): number {
    return this.validations.length;
  }

  get received(): ReceivedBody {
    return { data: undefined, fileURL: this.receiver.fileURL };
  }

  /** A useless answer leads to a request for the whole, about which no retrier is asked. */
  override get retrier(): RequestRetrier | undefined {
    return this.receiver.mustStartOver ? STARTING_OVER : super.retrier;
  }

  override prepareForRetry(): void {
    super.prepareForRetry();
    this.#showWhatIsThere();
  }

  judge(
    index: number,
    urlRequest: URLRequest | undefined,
    response: HTTPURLResponse,
  ): Answer<ValidationResult | void> {
    return this.validations[index]?.(urlRequest, response);
  }

  override respond(result: Result<unknown>, serializationDuration: number): DownloadResponse<unknown> {
    const { request, receiver, session, failure } = this;
    return new DownloadResponse({
      request: request.request,
      response: this.response,
      fileURL: failure === undefined ? receiver.fileURL : undefined,
      resumeData: receiver.resumeData,
      metrics: request.metrics,
      serializationDuration,
      result,
      secretHeaders: session.secretHeaders,
    });
  }

  async destinationOf(temporaryURL: URL, response: HTTPURLResponse): Promise<DownloadPlace> {
    if (typeof this.#destination !== 'function') {
      const given = typeNameOf(this.#destination);
      throw new TypeError(
        `the destination is ${given}; give a function, such as suggestedDownloadDestination()`,
      );
    }
    const place = await new Promise<DownloadPlace>((resolve, reject) => {
      this.#stopAsking = awaitAnswer(() => this.#destination(temporaryURL, response), resolve, reject);
    });
    const { destinationURL } = place;
    if (!(destinationURL instanceof URL) || destinationURL.protocol !== 'file:') {
      throw new TypeError('The destination of a download is the URL of a file.');
    }
    this.enqueue(() => {
      const { journal, request } = this;
      if (this.isInterrupted || !journal.tells('requestDidCreateDestinationURL')) return;
      journal.tell({ type: 'requestDidCreateDestinationURL', request, destinationURL });
    });
    return place;
  }

  didPlace(task: TaskInfo, result: Result<URL>): void {
    this.enqueue(() => {
      const { journal, request } = this;
      if (this.isInterrupted || !journal.tells('requestDidFinishDownloading')) return;
      journal.tell({ type: 'requestDidFinishDownloading', request, task, result });
    });
  }

  enqueue(work: () => void): void {
    this.session.rootQueue.enqueue(work);
  }

  /** Counts the partial file on disk as progress. */
  #showWhatIsThere(): void {
    const { resumedFrom } = this.receiver;
    if (resumedFrom !== undefined) this.downloadProgress.update(resumedFrom.offset, resumedFrom.total);
  }
}

const STARTING_OVER: RequestRetrier = { retry: () => RetryResult.retry };

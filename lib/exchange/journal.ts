import type { RunInContext } from '../answers/context.js';
import type { RequestInfo, TaskInfo } from '../message/request-info.js';
import type { Attempt } from './attempt.js';
import type { AnsweredSpace } from './message/challenge-rules.js';
import type { SessionError } from '../errors/session-error.js';
import { EventHub } from '../events/event-hub.js';
import type { EventMonitor } from '../events/event-monitor.js';
import type { RequestEvent } from '../events/session-event.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';

/**
 * History of one request, over all of its attempts. Notifies the monitors of the session about each entry, then those
 * of the request.
 */
export class Journal {
  requests: readonly URLRequest[] = NONE;
  /** URLRequests that went to the transport. */
  createdURLRequests: readonly URLRequest[] = NONE;
  /** Attempts that were given a task. */
  tasks: readonly Attempt[] = NONE;
  allMetrics: readonly TaskMetrics[] = NONE;
  /** Challenges that the request has answered, the latest first. */
  answeredSpaces: readonly AnsweredSpace[] = NONE;
  retryCount = 0;
  /** Of the current attempt. */
  error: SessionError | undefined;
  /** Of the current attempt. */
  response: HTTPURLResponse | undefined;

  #hasFinished = false;
  #completedTask: TaskInfo | undefined;
  readonly #request: RequestInfo;
  readonly #sessionEvents: EventHub;
  #ownMonitors: EventMonitor[] | undefined;
  /** Monitors of this request alone, notified of its tasks by the delegate. */
  ownEvents: EventHub | undefined;

  readonly #runInContext: RunInContext;

  /** Listeners are notified in the async context of the request. */
  constructor(request: RequestInfo, sessionEvents: EventHub, runInContext: RunInContext) {
    this.#request = request;
    this.#sessionEvents = sessionEvents;
    this.#runInContext = runInContext;
  }

  /** Adds a monitor of this request alone, notified after those added before it, in the context of the request. */
  addMonitor(monitor: EventMonitor, runInContext: RunInContext): void {
    this.#ownMonitors = [...(this.#ownMonitors ?? []), monitor];
    this.ownEvents = new EventHub(this.#ownMonitors, runInContext);
  }

  /** True if an event of this type would reach a listener. Ask before building the event. */
  tells(type: RequestEvent['type']): boolean {
    return this.#sessionEvents.hasListenersFor(type) || this.ownEvents?.hasListenersFor(type) === true;
  }

  tell(event: RequestEvent): void {
    this.#sessionEvents.emit(event, this.#runInContext);
    this.ownEvents?.emit(event);
  }

  /** An entry that is nothing but its name. */
  note(type: PlainEventType): void {
    if (this.tells(type)) this.tell({ type, request: this.#request });
  }

  /** An entry about a task. */
  noteTask(type: TaskEntryType, task: TaskInfo): void {
    if (this.tells(type)) this.tell({ type, request: this.#request, task });
  }

  didCreateInitialURLRequest(urlRequest: URLRequest): void {
    this.requests = appended(this.requests, urlRequest);
    if (this.tells('requestDidCreateInitialURLRequest')) {
      this.tell({ type: 'requestDidCreateInitialURLRequest', request: this.#request, urlRequest });
    }
  }

  didAdaptInitialRequest(initialRequest: URLRequest, adaptedRequest: URLRequest): void {
    this.requests = appended(this.requests, adaptedRequest);
    if (!this.tells('requestDidAdaptInitialRequest')) return;
    this.tell({
      type: 'requestDidAdaptInitialRequest',
      request: this.#request,
      initialRequest,
      adaptedRequest,
    });
  }

  didCreateURLRequest(urlRequest: URLRequest): void {
    this.createdURLRequests = appended(this.createdURLRequests, urlRequest);
    if (this.tells('requestDidCreateURLRequest')) {
      this.tell({ type: 'requestDidCreateURLRequest', request: this.#request, urlRequest });
    }
  }

  didCreateTask(task: Attempt): void {
    this.tasks = appended(this.tasks, task);
    this.noteTask('requestDidCreateTask', task);
  }

  /** The session gives the task up, before the transport has told its end. */
  didFailTaskEarly(task: TaskInfo, error: SessionError): void {
    if (this.tells('requestDidFailTaskEarly')) {
      this.tell({ type: 'requestDidFailTaskEarly', request: this.#request, task, error });
    }
  }

  didGatherMetrics(metrics: TaskMetrics): void {
    this.allMetrics = appended(this.allMetrics, metrics);
    if (this.tells('requestDidGatherMetrics')) {
      this.tell({ type: 'requestDidGatherMetrics', request: this.#request, metrics });
    }
  }

  /** Once for each task, however it ended. */
  didCompleteTask(task: TaskInfo, error: SessionError | undefined): void {
    if (this.#completedTask === task) return;
    this.#completedTask = task;
    if (this.tells('requestDidCompleteTask')) {
      this.tell({ type: 'requestDidCompleteTask', request: this.#request, task, error });
    }
  }

  /** The outcome is known, and about to be serialized; a serializer may still ask for another attempt. */
  didFinish(error: SessionError | undefined): void {
    this.error = error;
    if (this.#hasFinished) return;
    this.#hasFinished = true;
    this.note('requestDidFinish');
  }

  /** Forgets the attempt that failed, and counts the next one. */
  didStartRetrying(): void {
    this.retryCount += 1;
    this.#hasFinished = false;
    this.error = undefined;
    this.response = undefined;
    this.note('requestIsRetrying');
  }
}

const NONE: readonly never[] = [];

/** A list with one more, exactly as long as it has to be: most requests have one of each. */
function appended<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : [...list, item];
}

type PlainEventType =
  | 'requestDidProvideInputStream'
  | 'requestIsRetrying'
  | 'requestDidFinish'
  | 'requestDidResume'
  | 'requestDidSuspend'
  | 'requestDidCancel';

type TaskEntryType =
  'requestDidCreateTask' | 'requestDidResumeTask' | 'requestDidSuspendTask' | 'requestDidCancelTask';

import type { SessionEvent, SessionEventType } from 'rxsession';

/** From each place, the events that may come and the place each leads to. What a strand never names, it ignores. */
type Strand = Readonly<Record<string, Partial<Record<SessionEventType, string>>>>;

/** How far a request was told to go. */
const STATES: Strand = {
  initialized: { requestDidResume: 'resumed', requestDidSuspend: 'suspended', requestDidCancel: 'cancelled' },
  resumed: { requestDidSuspend: 'suspended', requestDidCancel: 'cancelled' },
  suspended: { requestDidResume: 'resumed', requestDidCancel: 'cancelled' },
  cancelled: {},
};

/** The attempts of a request, and its end. An interruption leads from anywhere to `finished`. */
const ATTEMPTS: Strand = {
  begun: {
    requestDidCreateInitialURLRequest: 'created',
    requestDidFailToCreateURLRequest: 'failed',
    requestDidFinish: 'finished',
  },
  created: {
    requestDidAdaptInitialRequest: 'adapted',
    requestDidFailToAdaptURLRequest: 'failed',
    requestDidCreateUploadable: 'prepared',
    requestDidFailToCreateUploadable: 'failed',
    requestDidCreateURLRequest: 'described',
    requestDidFinish: 'finished',
  },
  adapted: {
    requestDidCreateUploadable: 'prepared',
    requestDidFailToCreateUploadable: 'failed',
    requestDidCreateURLRequest: 'described',
    requestDidFinish: 'finished',
  },
  prepared: { requestDidCreateURLRequest: 'described', requestDidFinish: 'finished' },
  described: { requestDidCreateTask: 'performing' },
  performing: {
    requestDidValidate: 'performing',
    requestDidParseStream: 'performing',
    requestDidGatherMetrics: 'performed',
  },
  performed: { requestDidValidate: 'performed', requestDidCompleteTask: 'completed' },
  completed: { requestIsRetrying: 'begun', requestDidFinish: 'finished' },
  failed: { requestIsRetrying: 'begun', requestDidFinish: 'finished' },
  finished: { requestDidParseResponse: 'finished', requestIsRetrying: 'begun' },
};

/** After a cancellation was told nothing is begun any more: what runs is ended. */
const CANCELLATION: Strand = {
  wanted: {
    requestDidCancel: 'cancelled',
    requestDidCreateInitialURLRequest: 'wanted',
    requestDidAdaptInitialRequest: 'wanted',
    requestDidCreateUploadable: 'wanted',
    requestDidCreateURLRequest: 'wanted',
    requestDidCreateTask: 'wanted',
    requestDidValidate: 'wanted',
    requestDidCreateDestinationURL: 'wanted',
    requestDidFinishDownloading: 'wanted',
    requestDidParseStream: 'wanted',
    requestIsRetrying: 'wanted',
  },
  cancelled: {},
};

/** The messages of a task: any number of redirects and challenges, then at most one response. */
const MESSAGES: Strand = {
  made: {
    requestDidResumeTask: 'sending',
    requestDidFailTaskEarly: 'failing',
    taskDidFinishCollectingMetrics: 'measured',
  },
  sending: {
    requestDidResumeTask: 'sending',
    taskDidSendBodyData: 'sending',
    taskWillPerformHTTPRedirection: 'redirected',
    taskDidReceiveChallenge: 'redirected',
    taskDidReceiveResponse: 'answered',
    requestDidFailTaskEarly: 'failing',
    taskDidFinishCollectingMetrics: 'measured',
  },
  redirected: {
    requestDidResumeTask: 'redirected',
    taskNeedsNewBodyStream: 'sending',
    taskDidSendBodyData: 'sending',
    taskWillPerformHTTPRedirection: 'redirected',
    taskDidReceiveChallenge: 'redirected',
    taskDidReceiveResponse: 'answered',
    requestDidFailTaskEarly: 'failing',
    taskDidFinishCollectingMetrics: 'measured',
  },
  answered: {
    requestDidResumeTask: 'answered',
    taskDidSendBodyData: 'answered',
    requestDidValidate: 'answered',
    taskDidResumeAtOffset: 'receiving',
    taskDidWriteData: 'receiving',
    taskDidFinishDownloading: 'downloaded',
    taskDidReceiveData: 'receiving',
    taskWillCacheResponse: 'cacheable',
    requestDidFailTaskEarly: 'failing',
    taskDidFinishCollectingMetrics: 'measured',
  },
  receiving: {
    requestDidResumeTask: 'receiving',
    taskDidSendBodyData: 'receiving',
    taskDidReceiveData: 'receiving',
    taskDidResumeAtOffset: 'receiving',
    taskDidWriteData: 'receiving',
    taskDidFinishDownloading: 'downloaded',
    requestDidParseStream: 'receiving',
    taskWillCacheResponse: 'cacheable',
    requestDidFailTaskEarly: 'failing',
    taskDidFinishCollectingMetrics: 'measured',
  },
  downloaded: { requestDidResumeTask: 'downloaded', taskDidFinishCollectingMetrics: 'measured' },
  failing: {
    requestDidResumeTask: 'failing',
    taskDidWriteData: 'failing',
    requestDidParseStream: 'failing',
    taskDidFinishCollectingMetrics: 'measured',
  },
  cacheable: {
    requestDidParseStream: 'cacheable',
    taskDidFinishDownloading: 'downloaded',
    taskDidFailToUseCache: 'cacheable',
    requestDidFailTaskEarly: 'failing',
    taskDidFinishCollectingMetrics: 'measured',
  },
  measured: { requestDidGatherMetrics: 'gathered' },
  gathered: { taskDidComplete: 'over' },
  over: {
    requestDidValidate: 'over',
    requestDidCreateDestinationURL: 'placing',
    requestDidFinishDownloading: 'placed',
    requestDidCompleteTask: 'completed',
  },
  placing: { requestDidFinishDownloading: 'placed', requestDidCompleteTask: 'completed' },
  placed: { requestDidCompleteTask: 'completed' },
  completed: {},
};

/** A file comes without a response. */
const OF_A_FILE: Strand = { ...MESSAGES, made: { ...MESSAGES['made'], requestDidResumeTask: 'receiving' } };

/** What the states of the request do to its task, while the task is not over. */
const STEERING: Strand = {
  made: {
    requestDidResumeTask: 'running',
    requestDidSuspendTask: 'suspended',
    requestDidCancelTask: 'canceling',
    taskDidFinishCollectingMetrics: 'over',
  },
  running: {
    requestDidSuspendTask: 'suspended',
    requestDidCancelTask: 'canceling',
    taskDidFinishCollectingMetrics: 'over',
  },
  suspended: {
    requestDidResumeTask: 'running',
    requestDidCancelTask: 'canceling',
    taskDidFinishCollectingMetrics: 'over',
  },
  canceling: { taskDidFinishCollectingMetrics: 'over' },
  over: {},
};

/** May be asked for at any time of a request. */
const INPUT_STREAMS: Strand = { any: { requestDidProvideInputStream: 'any' } };

const OF_A_REQUEST = { STATES, ATTEMPTS, CANCELLATION, INPUT_STREAMS };
const OF_A_TASK = { MESSAGES, STEERING };
/** Where a request, or a task, may stand when its session has ended. */
const AT_REST: ReadonlySet<string> = new Set(['begun', 'finished', 'completed']);

/** Follows one strand; tells what did not fit and stays where it was. */
class Follower {
  readonly #alphabet: ReadonlySet<string>;

  constructor(
    private readonly strand: Strand,
    public place = Object.keys(strand)[0]!,
  ) {
    this.#alphabet = new Set(Object.values(strand).flatMap((places) => Object.keys(places)));
  }

  follow(type: SessionEventType): string | undefined {
    if (!this.#alphabet.has(type)) return undefined;
    const next = this.strand[this.place]?.[type];
    if (next === undefined) return `${type} while ${this.place}`;
    this.place = next;
    return undefined;
  }
}

/** All strands of one request, and those of the task it has now. */
class Life {
  readonly #strands = Object.values(OF_A_REQUEST).map((strand) => new Follower(strand));
  #task: unknown;
  #taskStrands: Follower[] = [];

  follow(event: SessionEvent): string[] {
    const { type } = event;
    if (!KNOWN.has(type)) return [`${type} is never told`];
    const wrong = this.#ofTask(event);
    const strands = [...this.#strands, ...this.#taskStrands];
    return [...wrong, ...strands.flatMap((strand) => strand.follow(type) ?? [])];
  }

  get unfinished(): string[] {
    const [, attempts] = this.#strands;
    const [messages] = this.#taskStrands;
    const places = [attempts?.place, messages?.place].filter((place) => place !== undefined);
    return places.filter((place) => !AT_REST.has(place)).map((place) => `the session ended while ${place}`);
  }

  #ofTask(event: SessionEvent): string[] {
    if (!('task' in event)) return [];
    if (event.type === 'requestDidCreateTask') {
      this.#task = event.task;
      const isFile = event.task.originalRequest.url.startsWith('file:');
      const strands = isFile ? { ...OF_A_TASK, MESSAGES: OF_A_FILE } : OF_A_TASK;
      this.#taskStrands = Object.values(strands).map((strand) => new Follower(strand));
      return [];
    }
    return event.task === this.#task ? [] : [`${event.type} of another task than the one of the attempt`];
  }
}

const KNOWN: ReadonlySet<string> = new Set(
  Object.values({ ...OF_A_REQUEST, ...OF_A_TASK }).flatMap((strand) =>
    Object.values(strand).flatMap((places) => Object.keys(places)),
  ),
);

/**
 * What in a recording, from the beginning of a session on, is not as docs/events.md draws it; nothing when all is
 * well. One that ends before its session did is judged as far as it goes.
 */
export function violations(events: readonly SessionEvent[]): string[] {
  const lives = new Map<unknown, Life>();
  const found: string[] = [];
  let hasEnded = false;
  events.forEach((event, index) => {
    const report = (what: string): unknown => found.push(`${index}: ${what}`);
    if (hasEnded) report(`${event.type} after the end of the session`);
    if (event.type === 'sessionDidBecomeInvalid') {
      hasEnded = true;
      for (const life of lives.values()) life.unfinished.forEach(report);
      return;
    }
    if (event.request === undefined) {
      report(`${event.type} of no request`);
      return;
    }
    const life = lives.get(event.request) ?? new Life();
    lives.set(event.request, life);
    life.follow(event).forEach(report);
  });
  return found;
}

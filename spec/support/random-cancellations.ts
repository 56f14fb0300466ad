import { setImmediate as turn } from 'node:timers/promises';
import { filter, lastValueFrom, NEVER, take } from 'rxjs';
import { type DataRequest, RetryResult, type Session, URLRequest } from 'rxsession';
import { seededRandom } from './seeded-random.js';

/** What the requests are given, and how many are cancelled at once. */
export interface RandomCancellations {
  readonly session: Session;
  /** Of a loopback server. */
  readonly url: string;
  /** Given to every request, and never aborted. */
  readonly signal: AbortSignal;
  readonly seed: number;
  readonly count: number;
  /** Called with each request once it is over. */
  readonly ended?: (request: DataRequest) => void;
}

const AT_ONCE = 40;

/** Cancels requests at random moments of their life, and resolves when all of them are over. */
export async function cancelAtRandom(given: RandomCancellations): Promise<void> {
  const random = seededRandom(given.seed);
  const inTurn = Array.from({ length: AT_ONCE }, async (_, lane) => {
    for (let index = lane; index < given.count; index += AT_ONCE) {
      const moment = MOMENTS[index % MOMENTS.length] as Moment;
      await cancelled(given, moment, random);
    }
  });
  await Promise.all(inTurn);
}

/** Makes a request, and calls `now` later, when the moment to cancel it has come. */
type Moment = (given: RandomCancellations, now: () => void, random: () => number) => DataRequest;

async function cancelled(given: RandomCancellations, moment: Moment, random: () => number): Promise<void> {
  const isByHand = random() < 0.6;
  const now = (): void => {
    if (isByHand) request.cancel();
    else subscription.unsubscribe();
  };
  const request = moment(given, now, random);
  const over = lastValueFrom(request.states);
  const subscription = request.response({ serialize: () => undefined }).subscribe();
  await over;
  given.ended?.(request);
}

/** After so many turns of the event loop, wherever the request stands then. */
function afterTurns(path: string, most: number): Moment {
  return ({ session, url, signal }, now, random) => {
    const turns = Math.floor(random() * most);
    void (async () => {
      await Promise.resolve();
      for (let count = 0; count < turns; count += 1) await turn();
      now();
    })();
    return session.request(url + path, { signal });
  };
}

const beforeItsStart: Moment = ({ session, url, signal }, now) => {
  queueMicrotask(now);
  return session.request(`${url}/get`, { signal, shouldAutomaticallyResume: false });
};

const whileAdapting: Moment = ({ session, url, signal }, now) => {
  const adapt = () => (queueMicrotask(now), NEVER);
  return session.request(`${url}/get`, { signal }).adapt({ adapt });
};

const whileConnecting: Moment = ({ session, url, signal }, now) => {
  const request = session.request(`${url}/never`, { signal });
  request.onTask.pipe(take(1)).subscribe(() => queueMicrotask(now));
  return request;
};

const whileUploading: Moment = ({ session, url, signal }, now) => {
  const request = session.upload(endless(), `${url}/upload`, { signal });
  const sent = request.uploadProgress.pipe(filter(({ completedUnitCount }) => completedUnitCount > 0));
  sent.pipe(take(1)).subscribe(now);
  return request;
};

const afterTheHead: Moment = ({ session, url, signal }, now) => {
  const onHTTPResponse = () => (queueMicrotask(now), NEVER);
  return session.request(`${url}/infinite`, { signal }).onHTTPResponse(onHTTPResponse);
};

const withinTheBody: Moment = ({ session, url, signal }, now) => {
  const request = session.request(`${url}/infinite`, { signal });
  const received = request.downloadProgress.pipe(filter(({ completedUnitCount }) => completedUnitCount > 0));
  received.pipe(take(1)).subscribe(now);
  return request;
};

const whileRedirecting: Moment = ({ session, url, signal }, now) => {
  const redirect = () => (queueMicrotask(now), NEVER);
  return session.request(`${url}/redirect/2?bytes=9`, { signal }).redirect({ redirect });
};

const whileValidating: Moment = ({ session, url, signal }, now) =>
  session.request(`${url}/bytes/100`, { signal }).validate(() => (queueMicrotask(now), NEVER));

const whileSerializing: Moment = ({ session, url, signal }) => {
  const request = session.request(`${url}/bytes/100`, { signal });
  const cancel = () => void request.cancel();
  request.response({ serialize: () => (queueMicrotask(cancel), NEVER) }).subscribe();
  return request;
};

const whileWaitingToRetry: Moment = ({ session, url, signal }, now) => {
  const request = session.request(`${url}/status/503`, { signal }).validate();
  return request.retry({ retry: () => (queueMicrotask(now), RetryResult.retryWithDelay(60_000)) });
};

const whileRetrying: Moment = ({ session, url, signal }, now) => {
  const target = { asURLRequest: () => new URLRequest(`${url}/status/503`) };
  const request = session.request(target, { signal }).validate();
  request.onTask.pipe(filter(() => request.retryCount > 0)).subscribe(() => queueMicrotask(now));
  return request.retry({ retry: () => RetryResult.retry });
};

const MOMENTS: readonly Moment[] = [
  beforeItsStart,
  whileAdapting,
  whileConnecting,
  whileUploading,
  afterTheHead,
  withinTheBody,
  whileRedirecting,
  whileValidating,
  whileSerializing,
  whileWaitingToRetry,
  whileRetrying,
  afterTurns('/get', 12),
  afterTurns('/bytes/300000', 25),
];

async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    await turn();
    yield new Uint8Array(65_536);
  }
}

import { firstValueFrom, lastValueFrom, Subscription, take, toArray } from 'rxjs';
import {
  HTTPHeaders,
  isTimeout,
  Redirector,
  RetryPolicy,
  Session,
  type DataRequest,
  type DataResponse,
  type RequestOptions,
  type SessionError,
} from 'rxsession';
import { notifications } from 'rxsession/browser';
import { z } from 'zod';

/** What a spec is told of a failure. */
export interface Failure {
  readonly kind: string;
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly message: string;
  /** Of an `invalidURL`. */
  readonly url: string | undefined;
}

/** What a spec is told of a response. */
export interface Outcome {
  readonly status: number | undefined;
  readonly url: string | undefined;
  readonly text: string | undefined;
  readonly expectedContentLength: number | undefined;
  readonly failure: Failure | undefined;
  readonly isTimeout: boolean;
  readonly tasks: number;
}

const session = new Session();

const Echo = z.object({
  method: z.string(),
  url: z.string(),
  args: z.record(z.string(), z.string()),
  headers: z.record(z.string(), z.string()),
  json: z.unknown(),
});
type Echo = z.infer<typeof Echo>;

export function get(url: string, parameters?: object): Promise<Echo> {
  return firstValueFrom(session.get(url, { parameters, schema: Echo }));
}

export function post(url: string, body: unknown): Promise<Echo> {
  return firstValueFrom(session.post(url, body, { schema: Echo }));
}

export function request(url: string, options: RequestOptions = {}): Promise<Outcome> {
  return outcome(session.request(url, options).validate());
}

/** The value, and what listeners of the same request are told. */
export async function requestDecodable(
  url: string,
): Promise<{ value: Echo; states: string[]; tasks: number }> {
  const made = session.request(url).validate();
  const states = firstValueFrom(made.states.pipe(toArray()));
  const [value] = await Promise.all([made.serializingDecodable(Echo).value, made.serializingString().value]);
  return { value, states: await states, tasks: made.tasks.length };
}

export function requestWithTimeout(url: string, timeoutInterval: number): Promise<Outcome> {
  return request(url, { requestModifier: (urlRequest) => urlRequest.with({ timeoutInterval }) });
}

export function requestFresh(url: string): Promise<Outcome> {
  const cachePolicy = 'reloadIgnoringLocalCacheData';
  return request(url, { requestModifier: (urlRequest) => urlRequest.with({ cachePolicy }) });
}

export function requestWithRetries(url: string): Promise<Outcome> {
  const interceptor = new RetryPolicy({ retryLimit: 3, exponentialBackoffScale: 1 });
  return request(url, { interceptor });
}

export function redirect(url: string, how: 'follow' | 'doNotFollow' | 'modify'): Promise<Outcome> {
  const handler = how === 'modify' ? Redirector.modify((_task, newRequest) => newRequest) : Redirector[how];
  return outcome(session.request(url).redirect(handler));
}

let listening = new Subscription();
let controller = new AbortController();
let pending: Promise<Outcome> | undefined;

/** Subscribes at the cold door until {@link leave}. */
export function listen(url: string): void {
  listening = session.get(url).subscribe();
}

export function leave(): void {
  listening.unsubscribe();
}

/** Takes so many pieces of a body and leaves. */
export async function takePieces(url: string, count: number): Promise<number> {
  const made = session.request(url);
  const reading = made.response().subscribe();
  const progress = await lastValueFrom(made.downloadProgress.pipe(take(count + 1)));
  reading.unsubscribe();
  return progress.completedUnitCount;
}

/** Starts a request that {@link abort} ends by its signal. */
export function startAbortable(url: string): void {
  controller = new AbortController();
  pending = request(url, { signal: controller.signal });
}

export async function abort(): Promise<Outcome | undefined> {
  controller.abort();
  return pending;
}

export async function downloadProgress(
  url: string,
): Promise<{ counts: number[]; total: number | undefined }> {
  const made = session.request(url);
  const progress = firstValueFrom(made.downloadProgress.pipe(toArray()));
  await firstValueFrom(made.response());
  const all = await progress;
  return {
    counts: all.map(({ completedUnitCount }) => completedUnitCount),
    total: all.at(-1)?.totalUnitCount,
  };
}

/** The notifications of a request, by their names; and how many come after nobody listens any more. */
export async function notificationsOf(url: string): Promise<{ names: string[]; isObserved: boolean[] }> {
  const names: string[] = [];
  const isObserved = [notifications.hasListeners];
  const note = (event: Event): void => void names.push(event.type);
  const finish = 'rxsession:requestDidFinish';
  const types = ['rxsession:requestDidResume', 'rxsession:requestDidCompleteTask', finish];
  for (const type of types) notifications.addEventListener(type, note);
  isObserved.push(notifications.hasListeners);
  await request(url);
  for (const type of types) notifications.removeEventListener(type, note);
  isObserved.push(notifications.hasListeners);
  await request(url);
  return { names, isObserved };
}

/** A session of its own, used and disposed of. */
export async function disposing(url: string): Promise<Outcome> {
  const own = new Session({ configuration: { headers: new HTTPHeaders({ 'X-Own': 'yes' }) } });
  const outcomeBefore = outcome(own.request(url));
  own[Symbol.dispose]();
  return outcomeBefore;
}

async function outcome(made: DataRequest): Promise<Outcome> {
  const { response, error, data }: DataResponse<unknown> = await firstValueFrom(made.response());
  return {
    status: response?.statusCode,
    url: response?.url,
    text: data && new TextDecoder().decode(data),
    expectedContentLength: response?.expectedContentLength,
    failure: error && failureOf(error),
    isTimeout: isTimeout(error),
    tasks: made.tasks.length,
  };
}

function failureOf(error: SessionError): Failure {
  const { kind, code, reason, message, failure } = error;
  const url = failure.kind === 'invalidURL' ? failure.url : undefined;
  return { kind, code, reason: reason?.kind, message, url };
}

/** What a page is told that asks for a WebSocket and has not imported any. */
export function webSocketRequest(url: string): { kind: string; message: string } | undefined {
  try {
    session.webSocketRequest(url);
    return undefined;
  } catch (error) {
    const { kind, message } = error as SessionError;
    return { kind, message };
  }
}

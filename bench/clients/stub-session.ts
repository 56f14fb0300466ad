import { HTTPHeaders, HTTPURLResponse, Session, type SessionOptions } from 'rxsession';

type Transport = NonNullable<SessionOptions['transport']>;
type Answering = Parameters<Transport['send']>[1];

/** Where nothing is ever answered. */
export const SILENT = 'http://127.0.0.1:9/never';
/** Redirects to itself without the query. */
export const MOVED = 'http://127.0.0.1:9/json?moved';
/** Answers 503 to the first message of each request, as its retrier sees it. */
export const BUSY = 'http://127.0.0.1:9/busy';

const body = Buffer.from(JSON.stringify({ id: 17, name: 'Ada Lovelace', tags: ['a', 'b', 'c'] }));
const response = answerOf(200, {
  'Content-Type': 'application/json',
  'Content-Length': String(body.length),
});
const redirect = answerOf(302, { Location: 'http://127.0.0.1:9/json' });
const unavailable = answerOf(503, {});
const task = {
  timings: {},
  sendPhase: 'something',
  isReusedConnection: true,
  resume: nothing,
  suspend: nothing,
  cancel: nothing,
  discard: nothing,
} as const;

/** Answers in the next microtask, always the same, without anything of a network. */
const transport: Transport = {
  capabilities: { visibleRedirects: true, bodies: new Set(['bytes', 'text']) },
  send: ({ urlRequest }, client) => {
    const { url, headers } = urlRequest;
    if (url === MOVED) queueMicrotask(() => answer(client, redirect));
    else if (url === BUSY && !headers.has('X-Retry')) queueMicrotask(() => answer(client, unavailable));
    else if (url !== SILENT) queueMicrotask(() => answer(client, response));
    return task;
  },
};

function answerOf(statusCode: number, headers: Record<string, string>): HTTPURLResponse {
  return new HTTPURLResponse({
    url: 'http://127.0.0.1:9/json',
    statusCode,
    headers: new HTTPHeaders(headers),
  });
}

function answer(client: Answering, head: HTTPURLResponse): void {
  client.didReceiveResponse(head);
  if (head === response) client.didReceiveData(body);
  client.didComplete();
}

function nothing(): void {
  // there is nothing to steer
}

export function stubSession(options?: SessionOptions): Session {
  return new Session({ ...options, transport });
}

import { HTTPHeaders, HTTPURLResponse, Session, type SessionOptions } from 'rxsession';

type Transport = NonNullable<SessionOptions['transport']>;
type Answering = Parameters<Transport['send']>[1];

/** Where nothing is ever answered. */
export const SILENT = 'http://127.0.0.1:9/never';

const body = Buffer.from(JSON.stringify({ id: 17, name: 'Ada Lovelace', tags: ['a', 'b', 'c'] }));
const response = new HTTPURLResponse({
  url: 'http://127.0.0.1:9/json',
  statusCode: 200,
  headers: new HTTPHeaders({ 'Content-Type': 'application/json', 'Content-Length': String(body.length) }),
});
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
  capabilities: { visibleRedirects: true, bodies: new Set() },
  send: ({ urlRequest }, client) => {
    if (urlRequest.url !== SILENT) queueMicrotask(() => answer(client));
    return task;
  },
};

function answer(client: Answering): void {
  client.didReceiveResponse(response);
  client.didReceiveData(body);
  client.didComplete();
}

function nothing(): void {
  // there is nothing to steer
}

export function stubSession(options?: SessionOptions): Session {
  return new Session({ ...options, transport });
}

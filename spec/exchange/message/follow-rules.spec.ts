import type { RequestBody } from '../../../lib/transport/request-body.js';
import { URLRequest, type URLRequestInit } from '../../../lib/message/url-request.js';
import {
  followDecision,
  redirectLoop,
  type FollowDecision,
  type RedirectToFollow,
} from '../../../lib/exchange/message/follow-rules.js';

const bytes: RequestBody = { kind: 'bytes', bytes: new Uint8Array([1, 2, 3]) };
const stream = (isReplayable: boolean): RequestBody => ({
  kind: 'stream',
  length: undefined,
  isReplayable,
  open: () => (async function* () {})(),
});

const to = (url: string, init: URLRequestInit = {}): URLRequest => new URLRequest(url, init);

function follow(
  request: URLRequest,
  given: Partial<RedirectToFollow> & { keepsBody?: boolean } = {},
): FollowDecision {
  const { keepsBody = true, ...rest } = given;
  return followDecision({
    proposal: { kind: 'redirect', request, keepsBody },
    request,
    body: undefined,
    visited: ['https://a.example/1'],
    maximumRedirects: 20,
    secretHeaders: new Set(['x-key']),
    ...rest,
  });
}

const failureOf = (decision: FollowDecision): string | undefined =>
  decision.kind === 'failed' ? decision.error.code : decision.kind;
const messageOf = (decision: FollowDecision): string =>
  decision.kind === 'failed' ? decision.error.message : decision.kind;

describe('how many redirects are followed', () => {
  const pages = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `https://a.example/${String(index)}`);

  it.each([
    [1, 20, 'follow'],
    [20, 20, 'follow'],
    [21, 20, 'httpTooManyRedirects'],
    [1, 0, 'httpTooManyRedirects'],
    [1, 1, 'follow'],
    [2, 1, 'httpTooManyRedirects'],
  ])('after %d hops with at most %d redirects: %s', (hops, maximumRedirects, outcome) => {
    const decision = follow(to('https://a.example/next'), { visited: pages(hops), maximumRedirects });
    expect(failureOf(decision)).toBe(outcome);
  });

  it('is said in the error', () => {
    const decision = follow(to('https://a.example/next'), { visited: pages(6), maximumRedirects: 5 });
    expect(messageOf(decision)).toBe('The exchange failed (httpTooManyRedirects): more than 5 redirects');
  });

  it('is followed by the circle in which they went, without queries and userinfo', () => {
    const circle = ['https://u:pw@a.example/in?token=1', 'https://b.example/out'];
    const visited = ['https://a.example/start', ...circle, ...circle, ...circle];
    const decision = follow(to(circle[0]!), { visited, maximumRedirects: 6 });
    expect(messageOf(decision)).toBe(
      'The exchange failed (httpTooManyRedirects): more than 6 redirects, in a circle: ' +
        'https://b.example/out → https://a.example/in?… → https://b.example/out',
    );
  });

  it('lets a page send back to itself, with a cookie maybe', () => {
    const again = to('https://a.example/1');
    expect(follow(again, { visited: ['https://a.example/1', 'https://a.example/1'] }).kind).toBe('follow');
  });
});

describe('the circle of a list of URLs', () => {
  it.each([
    [[], undefined],
    [['a'], undefined],
    [['a', 'b', 'c'], undefined],
    [
      ['a', 'a'],
      ['a', 'a'],
    ],
    [
      ['a', 'b', 'c', 'b'],
      ['b', 'c', 'b'],
    ],
    [['a', 'b', 'b', 'c'], undefined],
  ])('%j is %j', (visited, loop) => {
    expect(redirectLoop(visited)).toEqual(loop);
  });
});

describe('where a redirect may lead', () => {
  it.each([
    'ftp://a.example/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:alert(1)',
    '/relative',
  ])('not to %s', (target) => {
    expect(failureOf(follow(to(target)))).toBe('unsupportedURL');
  });

  it.each(['http://b.example/', 'https://b.example/'])('to %s', (target) => {
    expect(failureOf(follow(to(target)))).toBe('follow');
  });
});

describe('the body of the next message', () => {
  const url = 'https://a.example/2';
  const post = to(url, { method: 'POST' });
  interface Before {
    readonly body?: RequestBody;
    readonly keepsBody?: boolean;
  }

  it.each<[string, URLRequest, Before, RequestBody | undefined]>([
    ['the one before, when the redirect keeps it', post, { body: bytes }, bytes],
    ['none, when the redirect drops it', to(url), { body: bytes, keepsBody: false }, undefined],
    ['none, when there was none', post, {}, undefined],
    ['the text set by the handler', post.with({ body: 'b' }), { body: bytes }, { kind: 'text', text: 'b' }],
    [
      'the bytes set by the handler',
      post.with({ body: new Uint8Array([9]) }),
      { body: stream(false) },
      { kind: 'bytes', bytes: new Uint8Array([9]) },
    ],
    ['none, when the handler makes it a GET', post.with({ method: 'GET' }), { body: bytes }, undefined],
    ['the one before, when the handler makes it a PUT', post.with({ method: 'PUT' }), { body: bytes }, bytes],
  ])('is %s', (_which, request, given, body) => {
    const proposal = { kind: 'redirect', request: given.keepsBody === false ? to(url) : post } as const;
    const decision = follow(request, {
      ...given,
      proposal: { ...proposal, keepsBody: given.keepsBody ?? true },
    });
    expect(decision).toMatchObject({ kind: 'follow' });
    expect(decision.kind === 'follow' && decision.body).toEqual(body);
  });

  it('is gone from the request, with what describes it, when the handler makes it a GET', () => {
    const request = to(url, {
      method: 'POST',
      body: 'a',
      headers: { 'Content-Type': 'text/plain', 'X-A': '1' },
    });
    const proposal = { kind: 'redirect', request, keepsBody: true } as const;
    const decision = follow(request.with({ method: 'GET' }), { proposal, body: { kind: 'text', text: 'a' } });
    expect(decision).toMatchObject({ kind: 'follow', request: { method: 'GET', body: undefined } });
    expect(decision.kind === 'follow' && decision.request.headers.toJSON()).toEqual({ 'X-A': '1' });
  });

  it('is none when the handler takes it away', () => {
    const request = to(url, { method: 'POST', body: 'a' });
    const proposal = { kind: 'redirect', request, keepsBody: true } as const;
    const decision = follow(request.with({ body: undefined }), { proposal, body: bytes });
    expect(decision.kind === 'follow' && decision.body).toBeUndefined();
  });

  it.each([
    [stream(false), 'requestBodyStreamExhausted'],
    [stream(true), 'follow'],
  ])('can only be %j again when it can be made again: %s', (body, outcome) => {
    expect(failureOf(follow(post, { body }))).toBe(outcome);
  });

  it('need not be made again when it is dropped', () => {
    expect(failureOf(follow(to(url), { body: stream(false), keepsBody: false }))).toBe('follow');
  });
});

describe('the headers that a handler answers with', () => {
  const headers = { Authorization: 'Bearer secret', 'X-Key': 'secret', Accept: 'text/html' };
  const request = to('https://a.example/2', { headers });
  const proposal = { kind: 'redirect', request, keepsBody: true } as const;
  const sent = (answer: URLRequest): unknown => {
    const decision = follow(answer, { proposal });
    return decision.kind === 'follow' ? decision.request.headers.toJSON() : decision;
  };

  it('stay within the origin', () => {
    expect(sent(request.with({ url: 'https://a.example/3' }))).toEqual(headers);
  });

  it('do not carry secrets along to another origin', () => {
    expect(sent(request.with({ url: 'https://b.example/' }))).toEqual({ Accept: 'text/html' });
  });

  it('carry the secrets that the handler has set for the other origin', () => {
    const forB = request.headers.set('Authorization', 'Bearer of-b');
    const answer = request.with({ url: 'https://b.example/', headers: forB });
    expect(sent(answer)).toEqual({ Authorization: 'Bearer of-b', Accept: 'text/html' });
  });
});

import { HTTPHeaders } from '../../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../../lib/message/http-url-response.js';
import { URLRequest, type URLRequestInit } from '../../../lib/message/url-request.js';
import {
  redirectDecision,
  redirectTarget,
  type RedirectDecision,
  type RedirectProposal,
} from '../../../lib/exchange/message/redirect-rules.js';

const url = 'https://a.example/old/page?q=1';

function decide(
  statusCode: number,
  location: string | undefined,
  init: URLRequestInit = {},
): RedirectDecision {
  const headers = new HTTPHeaders(location === undefined ? {} : { Location: location });
  const response = new HTTPURLResponse({ url, statusCode, headers });
  return redirectDecision({
    request: new URLRequest(url, init),
    response,
    secretHeaders: new Set(['x-key']),
  });
}

function proposal(statusCode: number, location: string, init?: URLRequestInit): RedirectProposal {
  const decision = decide(statusCode, location, init);
  if (decision.kind !== 'redirect') throw new Error(decision.kind);
  return decision;
}

describe('what is a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%d with a Location', (statusCode) => {
    expect(decide(statusCode, '/new').kind).toBe('redirect');
  });

  it.each([200, 201, 300, 304, 305, 306, 309, 400])('not %d', (statusCode) => {
    expect(decide(statusCode, '/new')).toEqual({ kind: 'none' });
  });

  it.each([undefined, ''])('not a 302 whose Location is %p', (location) => {
    expect(decide(302, location)).toEqual({ kind: 'none' });
  });

  it.each(['http://', 'http://a b/', 'https://[::1', 'http://a:99999/'])(
    'not one to %p, which fails',
    (location) => {
      const decision = decide(302, location);
      expect(decision).toMatchObject({
        kind: 'failed',
        error: { kind: 'sessionTaskFailed', code: 'badRedirect' },
      });
    },
  );

  it('does not repeat the Location in the error', () => {
    const decision = decide(302, 'http://user:secret@[');
    expect(decision.kind === 'failed' && decision.error.message).not.toContain('secret');
  });
});

describe('the method after a redirect', () => {
  it.each([
    [301, 'GET', 'GET'],
    [301, 'HEAD', 'HEAD'],
    [301, 'POST', 'GET'],
    [301, 'PUT', 'PUT'],
    [302, 'GET', 'GET'],
    [302, 'HEAD', 'HEAD'],
    [302, 'POST', 'GET'],
    [302, 'PATCH', 'PATCH'],
    [302, 'DELETE', 'DELETE'],
    [303, 'GET', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [303, 'DELETE', 'GET'],
    [307, 'POST', 'POST'],
    [307, 'GET', 'GET'],
    [308, 'POST', 'POST'],
    [308, 'PUT', 'PUT'],
  ])('%d turns %s into %s', (statusCode, method, expected) => {
    const { request, keepsBody } = proposal(statusCode, '/new', { method });
    expect(request.method).toBe(expected);
    expect(keepsBody).toBe(method === expected);
  });
});

describe('the body after a redirect', () => {
  const init: URLRequestInit = {
    method: 'POST',
    body: 'a=1',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': '3',
      'Content-Encoding': 'identity',
      'Content-Language': 'en',
      'Content-Location': '/a',
      'Transfer-Encoding': 'chunked',
      Accept: 'text/html',
    },
  };

  it('goes with the fields that describe it when the method changes', () => {
    const { request } = proposal(303, '/new', init);
    expect(request.body).toBeUndefined();
    expect(request.headers.toJSON()).toEqual({ Accept: 'text/html' });
  });

  it('stays with the fields that describe it when the method stays', () => {
    const { request } = proposal(308, '/new', init);
    expect(request.body).toBe('a=1');
    expect(request.headers.size).toBe(7);
  });
});

describe('the target of a redirect', () => {
  it.each([
    ['/new', 'https://a.example/new'],
    ['new', 'https://a.example/old/new'],
    ['?q=2', 'https://a.example/old/page?q=2'],
    ['../up', 'https://a.example/up'],
    ['//b.example/x', 'https://b.example/x'],
    ['http://b.example', 'http://b.example/'],
    ['  /new  ', 'https://a.example/new'],
    ['/a b', 'https://a.example/a%20b'],
    ['app://callback?code=1', 'app://callback?code=1'],
  ])('for the Location %p is %s', (location, target) => {
    expect(proposal(302, location).request.url).toBe(target);
  });

  it.each([
    ['/new', 'https://a.example/x#here', 'https://a.example/new#here'],
    ['/new#there', 'https://a.example/x#here', 'https://a.example/new#there'],
    ['/new#', 'https://a.example/x#here', 'https://a.example/new#'],
    ['https://b.example/', 'https://a.example/x#here', 'https://b.example/#here'],
  ])('for the Location %p at %s is %s, its fragment inherited', (location, from, target) => {
    expect(redirectTarget(location, from)).toBe(target);
  });

  it.each([
    ['https://user:pw@b.example/', 'https://a.example/', 'https://b.example/'],
    ['https://user:pw@a.example:444/', 'https://a.example/', 'https://a.example:444/'],
    ['https://b.example/', 'https://me:pw@a.example/', 'https://b.example/'],
    ['/new', 'https://me:pw@a.example/', 'https://me:pw@a.example/new'],
  ])('for the Location %p at %s is %s: userinfo stays at its origin', (location, from, target) => {
    expect(redirectTarget(location, from)).toBe(target);
  });

  it('is read as UTF-8 where a server has sent that', () => {
    const latin1 = String.fromCharCode(...new TextEncoder().encode('/größe'));
    expect(redirectTarget(latin1, url)).toBe('https://a.example/gr%C3%B6%C3%9Fe');
  });

  it.each(['/gr\u00f6', '/größ€'])('is read as it is where it is no UTF-8: %p', (location) => {
    expect(redirectTarget(location, url)).toBe(`https://a.example${encodeURI(location)}`);
  });

  it('is the first where there are several', () => {
    const headers = HTTPHeaders.received([
      ['Location', '/first'],
      ['Location', '/second'],
    ]);
    const response = new HTTPURLResponse({ url, statusCode: 302, headers });
    expect(redirectDecision({ request: new URLRequest(url), response })).toMatchObject({
      request: { url: 'https://a.example/first' },
    });
  });
});

describe('the headers after a redirect', () => {
  const headers = { Authorization: 'Bearer secret', 'X-Key': 'secret', Accept: 'text/html' };

  it('are those that were sent, within an origin', () => {
    expect(proposal(302, '/new', { headers }).request.headers.toJSON()).toEqual(headers);
  });

  it.each(['https://b.example/', 'http://a.example/new', '//a.example:444/'])(
    'hold no secret at %s',
    (location) => {
      const { request } = proposal(302, location, { headers });
      expect(request.headers.toJSON()).toEqual({ Accept: 'text/html' });
    },
  );
});

describe('the rest of a request', () => {
  it('stays as it is', () => {
    const { request } = proposal(302, '/new', {
      timeoutInterval: 17,
      cachePolicy: 'reloadIgnoringLocalCacheData',
    });
    expect(request).toMatchObject({ timeoutInterval: 17, cachePolicy: 'reloadIgnoringLocalCacheData' });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestBodyOf, type RequestBody } from '../../../lib/transport/request-body.js';
import { HTTPHeaders } from '../../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../../lib/message/http-url-response.js';
import { secretHeadersWith } from '../../../lib/message/secret-headers.js';
import { URLRequest } from '../../../lib/message/url-request.js';
import { followDecision } from '../../../lib/exchange/message/follow-rules.js';
import { redirectDecision } from '../../../lib/exchange/message/redirect-rules.js';

const STATUSES = [301, 302, 303, 307, 308];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE'];
const BODIES = ['none', 'text', 'bytes', 'factory', 'stream once'] as const;
type Body = (typeof BODIES)[number];

const SECRETS = ['Authorization', 'Proxy-Authorization', 'Cookie', 'X-Api-Key'];
const OF_THE_ORIGIN = ['Host', 'Origin', 'Referer'];
const OF_THE_BODY = ['Content-Type', 'Content-Length', 'Content-Encoding'];
const PLAIN = ['Accept', 'X-Trace'];

/** Where a redirect leads from a URL, and whether that is the same origin: said by hand. */
type Row = readonly [from: string, location: string, target: string, isSame: boolean];

const BOOKS = 'https://bücher.example/old';
const ADDRESS = 'http://127.0.0.1:8080/old';
const ADDRESS_6 = 'http://[::1]:8080/old';
const OWN = 'http://me:pw@a.example/old';

const ROWS: readonly Row[] = [
  [ADDRESS, '/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, '//127.0.0.1:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'HTTP://127.0.0.1:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://127.1:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://0x7f.1:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://0177.0.0.01:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://2130706433:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://127.0.0.1.:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://%31%32%37.0.0.1:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'ht\ttp://127.0.0.1:8080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http:\\\\127.0.0.1:8080\\new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://ann:pw@127.0.0.1:8080/new', 'http://ann:pw@127.0.0.1:8080/new', true],
  [ADDRESS, 'http://127.0.0.1:08080/new', 'http://127.0.0.1:8080/new', true],
  [ADDRESS, 'http://127.0.0.1:8081/new', 'http://127.0.0.1:8081/new', false],
  [ADDRESS, 'http://127.0.0.1/new', 'http://127.0.0.1/new', false],
  [ADDRESS, 'https://127.0.0.1:8080/new', 'https://127.0.0.1:8080/new', false],
  [ADDRESS, 'http://127.0.0.2:8080/new', 'http://127.0.0.2:8080/new', false],
  [ADDRESS, 'http://localhost:8080/new', 'http://localhost:8080/new', false],
  [ADDRESS, 'http://[::ffff:127.0.0.1]:8080/new', 'http://[::ffff:7f00:1]:8080/new', false],
  [ADDRESS, 'http://127.0.0.1:8080@evil.example/new', 'http://evil.example/new', false],
  [ADDRESS, 'http://evil.example\\@127.0.0.1:8080/', 'http://evil.example/@127.0.0.1:8080/', false],
  [ADDRESS, 'http://evil.example#@127.0.0.1:8080/', 'http://evil.example/#@127.0.0.1:8080/', false],
  [ADDRESS_6, '/new', 'http://[::1]:8080/new', true],
  [ADDRESS_6, 'http://[0:0:0:0:0:0:0:1]:8080/new', 'http://[::1]:8080/new', true],
  [ADDRESS_6, 'http://[::0001]:8080/new', 'http://[::1]:8080/new', true],
  [ADDRESS_6, 'http://[::0.0.0.1]:8080/new', 'http://[::1]:8080/new', true],
  [ADDRESS_6, 'http://127.0.0.1:8080/new', 'http://127.0.0.1:8080/new', false],
  [ADDRESS_6, 'http://[::2]:8080/new', 'http://[::2]:8080/new', false],
  [BOOKS, '/new', 'https://xn--bcher-kva.example/new', true],
  [BOOKS, 'https://xn--bcher-kva.example/new', 'https://xn--bcher-kva.example/new', true],
  [BOOKS, 'https://XN--BCHER-KVA.EXAMPLE/new', 'https://xn--bcher-kva.example/new', true],
  [BOOKS, 'https://BÜCHER.example:443/new', 'https://xn--bcher-kva.example/new', true],
  [BOOKS, 'https://b%C3%BCcher.example/new', 'https://xn--bcher-kva.example/new', true],
  [BOOKS, 'https://bücher.example./new', 'https://xn--bcher-kva.example./new', false],
  [BOOKS, 'https://bücher.example:444/new', 'https://xn--bcher-kva.example:444/new', false],
  [BOOKS, 'http://bücher.example/new', 'http://xn--bcher-kva.example/new', false],
  [BOOKS, 'https://a.bücher.example/new', 'https://a.xn--bcher-kva.example/new', false],
  [BOOKS, 'https://bücher.example.evil.example/', 'https://xn--bcher-kva.example.evil.example/', false],
  [BOOKS, 'https://bucher.example/new', 'https://bucher.example/new', false],
  [OWN, '/new', 'http://me:pw@a.example/new', true],
  [OWN, 'http://a.example/new', 'http://a.example/new', true],
  [OWN, 'http://ann:word@a.example/new', 'http://ann:word@a.example/new', true],
  [OWN, 'http://b.example/new', 'http://b.example/new', false],
  [OWN, 'http://me:pw@b.example/new', 'http://b.example/new', false],
  [OWN, 'https://me:pw@a.example/new', 'https://a.example/new', false],
];

const secretHeaders = secretHeadersWith(['x-api-key']);
const fields = (names: readonly string[]): HTTPHeaders =>
  new HTTPHeaders(names.map((name): [string, string] => [name, '1']));

function bodyOf(kind: Body): RequestBody | undefined {
  if (kind === 'none') return undefined;
  if (kind === 'text' || kind === 'bytes') return requestBodyOf(kind === 'text' ? '1' : new Uint8Array(1));
  const open = (): AsyncIterable<Uint8Array> => ({ [Symbol.asyncIterator]: () => ({ next: notRead }) });
  return { kind: 'stream', length: undefined, isReplayable: kind === 'factory', open };
}

const notRead = (): never => {
  throw new Error('The rules read no body.');
};

interface Cell {
  readonly from: string;
  readonly location: string;
  readonly status: number;
  readonly method: string;
  readonly body: Body;
}

/** What is sent next, or why nothing is. */
type Sent = string | { url: string; method: string; names: string[]; hasBody: boolean };

function send({ from, location, status, method, body: kind }: Cell): Sent {
  const body = bodyOf(kind);
  const headers = fields([...SECRETS, ...OF_THE_ORIGIN, ...(body ? OF_THE_BODY : []), ...PLAIN]);
  const request = new URLRequest(from, { method, headers });
  const received = HTTPHeaders.received([['Location', location]]);
  const response = new HTTPURLResponse({ url: from, statusCode: status, headers: received });
  const proposal = redirectDecision({ request, response, secretHeaders });
  if (proposal.kind !== 'redirect') return proposal.kind;
  const given = { proposal, request: proposal.request, body, visited: [from], maximumRedirects: 20 };
  const decision = followDecision({ ...given, secretHeaders });
  if (decision.kind === 'failed') return decision.error.code ?? '';
  const names = Array.from(decision.request.headers, ([name]) => name);
  return {
    url: decision.request.url,
    method: decision.request.method,
    names,
    hasBody: decision.body !== undefined,
  };
}

/** The same in the words of RFC 9110 §15.4, of the Fetch standard, and of what is promised about secrets. */
function wanted({ status, method, body }: Cell, url: string, isSame: boolean): Sent {
  const becomesGET =
    status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
  const hasBody = body !== 'none' && !becomesGET;
  if (hasBody && body === 'stream once') return 'requestBodyStreamExhausted';
  const names = [
    ...(isSame ? [...SECRETS, ...OF_THE_ORIGIN] : []),
    ...(hasBody ? OF_THE_BODY : []),
    ...PLAIN,
  ];
  return { url, method: becomesGET ? 'GET' : method, names, hasBody };
}

const cells = STATUSES.flatMap((status) =>
  METHODS.flatMap((method) => BODIES.map((body) => ({ status, method, body }))),
);

describe('a redirect', () => {
  it.each(ROWS)('from %s to %s sends all that may go there', (from, location, target, isSame) => {
    const given = cells.map((cell) => ({ ...cell, from, location }));
    expect(given.map(send)).toEqual(given.map((cell) => wanted(cell, target, isSame)));
  });

  it.each([
    'http://[',
    'http://',
    'http://[::1%25eth0]/',
    'http://a.example:99999/',
    'http://127.0.0.1.256/',
  ])('to %s is none that could be followed', (location) => {
    const given = cells.map((cell) => ({ ...cell, from: ADDRESS, location }));
    expect(new Set(given.map(send))).toEqual(new Set(['failed']));
  });

  it.each([
    'ftp://127.0.0.1:8080/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:,1',
    'ws://a.example/',
  ])('to %s is not followed', (location) => {
    const given = cells.map((cell) => ({ ...cell, from: ADDRESS, location }));
    expect(new Set(given.map(send))).toEqual(new Set(['unsupportedURL']));
  });
});

describe('redirects, one after the other', () => {
  const origins = ['http://a.example', 'https://a.example', 'http://a.example:81', 'http://b.example'];
  const anyOrigin = fc.constantFrom(...origins);

  it('carry secrets as long as no other origin has had a say', () => {
    const property = fc.property(anyOrigin, fc.array(anyOrigin, { maxLength: 8 }), (first, route) => {
      let request = new URLRequest(first, { headers: fields([...SECRETS, ...PLAIN]) });
      let isHome = true;
      for (const origin of route) {
        const headers = new HTTPHeaders({ Location: origin });
        const response = new HTTPURLResponse({ url: request.url, statusCode: 302, headers });
        const decision = redirectDecision({ request, response, secretHeaders });
        if (decision.kind !== 'redirect') return false;
        ({ request } = decision);
        isHome &&= origin === first;
        if (request.headers.size !== (isHome ? SECRETS.length : 0) + PLAIN.length) return false;
      }
      return true;
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

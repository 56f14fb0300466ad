import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { DataResponse, HTTPHeaders, HTTPURLResponse, Result, URLRequest } from 'rxsession';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const sessions = useSessions(useServer());

const url = 'https://ada:S3CR3T@a.example/users?page=2';
const headers = new HTTPHeaders([
  ['Accept', 'text/plain'],
  ['Authorization', 'S3CR3T'],
  ['X-Declared', 'S3CR3T'],
]);
const request = new URLRequest(url, {
  method: 'POST',
  headers: headers.remove('X-Declared'),
  body: 'S3CR3T',
});
const received = HTTPHeaders.received([
  ['Set-Cookie', 'a=S3CR3T'],
  ['Set-Cookie', 'b=S3CR3T'],
  ['X-Declared', 'S3CR3T'],
]);
const response = new HTTPURLResponse({ url, statusCode: 404, statusText: 'Not Found', headers: received });
const whole = new DataResponse({
  request: request.with({ headers }),
  response,
  data: new TextEncoder().encode('S3CR3T'),
  metrics: undefined,
  serializationDuration: 0,
  result: Result.success(17),
  secretHeaders: new Set(['x-declared']),
});

describe('nothing that is printed shows a secret', () => {
  it.each<[what: string, text: string]>([
    ['console.log(headers)', inspect(request.headers)],
    ['String(urlRequest)', String(request)],
    ['console.log(urlRequest)', inspect(request, { depth: Infinity })],
    ['JSON.stringify(urlRequest)', JSON.stringify(request)],
    ['String(response)', String(response)],
    ['String(dataResponse)', String(whole)],
    ['console.log(dataResponse)', inspect(whole, { depth: Infinity })],
    ['JSON.stringify(dataResponse)', JSON.stringify(whole)],
    ['debugDescription()', whole.debugDescription()],
    ['String(request)', String(sessions.make().request(request))],
  ])('%s', (_what, text) => {
    expect(text).not.toContain('S3CR3T');
  });

  it('but what is no secret', () => {
    expect(inspect(request.headers)).toBe(
      "HTTPHeaders { Accept: 'text/plain', Authorization: '<redacted>' }",
    );
    expect(String(request)).toBe('POST https://a.example/users?page=2');
    expect(String(response)).toBe('404 https://a.example/users?page=2');
    expect(inspect(response)).toContain("'Set-Cookie': [ '<redacted>', '<redacted>' ]");
    expect(JSON.parse(JSON.stringify(whole))).toMatchObject({
      request: {
        method: 'POST',
        url: 'https://a.example/users?page=2',
        headers: { 'X-Declared': '<redacted>' },
      },
      response: { statusCode: 404, statusText: 'Not Found' },
      data: '6 bytes',
      result: { kind: 'success', value: 17 },
    });
  });
});

describe('a message is frozen', () => {
  it.each<[what: string, message: object]>([
    ['headers', headers],
    ['a URLRequest', request],
    ['a response head', response],
  ])('%s: an assignment throws, where it did nothing', (_what, message) => {
    expect(() => Object.assign(message, { 'X-Trace': '17' })).toThrow('not extensible');
  });
});

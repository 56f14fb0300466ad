import { beforeEach, describe, expect, it } from '@jest/globals';
import { CachedOrigin } from '../support/cached-origin.js';

const FRESH = { 'Cache-Control': 'max-age=60' };
const TAGGED = { 'Cache-Control': 'max-age=60', ETag: '"one"' };

let origin: CachedOrigin;
let version: number;

beforeEach(() => {
  origin = new CachedOrigin();
  version = 0;
});

/** Answers with a new version each time. */
function versions(headers: Record<string, string>): void {
  origin.reply = () => ({ headers, body: `version ${(version += 1)}` });
}

describe('a fresh response', () => {
  beforeEach(() => {
    versions(FRESH);
  });

  it('answers the next request without the network, with its age and a Cache-Status', () => {
    expect(origin.send('/a')).toMatchObject({ text: 'version 1', source: 'networkLoad' });
    origin.pass(20);
    const hit = origin.send('/a');
    expect(hit).toMatchObject({ status: 200, text: 'version 1', source: 'localCache' });
    expect(hit.headers.get('age')).toBe('20');
    expect(hit.headers.get('cache-status')).toBe('rxsession; hit; ttl=40');
    expect(origin.sent).toEqual(['GET /a']);
  });

  it('is asked for again when its lifetime is over', () => {
    origin.send('/a');
    origin.pass(60);
    expect(origin.send('/a')).toMatchObject({ text: 'version 2', source: 'networkLoad' });
  });

  it('answers a HEAD, without its body', () => {
    origin.send('/a');
    expect(origin.send('/a', { method: 'HEAD' })).toMatchObject({
      status: 200,
      text: '',
      source: 'localCache',
    });
  });

  it('hands out copies of its body', () => {
    origin.send('/a');
    const request = origin.session.request('https://example.com/a');
    request.response().subscribe(({ data }) => data?.fill(0));
    origin.time.flush();
    expect(origin.send('/a').text).toBe('version 1');
  });

  it('answers an empty body with none', () => {
    origin.reply = () => ({ statusCode: 204, headers: FRESH });
    origin.send('/a');
    expect(origin.send('/a')).toMatchObject({ status: 204, text: '', source: 'localCache' });
  });

  it.each<[string, string, number, string, string | null]>([
    ['the beginning', 'bytes=0-6', 206, 'version', 'bytes 0-6/9'],
    ['the rest', 'bytes=8-', 206, '1', 'bytes 8-8/9'],
    ['the end', 'bytes=-1', 206, '1', 'bytes 8-8/9'],
    ['more than there is', 'bytes=8-99', 206, '1', 'bytes 8-8/9'],
    ['nothing of it', 'bytes=9-', 416, '', 'bytes */9'],
    ['other units', 'lines=1-2', 200, 'version 1', null],
  ])('serves %s of a stored whole', (_, Range, status, text, range) => {
    origin.send('/a');
    const part = origin.send('/a', { headers: { Range } });
    expect(part).toMatchObject({ status, text, source: 'localCache' });
    expect(part.headers.get('content-range') ?? null).toBe(range);
  });

  it('is not served for several ranges at once', () => {
    origin.send('/a');
    expect(origin.send('/a', { headers: { Range: 'bytes=0-1,3-4' } }).source).toBe('networkLoad');
  });
});

describe('a stale response with a validator', () => {
  const answer = (headers: Record<string, string> = {}, status = 304): void => {
    origin.reply = (_, sent) =>
      sent.has('if-none-match') ? { statusCode: status, headers } : { headers: TAGGED, body: 'body' };
  };

  it('is served again when the origin says that it has not changed', () => {
    answer({ ETag: '"one"', 'Cache-Control': 'max-age=10', 'X-New': 'yes' });
    origin.send('/a');
    origin.pass(100);
    const validated = origin.send('/a');
    expect(validated).toMatchObject({ status: 200, text: 'body', source: 'networkLoad' });
    expect(validated.headers.get('x-new')).toBe('yes');
    expect(validated.headers.get('cache-status')).toBe('rxsession; fwd=stale; fwd-status=304; ttl=10');
    expect(origin.lastSent?.get('if-none-match')).toBe('"one"');
    expect(origin.send('/a').source).toBe('localCache');
  });

  it('is asked about once for requests at the same time', () => {
    answer({ ETag: '"one"' });
    origin.send('/a');
    origin.pass(100);
    const outcomes = [1, 2, 3].map(() => origin.start('/a'));
    origin.time.flush();
    expect(outcomes.flat().map(({ text }) => text)).toEqual(['body', 'body', 'body']);
    expect(origin.sent).toHaveLength(2);
  });

  it('is replaced by a new response', () => {
    origin.send('/a');
    origin.reply = () => ({ headers: { ...FRESH, ETag: '"two"' }, body: 'new' });
    origin.pass(100);
    origin.send('/a');
    expect(origin.send('/a')).toMatchObject({ text: 'new', source: 'localCache' });
  });

  it('is asked for as a whole when a 304 speaks of another strong ETag', () => {
    answer({ ETag: '"two"' });
    origin.send('/a');
    origin.pass(100);
    expect(origin.send('/a')).toMatchObject({ status: 200, text: 'body' });
    expect(origin.sent).toHaveLength(3);
  });

  it.each([{ 'Cache-Control': 'no-store' }, { Vary: '*' }])(
    'is forgotten when a 304 brings %j',
    (headers) => {
      answer({ ETag: '"one"', ...headers });
      origin.send('/a');
      origin.pass(100);
      expect(origin.send('/a').text).toBe('body');
      origin.send('/a', { policy: 'returnCacheDataElseLoad' });
      expect(origin.lastSent?.has('if-none-match')).toBe(false);
    },
  );

  it('selects by the Vary that a 304 adds', () => {
    answer({ ETag: '"one"', Vary: 'Accept' });
    origin.send('/a', { headers: { Accept: 'x' } });
    origin.pass(100);
    origin.send('/a', { headers: { Accept: 'x' } });
    expect(origin.send('/a', { headers: { Accept: 'x' } }).source).toBe('localCache');
    expect(origin.send('/a', { headers: { Accept: 'y' } }).source).toBe('networkLoad');
  });

  it('answers the condition of the caller with 304, fresh and validated', () => {
    answer({ ETag: '"one"' });
    origin.send('/a');
    const headers = { 'If-None-Match': '"zero", "one"' };
    expect(origin.send('/a', { headers })).toMatchObject({ status: 304, text: '', source: 'localCache' });
    origin.pass(100);
    expect(origin.send('/a', { headers })).toMatchObject({ status: 304, text: '', source: 'networkLoad' });
    expect(origin.lastSent?.get('if-none-match')).toBe('"one", "zero"');
  });
});

describe('a stale response', () => {
  it('is served at once and validated in the background within stale-while-revalidate', () => {
    versions({ 'Cache-Control': 'max-age=10, stale-while-revalidate=10' });
    origin.send('/a');
    origin.pass(15);
    expect(origin.send('/a')).toMatchObject({ text: 'version 1', source: 'localCache' });
    expect(origin.send('/a')).toMatchObject({ text: 'version 2', source: 'localCache' });
    expect(origin.sent).toHaveLength(2);
  });

  it.each<[string, string, Parameters<CachedOrigin['send']>[1], string]>([
    ['stale-if-error', 'max-age=10, stale-if-error=60', {}, 'version'],
    ['nothing', 'max-age=10', {}, 'error'],
    [
      'stale-if-error of the request',
      'max-age=10',
      { headers: { 'Cache-Control': 'stale-if-error=60' } },
      'version',
    ],
    ['stale-if-error with must-revalidate', 'max-age=10, stale-if-error=60, must-revalidate', {}, 'error'],
  ])('is served instead of a 503 with %s', (_, cacheControl, request, text) => {
    origin.reply = () => ({ headers: { 'Cache-Control': cacheControl }, body: 'version' });
    origin.send('/a');
    origin.pass(20);
    origin.reply = () => ({ statusCode: 503, body: 'error' });
    expect(origin.send('/a', request).text).toBe(text);
  });

  it.each<[string, number | undefined, string]>([
    ['max-age=10', 200, 'version'],
    ['max-age=10, must-revalidate', 504, ''],
    ['no-cache', 504, ''],
  ])('with %s answers %s when the origin cannot be reached', (cacheControl, status, text) => {
    origin.reply = () => ({ headers: { 'Cache-Control': cacheControl }, body: 'version' });
    origin.send('/a');
    origin.pass(20);
    origin.reply = () => ({ error: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) });
    expect(origin.send('/a')).toMatchObject({ status, text, source: 'localCache' });
  });

  it('lets the request fail when it may not answer, and 504 is not wanted', () => {
    origin = new CachedOrigin({ answersGatewayTimeout: false, servesStaleWhenDisconnected: false });
    versions(FRESH);
    origin.send('/a');
    origin.pass(100);
    origin.reply = () => ({ error: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) });
    expect(origin.send('/a')).toMatchObject({ status: undefined, code: 'cannotConnectToHost' });
  });

  it('is not served when the server is not trusted', () => {
    versions(FRESH);
    origin.send('/a');
    origin.pass(100);
    origin.reply = () => ({
      error: Object.assign(new Error('bad'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    });
    expect(origin.send('/a').status).toBeUndefined();
  });
});

describe('a request', () => {
  beforeEach(() => {
    versions(FRESH);
    origin.send('/a');
    origin.pass(10);
  });

  it.each([
    ['no-cache', 'networkLoad'],
    ['no-store', 'networkLoad'],
    ['max-age=0', 'networkLoad'],
    ['max-age=5', 'networkLoad'],
    ['max-age=20', 'localCache'],
    ['min-fresh=100', 'networkLoad'],
    ['min-fresh=10', 'localCache'],
    ['only-if-cached', 'localCache'],
  ])('with Cache-Control: %s is answered by the %s', (directive, source) => {
    expect(origin.send('/a', { headers: { 'Cache-Control': directive } }).source).toBe(source);
  });

  it('with only-if-cached is answered by 504 where nothing is stored, and not sent', () => {
    const outcome = origin.send('/b', { headers: { 'Cache-Control': 'only-if-cached' } });
    expect(outcome).toMatchObject({ status: 504, source: 'localCache' });
    expect(origin.sent).toEqual(['GET /a']);
  });

  it('with max-stale accepts a stale response', () => {
    origin.pass(100);
    expect(origin.send('/a', { headers: { 'Cache-Control': 'max-stale=20' } }).source).toBe('networkLoad');
    origin.pass(100);
    expect(origin.send('/a', { headers: { 'Cache-Control': 'max-stale' } }).source).toBe('localCache');
  });

  it.each(['PUT', 'POST', 'DELETE', 'PATCH', 'M-SEARCH'])('with %s invalidates what is stored', (method) => {
    origin.send('/a', { method, body: 'x' });
    expect(origin.send('/a').source).toBe('networkLoad');
  });

  it('that fails at the origin invalidates nothing', () => {
    origin.reply = () => ({ statusCode: 500 });
    origin.send('/a', { method: 'PUT', body: 'x' });
    expect(origin.send('/a').source).toBe('localCache');
  });

  it('that was under way when something was invalidated is not stored', () => {
    origin.reply = (_, __, method) => ({ headers: FRESH, body: method, delay: method === 'GET' ? 100 : 10 });
    const slow = origin.start('/b');
    origin.start('/b', { method: 'PUT', body: 'x' });
    origin.time.flush();
    expect(slow[0]?.text).toBe('GET');
    expect(origin.send('/b').source).toBe('networkLoad');
  });

  it('is answered by 304 by the origin where it has nothing, and that is not stored', () => {
    origin.reply = () => ({ statusCode: 304, headers: FRESH });
    const headers = { 'If-None-Match': '"x"' };
    expect(origin.send('/b', { headers }).status).toBe(304);
    expect(origin.send('/b', { headers }).source).toBe('networkLoad');
  });
});

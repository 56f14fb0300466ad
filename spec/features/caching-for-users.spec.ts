import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StubReply } from 'rxsession/testing';
import { CachedOrigin } from '../support/cached-origin.js';

const FRESH = { 'Cache-Control': 'max-age=60' };
let count = 0;

beforeEach(() => {
  count = 0;
});

function counted(headers: Record<string, string>): () => StubReply {
  return () => ({ headers, body: `answer ${(count += 1)}` });
}

describe('a private cache', () => {
  it.each([
    ['Authorization', 'Bearer ann', 'Bearer bob'],
    ['Cookie', 'user=ann', 'user=bob'],
    ['X-Key', 'ann', 'bob'],
  ])('never serves the answer to one %s to another, or to none', (name, ann, bob) => {
    const origin = new CachedOrigin({}, { secretHeaders: ['X-Key'] });
    origin.reply = counted({ ...FRESH, 'Cache-Control': 'max-age=60, public' });
    const as = (value?: string): string =>
      origin.send('/a', { headers: value ? { [name]: value } : {} }).text;
    expect([as(ann), as(ann), as(bob), as(), as(ann), as(bob), as()]).toEqual([
      ...['answer 1', 'answer 1', 'answer 2', 'answer 3', 'answer 1', 'answer 2', 'answer 3'],
    ]);
  });

  it('keeps variants apart, each with its own lifetime', () => {
    const origin = new CachedOrigin();
    origin.reply = counted({ ...FRESH, Vary: 'Accept-Language' });
    const as = (language: string): string =>
      origin.send('/a', { headers: { 'Accept-Language': language } }).text;
    expect([as('de'), as('en'), as('de'), as('en')]).toEqual([
      'answer 1',
      'answer 2',
      'answer 1',
      'answer 2',
    ]);
  });

  it('invalidates the answers to all users', () => {
    const origin = new CachedOrigin();
    origin.reply = counted(FRESH);
    origin.send('/a', { headers: { Cookie: 'user=ann' } });
    origin.send('/a', { method: 'DELETE', headers: { Cookie: 'user=bob' } });
    expect(origin.send('/a', { headers: { Cookie: 'user=ann' } }).text).toBe('answer 3');
  });
});

describe('a shared cache', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['to Authorization with a lifetime alone', { Authorization: 'max-age=60' }, false],
    ['to Authorization that is public', { Authorization: 'max-age=60, public' }, true],
    ['to Authorization with s-maxage', { Authorization: 's-maxage=60' }, true],
    ['to a Cookie with a lifetime alone', { Cookie: 'max-age=60' }, false],
    ['to a Cookie that is public', { Cookie: 'max-age=60, public' }, true],
  ])('serves an answer %s to everyone: %s %s', (_, question, isShared) => {
    const [[name, cacheControl] = ['', '']] = Object.entries(question);
    const origin = new CachedOrigin({ mode: 'shared' });
    origin.reply = counted({ 'Cache-Control': cacheControl });
    origin.send('/a', { headers: { [name]: 'ann' } });
    expect(origin.send('/a', { headers: { [name]: 'bob' } }).source).toBe(
      isShared ? 'localCache' : 'networkLoad',
    );
  });

  it('stores nothing that is private or sets cookies', () => {
    const origin = new CachedOrigin({ mode: 'shared' });
    for (const headers of [{ 'Cache-Control': 'private, max-age=60' }, { ...FRESH, 'Set-Cookie': 'a=b' }]) {
      origin.reply = counted(headers);
      origin.send('/a');
      expect(origin.send('/a').source).toBe('networkLoad');
    }
  });
});

describe('what is stored', () => {
  it('is no body that is cut, or of another length than was announced', () => {
    const origin = new CachedOrigin();
    origin.reply = () => ({ headers: { ...FRESH, 'Content-Length': '9' }, body: 'short' });
    origin.send('/a');
    expect(origin.send('/a').source).toBe('networkLoad');
    origin.reply = () => ({ headers: FRESH, body: 'cut', error: new Error('reset') });
    origin.send('/b');
    origin.reply = counted(FRESH);
    expect(origin.send('/b').source).toBe('networkLoad');
  });

  it('is no body that its caller has cancelled', () => {
    const origin = new CachedOrigin();
    origin.reply = () => ({ headers: FRESH, body: ['one', 'two'], chunkDelay: 100 });
    const request = origin.session.request('https://example.com/a');
    request.response().subscribe();
    origin.time.schedule(() => request.cancel(), 150);
    origin.time.flush();
    expect(origin.send('/a').source).toBe('networkLoad');
  });

  it.each([
    ['no more than its capacity', 2000],
    ['nothing without capacity', 0],
  ])('takes %s, and the most recent stays', (_, memoryCapacity) => {
    const origin = new CachedOrigin({ memoryCapacity, maximumEntrySize: 10_000 });
    origin.reply = () => ({ headers: FRESH, body: 'x'.repeat(500) });
    for (let index = 0; index < 50; index += 1) {
      origin.send(`/${index}`);
      expect(origin.urlCache.currentMemoryUsage).toBeLessThanOrEqual(memoryCapacity);
    }
    expect(origin.send('/49').source).toBe(memoryCapacity > 0 ? 'localCache' : 'networkLoad');
    expect(origin.send('/0').source).toBe('networkLoad');
  });

  it('is no body beyond the size of an entry, which its caller has all the same', () => {
    const origin = new CachedOrigin({ maximumEntrySize: 4 });
    origin.reply = () => ({ headers: FRESH, body: '12345' });
    expect(origin.send('/a').text).toBe('12345');
    expect(origin.send('/a').source).toBe('networkLoad');
  });

  it('has no field of the connection', () => {
    const origin = new CachedOrigin();
    origin.reply = () => ({
      headers: { ...FRESH, Connection: 'X-Hop, close', 'X-Hop': '1', 'X-End': '2', Warning: '113' },
    });
    origin.send('/a');
    const { headers } = origin.send('/a');
    expect(['connection', 'x-hop', 'warning', 'x-end'].map((name) => headers.has(name))).toEqual([
      ...[false, false, false, true],
    ]);
  });
});

describe('a part of a body', () => {
  const part = (first: number, last: number): StubReply => ({
    statusCode: 206,
    headers: { ...FRESH, ETag: '"one"', 'Content-Range': `bytes ${first}-${last}/10` },
    body: '0123456789'.slice(first, last + 1),
  });
  let origin: CachedOrigin;

  beforeEach(() => {
    origin = new CachedOrigin();
    origin.reply = (_, headers) => {
      const [, first = '0', last = '9'] = /bytes=(\d+)-(\d*)/.exec(headers.get('range') ?? '') ?? [];
      return part(Number(first), Number(last === '' ? '9' : last));
    };
  });

  it('answers requests for what it covers', () => {
    origin.send('/a', { headers: { Range: 'bytes=2-6' } });
    const inner = origin.send('/a', { headers: { Range: 'bytes=3-4' } });
    expect(inner).toMatchObject({ status: 206, text: '34', source: 'localCache' });
    expect(origin.send('/a', { headers: { Range: 'bytes=3-7' } }).source).toBe('networkLoad');
  });

  it('joins the part that it touches, up to the whole', () => {
    origin.send('/a', { headers: { Range: 'bytes=0-3' } });
    origin.send('/a', { headers: { Range: 'bytes=4-9' } });
    expect(origin.send('/a')).toMatchObject({ status: 200, text: '0123456789', source: 'localCache' });
  });

  it('is completed when the whole is asked for', () => {
    origin.send('/a', { headers: { Range: 'bytes=0-3' } });
    expect(origin.send('/a')).toMatchObject({ status: 200, text: '0123456789' });
    expect(origin.lastSent?.get('range')).toBe('bytes=4-');
    expect(origin.lastSent?.get('if-range')).toBe('"one"');
    expect(origin.send('/a').source).toBe('localCache');
  });

  it('does not join a part of another version', () => {
    origin.send('/a', { headers: { Range: 'bytes=0-3' } });
    origin.reply = () => ({ headers: { ...FRESH, ETag: '"two"' }, body: 'ABCDEFGHIJ' });
    expect(origin.send('/a')).toMatchObject({ status: 200, text: 'ABCDEFGHIJ' });
  });
});

describe('a HEAD', () => {
  it.each([
    ['freshens the stored GET that it agrees with', '"one"', 'localCache'],
    ['makes the stored GET stale that has another ETag', '"two"', 'networkLoad'],
  ])('%s', (_, etag, source) => {
    const origin = new CachedOrigin();
    origin.reply = () => ({ headers: { ...FRESH, ETag: '"one"' }, body: 'body' });
    origin.send('/a');
    origin.pass(40);
    origin.reply = () => ({ headers: { ...FRESH, ETag: etag } });
    origin.send('/a', { method: 'HEAD', headers: { 'Cache-Control': 'no-cache' } });
    origin.pass(40);
    expect(origin.send('/a').source).toBe(source);
  });
});

describe('equal requests that find nothing', () => {
  let origin: CachedOrigin;

  beforeEach(() => {
    origin = new CachedOrigin({ collapsesRequests: true });
    origin.reply = () => ({
      headers: FRESH,
      body: ['answer ', `${(count += 1)}`],
      delay: 10,
      chunkDelay: 10,
    });
  });

  it('share one load', () => {
    const outcomes = Array.from({ length: 50 }, () => origin.start('/a'));
    origin.time.flush();
    expect(new Set(outcomes.map(([outcome]) => outcome?.text))).toEqual(new Set(['answer 1']));
    expect(origin.sent).toHaveLength(1);
  });

  it('share the beginning that has come already', () => {
    const first = origin.start('/a');
    const second: ReturnType<CachedOrigin['start']>[] = [];
    origin.time.schedule(() => second.push(origin.start('/a')), 25);
    origin.time.flush();
    expect([first[0]?.text, second[0]?.[0]?.text]).toEqual(['answer 1', 'answer 1']);
    expect(origin.sent).toHaveLength(1);
  });

  it('do not share what may not be stored', () => {
    origin.reply = () => ({ headers: { 'Cache-Control': 'no-store' }, body: `${(count += 1)}`, delay: 10 });
    const outcomes = [1, 2, 3].map(() => origin.start('/a'));
    origin.time.flush();
    expect(outcomes.map(([outcome]) => outcome?.text).sort()).toEqual(['1', '2', '3']);
  });

  it('leave each alone, and the last one that leaves ends the load', () => {
    const requests = [1, 2, 3].map(() => origin.session.request('https://example.com/a'));
    const texts: string[] = [];
    for (const request of requests) {
      request.response().subscribe(({ data }) => texts.push(new TextDecoder().decode(data)));
    }
    origin.time.schedule(() => requests[0]?.cancel(), 15);
    origin.time.schedule(() => requests[1]?.cancel(), 16);
    origin.time.flush();
    expect(texts).toEqual(['', '', 'answer 1']);
    expect(origin.send('/a').source).toBe('localCache');
  });

  it('of different users do not share', () => {
    const ann = origin.start('/a', { headers: { Cookie: 'ann' } });
    const bob = origin.start('/a', { headers: { Cookie: 'bob' } });
    origin.time.flush();
    expect([ann[0]?.text, bob[0]?.text]).toEqual(['answer 1', 'answer 2']);
  });

  it('fail together', () => {
    origin.reply = () => ({ error: Object.assign(new Error('gone'), { code: 'ECONNRESET' }), delay: 10 });
    const outcomes = [1, 2].map(() => origin.start('/a'));
    origin.time.flush();
    expect(outcomes.map(([outcome]) => outcome?.status)).toEqual([undefined, undefined]);
  });
});

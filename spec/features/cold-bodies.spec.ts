import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { lastValueFrom, retry } from 'rxjs';
import { MultipartFormData } from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

function post(body: unknown, options = {}): Promise<Echo> {
  return lastValueFrom(sessions.make().post<Echo>(`${server.url}/post`, body, options));
}

function formOf(entries: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(entries)) form.append(name, value);
  return form;
}

describe('a body of the cold door', () => {
  it.each<[string, unknown, string]>([
    ['an object', { name: 'Ada', tags: ['a'] }, '{"name":"Ada","tags":["a"]}'],
    ['an array', [1, 2], '[1,2]'],
    ['a number', 17, '17'],
    ['false', false, 'false'],
  ])('that is %s is sent as JSON', async (_what, body, data) => {
    const echo = await post(body);
    expect(echo).toMatchObject({ data, headers: { 'content-type': 'application/json' } });
  });

  it('that is URLSearchParams is sent as a form', async () => {
    const echo = await post(
      new URLSearchParams([
        ['a', '1'],
        ['b', 'x y'],
        ['b', 'é&'],
      ]),
    );
    expect(echo.form).toEqual({ a: '1', b: ['x y', 'é&'] });
    expect(echo.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  });

  it('that is FormData is sent as multipart, files included', async () => {
    const echo = await post(formOf({ name: 'Ada', photo: new Blob(['12345'], { type: 'image/png' }) }));
    expect(echo).toMatchObject({ form: { name: 'Ada' }, files: { photo: 5 } });
  });

  it('that is MultipartFormData, or a function that fills one, is sent as multipart', async () => {
    const form = new MultipartFormData();
    form.append('Ada', { name: 'name' });
    const fill = (empty: MultipartFormData): void => {
      empty.append('Grace', { name: 'name' });
    };
    expect(await post(form)).toMatchObject({ form: { name: 'Ada' } });
    expect(await post(fill)).toMatchObject({ form: { name: 'Grace' } });
  });

  it.each<[string, () => unknown]>([
    ['text', () => 'hello'],
    ['bytes', () => new TextEncoder().encode('hello')],
    ['an ArrayBuffer', () => new TextEncoder().encode('hello').buffer],
    ['a part of a larger buffer', () => new TextEncoder().encode('<hello>').subarray(1, 6)],
    ['a Blob', () => new Blob(['hel', 'lo'])],
    ['a ReadableStream', () => new Blob(['hello']).stream()],
    ['a Readable', () => Readable.from([Buffer.from('hel'), Buffer.from('lo')])],
  ])('that is %s is sent as it is', async (_what, makeBody) => {
    expect(await post(makeBody())).toMatchObject({ method: 'POST', data: 'hello' });
  });

  it('that is a Blob is sent with its type', async () => {
    const echo = await post(new Blob(['a,b'], { type: 'text/csv' }));
    expect(echo.headers['content-type']).toBe('text/csv');
  });

  it.each([undefined, null])('that is %s is not sent', async (nothing) => {
    const echo = await post(nothing);
    expect(echo).toMatchObject({ method: 'POST', data: '' });
    expect(echo.headers).not.toHaveProperty('content-type');
  });

  it.each<[string, unknown]>([
    ['JSON', { name: 'Ada' }],
    ['an upload', 'text'],
    ['a form', formOf({ name: 'Ada' })],
    ['search parameters', new URLSearchParams('name=Ada')],
  ])('that is %s leaves the parameters to the query', async (_what, body) => {
    expect(await post(body, { parameters: { page: 2 } })).toMatchObject({ args: { page: '2' } });
  });

  it('keeps the headers that it is given', async () => {
    const echo = await post(
      { a: 1 },
      { headers: { 'Content-Type': 'application/vnd.api+json', 'X-Trace': '1' } },
    );
    expect(echo.headers).toMatchObject({ 'content-type': 'application/vnd.api+json', 'x-trace': '1' });
  });

  it.each(['put', 'patch'] as const)('is sent with %s', async (verb) => {
    const echo = await lastValueFrom(sessions.make()[verb]<Echo>(`${server.url}/anything`, { a: 1 }));
    expect(echo).toMatchObject({ method: verb.toUpperCase(), json: { a: 1 } });
  });

  it('is sent again, whole, by each subscription', async () => {
    const flaky = sessions.make().post(`${server.url}/flaky/x?failures=2`, formOf({ name: 'Ada' }));
    expect(await lastValueFrom(flaky.pipe(retry(2)))).toEqual({ attempt: 3 });
    const lengths = server.requests.map(({ headers }) => headers['content-length']);
    expect(new Set(lengths).size).toBe(1);
  });

  it('that is a stream is not sent a second time by another subscription', async () => {
    const asked = sessions.make().post<Echo>(`${server.url}/post`, new Blob(['once']).stream());
    expect(await lastValueFrom(asked)).toMatchObject({ data: 'once' });
    await expect(lastValueFrom(asked)).rejects.toMatchObject({ code: 'requestBodyStreamExhausted' });
    expect(server.requests).toHaveLength(1);
  });
});

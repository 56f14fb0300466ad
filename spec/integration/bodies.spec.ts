import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { firstValueFrom, toArray, type Observable } from 'rxjs';
import type { DataRequest, Progress, RequestOptions } from 'rxsession';
import { useHttpbin } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

function get(path: string, options?: RequestOptions): DataRequest {
  return sessions
    .make()
    .request(httpbin.url + path, options)
    .validate();
}

function all<T>(values: Observable<T>): Promise<T[]> {
  return firstValueFrom(values.pipe(toArray()));
}

function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

describe('a body of httpbin', () => {
  it.each([
    [1, '19581e27de7ced00ff1ce50b2047e7a567c76b1cbaebabe5ef03f7c3017bb5b7'],
    [1024, '1ba43bf584f5492eee63d3e590e65f1e1cdaf93dd988686d958f053713b7782f'],
    [102_400, '3281a765f460e525539f06ff6f9811b0c5d3a081d30d50a50d90a10d6cfa78d1'],
  ])('of %i bytes is exactly those of its seed', async (length, digest) => {
    const { data, response } = await firstValueFrom(get(`/bytes/${length}?seed=42`).response());
    expect([data?.byteLength, response?.expectedContentLength]).toEqual([length, length]);
    expect(sha256(data)).toBe(digest);
  });

  it('in chunks is the same, of a length nobody has told', async () => {
    const request = get('/stream-bytes/102400?seed=42&chunk_size=1000');
    const { data, response } = await firstValueFrom(request.response());
    expect([sha256(data), response?.expectedContentLength]).toEqual([
      '3281a765f460e525539f06ff6f9811b0c5d3a081d30d50a50d90a10d6cfa78d1',
      undefined,
    ]);
  });

  it.each([
    ['gzip', 'gzipped'],
    ['deflate', 'deflated'],
    ['brotli', 'brotli'],
  ])('in %s is decoded', async (coding, flag) => {
    const request = get(`/${coding}`);
    const { value, response } = await request.serializingJSON<Record<string, unknown>>().response;
    expect(value).toHaveProperty(flag, true);
    expect(response?.expectedContentLength).toBeUndefined();
  });

  it('in gzip has no total to make progress towards before its end', async () => {
    const request = get('/gzip');
    const [progress, { data }] = await Promise.all([
      all(request.downloadProgress),
      firstValueFrom(request.response()),
    ]);
    const last = {
      completedUnitCount: data?.byteLength,
      totalUnitCount: data?.byteLength,
      fractionCompleted: 1,
    };
    expect(progress.at(-1)).toEqual(last);
    expect(progress.slice(0, -1).every(({ totalUnitCount }) => totalUnitCount === undefined)).toBe(true);
  });

  it('in lines of JSON comes whole', async () => {
    const text = await get('/stream/20').serializingString().value;
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number });
    expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });

  it('in every script is text', async () => {
    const text = '∮ E⋅da = Q, สิบสองกษัตริย์, Καλημέρα, 😃';
    const encoded = Buffer.from(text).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    const get = sessions.make().get(`${httpbin.url}/base64/${encoded}`, { decode: 'string' });
    expect(await firstValueFrom(get)).toBe(text);
  });

  it.each([
    ['/image/png', '89504e47', 'image/png'],
    ['/image/jpeg', 'ffd8ffe0', 'image/jpeg'],
    ['/image/webp', '52494646', 'image/webp'],
  ])('is the picture of %s', async (path, signature, mimeType) => {
    const { value, response } = await get(path).serializingData().response;
    expect([Buffer.from(value ?? []).toString('hex', 0, 4), response?.mimeType]).toEqual([
      signature,
      mimeType,
    ]);
  });

  it('is a page of HTML', async () => {
    const { value, response } = await get('/html').serializingString().response;
    expect([value?.startsWith('<!DOCTYPE html>'), response?.mimeType]).toEqual([true, 'text/html']);
  });

  it('is the part of it that was asked for', async () => {
    const request = get('/range/26', { headers: { Range: 'bytes=10-19' } });
    const { value, response } = await request.serializingString().response;
    expect([response?.statusCode, response?.headers.get('Content-Range'), value]).toEqual([
      206,
      'bytes 10-19/26',
      'klmnopqrst',
    ]);
  });

  it('is not sent again to who has it', async () => {
    const headers = { 'If-None-Match': 'v1' };
    const request = sessions.make().request(`${httpbin.url}/etag/v1`, { headers });
    const { response, data, error } = await firstValueFrom(request.response());
    expect([response?.statusCode, data, error]).toEqual([304, undefined, undefined]);
  });

  it.each([204, 205])('may be empty at %i', async (status) => {
    expect(await get(`/status/${status}`).serializingData().value).toEqual(new Uint8Array());
  });

  it('may not be empty elsewhere', async () => {
    const { error } = await get('/status/200').serializingData().response;
    expect(error?.reason?.kind).toBe('inputDataNilOrZeroLength');
  });
});

describe('the progress of a body of httpbin', () => {
  const isRising = (values: readonly number[]): boolean =>
    values.every((value, index) => value >= (values[index - 1] ?? 0));

  it('rises to exactly one', async () => {
    const request = get('/bytes/1024');
    const [progress, { data }] = await Promise.all([
      all(request.downloadProgress),
      firstValueFrom(request.response()),
    ]);
    const fractions = progress.map(({ fractionCompleted }) => fractionCompleted);
    expect([data?.byteLength, isRising(fractions), fractions.at(-1)]).toEqual([1024, true, 1]);
  });

  it('is told piece by piece while the body drips', async () => {
    const request = get('/drip?numbytes=5&duration=0.5');
    const [progress, { data }] = await Promise.all([
      all(request.downloadProgress),
      firstValueFrom(request.response()),
    ]);
    const counts = progress.map(({ completedUnitCount }: Progress) => completedUnitCount);
    expect([Buffer.from(data ?? []).toString(), isRising(counts), counts.at(-1)]).toEqual(['*****', true, 5]);
    expect(new Set(counts).size).toBeGreaterThan(2);
    expect(progress.at(-1)).toMatchObject({ totalUnitCount: 5, fractionCompleted: 1 });
  });

  it('is kept in what the request holds so far', async () => {
    const request = get('/drip?numbytes=3&duration=0.3');
    const held: number[] = [];
    request.downloadProgress.subscribe(() => held.push(request.data?.byteLength ?? 0));
    await firstValueFrom(request.response());
    expect([held[0], isRising(held), held.at(-1)]).toEqual([0, true, 3]);
  });
});

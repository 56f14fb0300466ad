import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable, toArray } from 'rxjs';
import {
  type MultipartFormData,
  type Progress,
  Retrier,
  RetryResult,
  type UploadContent,
  type UploadOptions,
} from 'rxsession';
import { onlyResponseOf } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { CountedPieces, fileOf, type ReceivedUpload } from '../support/upload-bodies.js';

const server = useServer();
const sessions = useSessions(server);

const all = (progress: Observable<Progress>): Promise<Progress[]> => lastValueFrom(progress.pipe(toArray()));
const fractions = (values: readonly Progress[]): number[] =>
  values.map(({ fractionCompleted }) => fractionCompleted);
const isRising = (values: readonly number[]): boolean =>
  values.every((value, index) => value >= (values[index - 1] ?? 0));

interface Progresses {
  readonly response: ReceivedUpload | undefined;
  readonly error: unknown;
  readonly uploaded: Progress[];
  readonly downloaded: Progress[];
}

async function uploadingTo(
  path: string,
  body: UploadContent,
  options: UploadOptions & { headers?: Record<string, string> } = {},
): Promise<Progresses> {
  const request = sessions.make().upload(body, server.url + path, options);
  const both = [all(request.uploadProgress), all(request.downloadProgress)] as const;
  const { value, error } = await onlyResponseOf(request.responseJSON<ReceivedUpload>());
  return { response: value, error, uploaded: await both[0], downloaded: await both[1] };
}

function expectToRiseToOne({ error, uploaded, downloaded }: Progresses): void {
  expect(error).toBeUndefined();
  for (const values of [fractions(uploaded), fractions(downloaded)]) {
    expect(values.length).toBeGreaterThan(0);
    expect(isRising(values)).toBe(true);
    expect(values.at(-1)).toBe(1);
  }
}

const LOREM = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. ';

function largeForm(form: MultipartFormData): void {
  form
    .append('Lorem ipsum dolor sit amet, consectetur adipiscing elit.'.repeat(8700), { name: 'lorem1' })
    .append('Lorem ipsum dolor sit amet, nam no graeco recusabo appellantur.'.repeat(7900), {
      name: 'lorem2',
    });
}

describe('the progress of an upload', () => {
  it('of text never falls, and ends at exactly 1, as that of its response does', async () => {
    expectToRiseToOne(await uploadingTo('/post', LOREM.repeat(1000)));
  });

  it.each<[string, UploadOptions]>([
    ['in memory', { usingThreshold: Infinity }],
    ['through a file', { usingThreshold: 0 }],
    ['straight from its parts', { encoding: 'streamed' }],
  ])('of a form sent %s never falls, and ends at exactly 1', async (_how, options) => {
    expectToRiseToOne(await uploadingTo('/upload', largeForm, options));
  });

  it.each<[string, () => UploadContent, Record<string, string>]>([
    ['bytes', () => new Uint8Array(5_000_000), {}],
    ['a Blob', () => new Blob([new Uint8Array(5_000_000)]), {}],
    ['a file', () => fileOf(new Uint8Array(5_000_000)), {}],
    ['a stream of declared length', () => new CountedPieces(5_000_000), { 'Content-Length': '5000000' }],
  ])('of %s has many values, each with the total', async (_what, body, headers) => {
    const progresses = await uploadingTo('/upload', body(), { headers });
    expectToRiseToOne(progresses);
    expect(new Set(fractions(progresses.uploaded)).size).toBeGreaterThan(5);
    const last = progresses.uploaded.at(-1);
    expect(last).toEqual({ completedUnitCount: 5_000_000, totalUnitCount: 5_000_000, fractionCompleted: 1 });
  });

  it('of a stream of unknown length has no total until its end', async () => {
    const progresses = await uploadingTo('/upload', new CountedPieces(1_000_000));
    expectToRiseToOne(progresses);
    expect(progresses.uploaded.slice(0, -1).every(({ totalUnitCount }) => totalUnitCount === undefined)).toBe(
      true,
    );
    expect(progresses.uploaded.at(-1)).toMatchObject({
      completedUnitCount: 1_000_000,
      totalUnitCount: 1_000_000,
    });
  });

  it('of a slow stream has a value for what has come so far', async () => {
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      for (let chunk = 0; chunk < 75; chunk += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        yield new TextEncoder().encode(LOREM);
      }
    };
    const progresses = await uploadingTo('/upload', slow(), { headers: { 'Content-Length': '4275' } });
    expectToRiseToOne(progresses);
    expect(new Set(fractions(progresses.uploaded)).size).toBeGreaterThan(1);
    expect(progresses.response?.bytes).toBe(4275);
  });

  it('counts what has left, not what waits for a server that does not read', async () => {
    const request = sessions.make().upload(new Uint8Array(50_000_000), `${server.url}/slow-reader/reading`);
    const values: Progress[] = [];
    request.uploadProgress.subscribe((progress) => values.push(progress));
    const response = onlyResponseOf(request.responseJSON<ReceivedUpload>());
    await server.latch('reading').reached();
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(values.at(-1)?.fractionCompleted).toBeLessThan(0.5);
    server.latch('reading').release();
    expect((await response).value?.bytes).toBe(50_000_000);
    expect(values.at(-1)?.fractionCompleted).toBe(1);
  });

  it('of nothing is complete at the end', async () => {
    const { uploaded } = await uploadingTo('/upload', new Uint8Array(0));
    expect(uploaded.at(-1)).toEqual({ completedUnitCount: 0, totalUnitCount: 0, fractionCompleted: 1 });
  });

  it('is told where it stands to one who comes late', async () => {
    const request = sessions.make().upload(new Uint8Array(10), `${server.url}/upload`);
    await onlyResponseOf(request);
    expect(fractions(await all(request.uploadProgress))).toEqual([1]);
  });

  it('begins anew with a retry', async () => {
    const interceptor = Retrier(({ retryCount }) =>
      retryCount < 1 ? RetryResult.retry : RetryResult.doNotRetry,
    );
    const url = `${server.url}/flaky/progress?failures=1`;
    const request = sessions.make().upload(new Uint8Array(500_000), url, { interceptor });
    const values = all(request.uploadProgress);
    await onlyResponseOf(request.validate());
    const counts = (await values).map(({ completedUnitCount }) => completedUnitCount);
    expect(counts.filter((count, index) => count < (counts[index - 1] ?? 0))).toHaveLength(1);
    expect(counts.at(-1)).toBe(500_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { type DownloadRequest, isSessionError, URLRequest } from 'rxsession';
import { seededBytes } from '../../examples/server/seeded-bytes.js';
import { contentOf, named, useDownloadedFiles } from '../support/downloads.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles, temporaryFile } from '../support/temporary-files.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);

const jsonIn = (url: URL | undefined): unknown => JSON.parse(contentOf(url).toString());
const download = (path: string, ...rest: [object?]): DownloadRequest =>
  sessions.make().download(server.url + path, ...rest);

describe('a download', () => {
  it('puts the file where its destination says', async () => {
    const to = named('fresh.json');
    const response = await firstValueFrom(download('/stream/100', { to }).validate().responseURL());
    expect(response).toMatchObject({ resumeData: undefined, error: undefined });
    expect([response.request, response.response]).not.toContain(undefined);
    expect(response.fileURL).toEqual(temporaryFile('fresh.json'));
    expect(contentOf(response.fileURL).toString().trim().split('\n')).toHaveLength(100);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('without a destination stays in the temporary folder, where its owner alone can read it', async () => {
    const { value, error, resumeData } = await firstValueFrom(download('/bytes/1000').responseURL());
    expect([error, resumeData]).toEqual([undefined, undefined]);
    expect(contentOf(value)).toEqual(seededBytes(1000));
    expect(basename(value?.pathname ?? '')).toMatch(/^rxsession-[\da-f-]{36}$/);
    expect(statSync(value as URL).mode & 0o777).toBe(0o600);
  });

  it('tells how far it has come, and ends at all of it', async () => {
    const request = download('/drip?chunks=8&size=128&length', { to: named('bytes.bin') });
    const progress = lastValueFrom(request.downloadProgress.pipe(toArray()));
    const response = await firstValueFrom(request.response());
    const fractions = (await progress).map(({ fractionCompleted }) => fractionCompleted);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect([response.request, response.response, response.fileURL]).not.toContain(undefined);
    expect(response).toMatchObject({ resumeData: undefined, error: undefined });
  });

  it('puts its parameters into the query', async () => {
    const request = download('/get', { to: named('echo.json'), parameters: { foo: 'bar' } });
    const { fileURL, resumeData, error } = await firstValueFrom(request.response());
    expect(jsonIn(fileURL)).toMatchObject({ args: { foo: 'bar' } });
    expect([resumeData, error]).toEqual([undefined, undefined]);
  });

  it('sends its headers', async () => {
    const request = download('/get', { to: named('echo.json'), headers: { Authorization: '123456' } });
    const { fileURL, resumeData, error } = await firstValueFrom(request.response());
    expect(jsonIn(fileURL)).toMatchObject({ headers: { authorization: '123456' } });
    expect([resumeData, error]).toEqual([undefined, undefined]);
  });

  it('takes a URLRequest with a method and a body of its own', async () => {
    const urlRequest = new URLRequest(`${server.url}/post`, { method: 'POST', body: 'text' });
    const { value } = await firstValueFrom(sessions.make().download(urlRequest).responseJSON());
    expect(value).toMatchObject({ method: 'POST', data: 'text' });
  });

  it('follows redirects', async () => {
    const { value, response } = await firstValueFrom(download('/redirect/2').responseJSON());
    expect([value, response?.url]).toMatchObject([{ url: `${server.url}/get` }, `${server.url}/get`]);
  });

  it('writes what a coded body stands for', async () => {
    const { value } = await firstValueFrom(download('/gzip?bytes=100000').responseData());
    expect(value).toEqual(new Uint8Array(seededBytes(100_000)));
  });

  it.each([
    ['a HEAD', '/get', 'HEAD'],
    ['a 204', '/status/204', 'GET'],
    ['an empty body', '/bytes/0', 'GET'],
  ])('is an empty file after %s', async (_what, path, method) => {
    const { value, error } = await firstValueFrom(download(path, { method }).validate().responseURL());
    expect(error).toBeUndefined();
    expect(contentOf(value)).toHaveLength(0);
  });

  it('is larger than what may be held in memory', async () => {
    const session = sessions.make({ configuration: { maximumResponseBodySize: 1000 } });
    const { value } = await firstValueFrom(session.download(`${server.url}/bytes/50000`).responseURL());
    expect(contentOf(value)).toEqual(seededBytes(50_000));
  });
});

describe('the destination of a download', () => {
  const folder = 'some/random/folder';

  it('fails in a folder that does not exist', async () => {
    const response = await firstValueFrom(download('/get', { to: named(`${folder}/a.json`) }).response());
    expect([response.request, response.response]).not.toContain(undefined);
    expect([response.fileURL, response.resumeData]).toEqual([undefined, undefined]);
    const underlyingError = { code: 'ENOENT' };
    expect(response.error).toMatchObject({ kind: 'downloadedFileMoveFailed', underlyingError });
    expect(response.error?.destinationURL).toBe(temporaryFile(`${folder}/a.json`).href);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('may make the folders that are missing', async () => {
    const to = named(`${folder}/a.json`, { createIntermediateDirectories: true });
    const { fileURL, error, resumeData } = await firstValueFrom(download('/get', { to }).response());
    expect(fileURL).toEqual(temporaryFile(`${folder}/a.json`));
    expect([error, resumeData, existsSync(fileURL as URL)]).toEqual([undefined, undefined, true]);
  });

  it('leaves a file alone that is there', async () => {
    writeFileSync(temporaryFile('taken.json'), 'random_data');
    const response = await firstValueFrom(download('/get', { to: named('taken.json') }).response());
    expect([response.fileURL, response.resumeData]).toEqual([undefined, undefined]);
    const underlyingError = { code: 'EEXIST' };
    expect(response.error).toMatchObject({ kind: 'downloadedFileMoveFailed', underlyingError });
    expect(contentOf(temporaryFile('taken.json')).toString()).toBe('random_data');
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('may replace a file that is there', async () => {
    mkdirSync(temporaryFile(folder), { recursive: true });
    writeFileSync(temporaryFile(`${folder}/a.json`), 'random_data');
    const options = { removePreviousFile: true, createIntermediateDirectories: true };
    const to = named(`${folder}/a.json`, options);
    const { fileURL, error } = await firstValueFrom(download('/get', { to }).response());
    expect(error).toBeUndefined();
    expect(jsonIn(fileURL)).toMatchObject({ method: 'GET' });
  });

  it('does not replace a folder, nor what a link points to', async () => {
    mkdirSync(temporaryFile('folder/kept'), { recursive: true });
    writeFileSync(temporaryFile('precious'), 'random_data');
    symlinkSync(temporaryFile('precious').pathname, temporaryFile('link').pathname);
    const into = (name: string): DownloadRequest =>
      download('/get', { to: named(name, { removePreviousFile: true }) });
    expect(await firstValueFrom(into('folder').response())).toMatchObject({
      error: { kind: 'downloadedFileMoveFailed' },
    });
    expect(await firstValueFrom(into('link').response())).toMatchObject({ error: undefined });
    expect(existsSync(temporaryFile('folder/kept'))).toBe(true);
    expect(contentOf(temporaryFile('precious')).toString()).toBe('random_data');
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('may be decided later, knowing the file and the response', async () => {
    let read: string | undefined;
    const request = download('/get', {
      to: async (temporaryURL: URL, { statusCode }: { statusCode: number }) => {
        read = contentOf(temporaryURL).toString();
        return named(`${String(statusCode)}.json`)(temporaryURL, undefined as never);
      },
    });
    const { fileURL } = await firstValueFrom(request.response());
    expect(fileURL).toEqual(temporaryFile('200.json'));
    expect(contentOf(fileURL).toString()).toBe(read);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('nowhere');
      },
    ],
    ['rejects', () => Promise.reject(new Error('nowhere'))],
    ['is no file', () => ({ destinationURL: new URL('https://example.com/') })],
    ['is nothing', () => undefined],
  ])('that %s is a failure, of which nothing is left', async (_what, to) => {
    const { error, fileURL } = await firstValueFrom(download('/get', { to }).response());
    expect([isSessionError(error), error?.kind, fileURL]).toEqual([
      true,
      'downloadedFileMoveFailed',
      undefined,
    ]);
    expect(listTemporaryFiles()).toEqual([]);
  });
});

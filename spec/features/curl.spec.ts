import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import {
  type DataRequest,
  JSONParameterEncoder,
  MultipartFormData,
  Retrier,
  RetryResult,
  type Session,
} from 'rxsession';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const eager = (headers?: Record<string, string>): Session =>
  sessions.make({ requestSetup: 'eager', ...(headers && { configuration: { headers } }) });

/** As a shell tells them apart, quotes kept and line continuations dropped. */
const wordsOf = (description: string): string[] => description.split(/\s+/).filter((word) => word !== '\\');

/** What is told of a request that nobody resumes; it is cancelled then. */
async function toldOf(request: DataRequest): Promise<string> {
  const description = await firstValueFrom(request.onCURL);
  await ended(request.cancel());
  return description;
}

describe('the cURL command of a request', () => {
  it('is told as soon as there is a URLRequest, resumed or not', async () => {
    const words = wordsOf(await toldOf(eager().request(`${server.url}/get`)));
    expect(words.slice(0, 5)).toEqual(['$', 'curl', '-v', '-X', 'GET']);
    expect(words.at(-1)).toBe(`"${server.url}/get"`);
    expect(server.requests).toHaveLength(0);
  });

  it('can be read once it was told', async () => {
    const request = eager().request(`${server.url}/get`);
    expect(request.cURLDescription()).toBe('$ curl command could not be created');
    expect(await firstValueFrom(request.onCURL)).toBe(request.cURLDescription());
    expect(wordsOf(request.cURLDescription()).slice(0, 4)).toEqual(['$', 'curl', '-v', '-X']);
    await ended(request.cancel());
  });

  it('is told again to whoever asks while it is told', async () => {
    const request = eager().request(`${server.url}/get`);
    const told: string[] = [];
    request.onCURL.subscribe((description) => {
      told.push(description);
      request.onCURL.subscribe((again) => told.push(again));
    });
    await firstValueFrom(request.onCURL);
    await ended(request.cancel());
    expect(told).toEqual([request.cURLDescription(), request.cURLDescription()]);
    expect(wordsOf(told[1]!).at(-1)).toBe(`"${server.url}/get"`);
  });

  it('has each header once, and those of the request win over the session', async () => {
    const headers = { 'Accept-Language': 'en-GB' };
    const session = eager({ 'Accept-Language': 'en-US' });
    const description = await toldOf(session.request(`${server.url}/get`, { headers }));
    expect(description.match(/Accept-Language/gi)).toHaveLength(1);
    expect(description).toContain('-H "Accept-Language: en-GB"');
  });

  it('has the JSON of its body, quotes and all', async () => {
    const parameters = { 'fo"o': 'b"ar', "f'oo": "ba'r" };
    const encoder = JSONParameterEncoder.default;
    const description = await toldOf(
      eager().request(`${server.url}/post`, { method: 'POST', parameters, encoder }),
    );
    const words = wordsOf(description);
    expect(words.slice(0, 5)).toEqual(['$', 'curl', '-v', '-X', 'POST']);
    expect(description).toContain('-H "Content-Type: application/json"');
    expect(description).toContain(`-d "{\\"fo\\\\\\"o\\":\\"b\\\\\\"ar\\",\\"f'oo\\":\\"ba'r\\"}"`);
    expect(words.at(-1)).toBe(`"${server.url}/post"`);
  });

  it('has the content type of a form, and no other', async () => {
    const form = new MultipartFormData().append('日本語', { name: 'japanese' });
    const session = eager({ 'Content-Type': 'application/json' });
    const description = await toldOf(session.upload(form, `${server.url}/post`));
    expect(description.match(/Content-Type: (?!text)/g)).toHaveLength(1);
    expect(description).toContain('-H "Content-Type: multipart/form-data;');
    expect(description).toContain('日本語');
  });

  it.each(['invalid_url', 'http://', ''])('says that there is none for the URL %p', async (url) => {
    const request = eager().request(url);
    const description = await firstValueFrom(request.onCURL);
    expect(description).toBe('$ curl command could not be created');
    expect(request.cURLDescription()).toBe(description);
    await ended(request.cancel());
  });

  it('is told of each attempt, those made before first, and completes with the request', async () => {
    const request = sessions.make().request(`${server.url}/flaky/c?failures=1`).validate();
    request.retry(Retrier(() => RetryResult.retry));
    const live = lastValueFrom(request.onCURL.pipe(toArray()));
    await ended(request.resume());
    expect(await live).toEqual([request.cURLDescription(), request.cURLDescription()]);
    expect(await lastValueFrom(request.onCURL.pipe(toArray()))).toEqual(await live);
  });

  it('shows no secret but on request', async () => {
    const configuration = { headers: { 'X-Api-Key': 'S3CR3T' }, secretHeaders: ['x-api-key'] };
    const headers = { Authorization: 'Bearer S3CR3T', Cookie: 'id=S3CR3T' };
    const request = sessions.make({ configuration }).request(`${server.url}/get`, { headers }).resume();
    const told = await lastValueFrom(request.onCURL);
    expect([told, request.cURLDescription()].join()).not.toContain('S3CR3T');
    expect(request.cURLDescription({ showsSecrets: true }).match(/S3CR3T/g)).toHaveLength(3);
  });

  it('describes the file, and the stream, of an upload', async () => {
    const session = sessions.make();
    const stream = new Blob(['hello']).stream();
    const request = session.upload(stream, `${server.url}/post`, { headers: { 'Content-Length': '5' } });
    expect(await lastValueFrom(request.resume().onCURL)).toContain('--data-binary "@<a stream of 5 bytes>"');
    const file = session.upload(new URL(import.meta.url), `${server.url}/post`).resume();
    expect(await lastValueFrom(file.onCURL)).toMatch(/--data-binary "@\/.*curl\.spec\.ts"/);
  });
});

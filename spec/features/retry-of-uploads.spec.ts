import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  MultipartFormData,
  RetryPolicy,
  RetryResult,
  type UploadContent,
  type UploadRequest,
  type URLRequestConvertible,
} from 'rxsession';
import type { ReceivedForm } from '../../examples/server/multipart-reader.js';
import { oneAfterTheOther } from '../support/convertibles.js';
import { CountingInterceptor } from '../support/counting-interceptor.js';
import { refusedURL } from '../support/fault-server.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const POST = { method: 'POST' };

/** Refused at first, accepted the second time. */
const refusedAtFirst = (path: string): URLRequestConvertible =>
  oneAfterTheOther([`${server.url}/status/503`, POST], [server.url + path, POST]);

/** Retries without waiting. */
const patient = (): RetryPolicy =>
  new RetryPolicy({ exponentialBackoffScale: 0, retryableHTTPMethods: ['POST'] });

function upload(content: UploadContent, to: URLRequestConvertible, usingThreshold?: number): UploadRequest {
  return sessions.make({ interceptor: patient() }).upload(content, to, { usingThreshold }).validate();
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream();
}

/** The URL of a file of this spec's own temporary folder. */
function fileOf(text: string): URL {
  const path = join(os.tmpdir(), 'upload.txt');
  writeFileSync(path, text);
  return pathToFileURL(path);
}

describe('an upload that is retried', () => {
  it.each<[string, () => UploadContent]>([
    ['bytes', () => new TextEncoder().encode('hello')],
    ['the bytes of a view', () => new TextEncoder().encode('hello, there').subarray(0, 5)],
    ['text', () => 'hello'],
    ['a Blob', () => new Blob(['hello'])],
    ['a file', () => fileOf('hello')],
    ['what a function returns', () => () => 'hello'],
    ['a stream that a function makes', () => () => streamOf('hello')],
  ])('sends %s again', async (_what, content) => {
    const request = upload(content(), refusedAtFirst('/post'));
    expect(await request.serializingJSON().value).toMatchObject({ data: 'hello' });
    expect(request.retryCount).toBe(1);
  });

  it.each<[string, number | undefined]>([
    ['in memory', undefined],
    ['through a temporary file', 0],
  ])('encodes a form again %s', async (_how, usingThreshold) => {
    const form = new MultipartFormData().append('Ada', { name: 'name' });
    const request = upload(form, refusedAtFirst('/multipart'), usingThreshold);
    const received = await request.serializingJSON<ReceivedForm>().value;
    expect(received.fields).toEqual([{ name: 'name', value: 'Ada' }]);
    expect(request.retryCount).toBe(1);
  });

  it('has its form built anew for each attempt', async () => {
    const forms: MultipartFormData[] = [];
    const build = (form: MultipartFormData): void => {
      forms.push(form);
      form.append(`attempt ${forms.length}`, { name: 'note' });
    };
    const request = upload(build, refusedAtFirst('/multipart'));
    const received = await request.serializingJSON<ReceivedForm>().value;
    expect(received.fields).toEqual([{ name: 'note', value: 'attempt 2' }]);
    expect(forms).toHaveLength(2);
    expect(forms[0]).not.toBe(forms[1]);
    expect(request.request?.headers.get('Content-Type')).toBe(forms[1]?.contentType);
  });

  it('removes the temporary file of an attempt before the next one', async () => {
    const content = new MultipartFormData().append('Ada', { name: 'name' });
    const request = upload(content, refusedAtFirst('/multipart'), 0);
    const files: unknown[] = [];
    request.onTask.subscribe(() => files.push(request.uploadable));
    await request.serializingData().value;
    expect(files).toMatchObject([
      { kind: 'file', shouldRemove: true },
      { kind: 'file', shouldRemove: true },
    ]);
    expect(files[0]).not.toEqual(files[1]);
  });
});

describe('a stream that can be read once', () => {
  it('is not uploaded again after it was read, and nobody is asked', async () => {
    const retrier = new CountingInterceptor({ retry: () => RetryResult.retry });
    const session = sessions.make({ interceptor: retrier });
    const request = session
      .upload(streamOf('hello'), `${server.url}/upload`)
      .validate({ statusCodes: [201] });
    const { error } = await request.serializingData().response;
    expect(error).toMatchObject({ kind: 'responseValidationFailed' });
    expect(retrier.retryCount).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  it('in a form is not read a second time either', async () => {
    const retrier = new CountingInterceptor({ retry: () => RetryResult.retry });
    const form = new MultipartFormData().append(streamOf('hello'), { name: 'part' });
    const session = sessions.make({ interceptor: retrier });
    const request = session.upload(form, `${server.url}/multipart`).validate({ statusCodes: [201] });
    expect((await request.serializingData().response).error?.kind).toBe('responseValidationFailed');
    expect(retrier.retryCount).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  it('is uploaded by a retry when it was not touched before', async () => {
    const to = oneAfterTheOther([await refusedURL(), POST], [`${server.url}/post`, POST]);
    const request = upload(streamOf('hello'), to);
    expect(await request.serializingJSON().value).toMatchObject({ data: 'hello' });
    expect(request.retryCount).toBe(1);
  });
});

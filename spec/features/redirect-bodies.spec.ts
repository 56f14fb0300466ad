import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  JSONParameterEncoder,
  MultipartFormData,
  Redirector,
  RetryResult,
  type UploadContent,
  type UploadOptions,
  type URLRequest,
} from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import type { ReceivedForm } from '../../examples/server/multipart-reader.js';
import { seededBytes } from '../../examples/server/seeded-bytes.js';
import { CountingInterceptor } from '../support/counting-interceptor.js';
import { listTemporaryFiles } from '../support/temporary-files.js';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const [server, other] = useServers(2);
const sessions = useSessions(server, other);

/** The URL of a redirect with this status code. */
function moved(statusCode: number, target = '/anything'): string {
  return `${server.url}/redirect-to?statusCode=${statusCode}&url=${encodeURIComponent(target)}`;
}

async function sent(statusCode: number, method: string, body: UploadContent): Promise<Echo> {
  const upload = sessions.make().upload(body, moved(statusCode), { method });
  return upload.serializingJSON<Echo>().value;
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream();
}

function fileOf(content: string | Uint8Array): URL {
  const path = join(os.tmpdir(), 'body.txt');
  writeFileSync(path, content);
  return pathToFileURL(path);
}

describe('the method and the body after a redirect', () => {
  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [307, 'POST', 'POST', 'hello'],
    [308, 'POST', 'POST', 'hello'],
    [301, 'PUT', 'PUT', 'hello'],
    [302, 'PATCH', 'PATCH', 'hello'],
    [303, 'PUT', 'GET', ''],
    [303, 'DELETE', 'GET', ''],
    [307, 'DELETE', 'DELETE', 'hello'],
  ])('with status code %i of a %s are those of a %s', async (statusCode, method, expected, data) => {
    expect(await sent(statusCode, method, 'hello')).toMatchObject({ method: expected, data });
  });

  it('are as before with status code 303 of a HEAD', async () => {
    const request = sessions.make().request(moved(303), { method: 'HEAD' });
    await request.serializingResponse({ serialize: () => undefined }).value;
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it('have lost the fields that described the body when it is gone', async () => {
    const { headers } = await sent(303, 'POST', 'hello');
    expect(Object.keys(headers).filter((name) => name.startsWith('content-'))).toEqual([]);
    expect(headers).not.toHaveProperty('transfer-encoding');
  });
});

describe('a body that is sent again after a redirect', () => {
  it.each<[string, () => UploadContent]>([
    ['bytes', () => new TextEncoder().encode('hello')],
    ['text', () => 'hello'],
    ['a Blob', () => new Blob(['hello'])],
    ['a file', () => fileOf('hello')],
  ])('may be %s', async (_what, content) => {
    for (const statusCode of [307, 308]) {
      expect(await sent(statusCode, 'POST', content())).toMatchObject({ method: 'POST', data: 'hello' });
    }
  });

  it('may be parameters, with their content type', async () => {
    const request = sessions.make().request(moved(307), {
      method: 'POST',
      parameters: { property: 'one' },
      encoder: JSONParameterEncoder.default,
    });
    const { json, headers } = await request.serializingJSON<Echo>().value;
    expect(json).toEqual({ property: 'one' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '18' });
  });

  it.each<[string, UploadOptions]>([
    ['in memory', {}],
    ['in a temporary file', { usingThreshold: 0 }],
    ['streamed from its parts', { encoding: 'streamed' }],
  ])('may be a form %s', async (_how, options) => {
    const form = new MultipartFormData();
    form.append('Ada', { name: 'name' });
    form.append(fileOf(seededBytes(200_000)), { name: 'file' });
    const upload = sessions.make().upload(form, moved(307, '/multipart'), options);
    const received = await upload.serializingJSON<ReceivedForm>().value;
    expect(received.fields).toEqual([{ name: 'name', value: 'Ada' }]);
    expect(received.files).toMatchObject([{ name: 'file', bytes: 200_000 }]);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('may be large, and goes to another server from its file', async () => {
    const file = fileOf(seededBytes(3_000_000));
    const upload = sessions.make().upload(file, moved(308, `${other.url}/upload`));
    expect(await upload.serializingJSON().value).toMatchObject({ bytes: 3_000_000, method: 'POST' });
  });

  it('is told to the monitors', async () => {
    const { session, recording } = sessions.recorded();
    await session.upload('hello', moved(307)).serializingData().value;
    await session.upload('hello', moved(303)).serializingData().value;
    expect(recording.types.filter((type) => type === 'taskNeedsNewBodyStream')).toHaveLength(1);
  });
});

describe('a stream that can be read once', () => {
  const EXHAUSTED = { kind: 'sessionTaskFailed', code: 'requestBodyStreamExhausted' };

  it('cannot be sent again after a redirect, and is not retried', async () => {
    const interceptor = new CountingInterceptor({ retry: () => RetryResult.retry });
    const upload = sessions.make({ interceptor }).upload(streamOf('hello'), moved(307));
    expect((await upload.serializingData().response).error).toMatchObject(EXHAUSTED);
    expect([server.requests.length, interceptor.retryCount]).toEqual([1, 0]);
  });

  it('in a form cannot be sent again where it was streamed', async () => {
    const form = new MultipartFormData().append(streamOf('hello'), { name: 'part', length: 5 });
    const upload = sessions.make().upload(form, moved(308, '/multipart'), { encoding: 'streamed' });
    expect((await upload.serializingData().response).error).toMatchObject(EXHAUSTED);
  });

  it('in a form is sent again from where the form was encoded', async () => {
    const form = new MultipartFormData().append(streamOf('hello'), { name: 'part' });
    const upload = sessions.make().upload(form, moved(308, '/multipart'));
    const { fields } = await upload.serializingJSON<ReceivedForm>().value;
    expect(fields).toEqual([{ name: 'part', value: 'hello' }]);
  });

  it('is of no matter where the redirect drops the body', async () => {
    const upload = sessions.make().upload(streamOf('hello'), moved(303));
    expect(await upload.serializingJSON<Echo>().value).toMatchObject({ method: 'GET', data: '' });
  });

  it('is let go of where the redirect drops the body before it has been sent', async () => {
    let isReturned = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(seededBytes(1000));
      } finally {
        isReturned = true;
      }
    };
    const upload = sessions.make().upload(endless(), moved(303));
    expect(await upload.serializingJSON<Echo>().value).toMatchObject({ method: 'GET', data: '' });
    expect(isReturned).toBe(true);
  });

  it('is of no matter where the redirect is not followed', async () => {
    const upload = sessions.make().upload(streamOf('hello'), moved(307)).redirect(Redirector.doNotFollow);
    expect((await upload.serializingResponse({ serialize: () => 'fine' }).response).value).toBe('fine');
  });
});

describe('a redirect handler', () => {
  const answering = async (change: (newRequest: URLRequest) => URLRequest, body = 'hello'): Promise<Echo> => {
    const upload = sessions.make().upload(body, moved(307));
    upload.redirect(Redirector.modify((_task, newRequest) => change(newRequest)));
    return upload.serializingJSON<Echo>().value;
  };

  it('that only changes a header keeps the body', async () => {
    const echo = await answering((newRequest) =>
      newRequest.with({ headers: newRequest.headers.set('X-Hop', '1') }),
    );
    expect(echo).toMatchObject({ method: 'POST', data: 'hello' });
  });

  it('may replace the body', async () => {
    const echo = await answering((newRequest) => newRequest.with({ body: 'something else' }));
    expect(echo).toMatchObject({ data: 'something else', headers: { 'content-length': '14' } });
  });

  it('that makes it a GET drops the body', async () => {
    const echo = await answering((newRequest) => newRequest.with({ method: 'GET' }));
    expect(echo).toMatchObject({ method: 'GET', data: '' });
    expect(echo.headers).not.toHaveProperty('content-type');
  });
});

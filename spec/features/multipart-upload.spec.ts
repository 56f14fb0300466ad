import { describe, expect, it } from '@jest/globals';
import { MultipartFormData, type UploadContent, type UploadOptions, URLRequest } from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import type { ReceivedForm } from '../../examples/server/multipart-reader.js';
import { fixture, fixtureURL } from '../support/fixtures.js';
import { failureOf, onlyResponseOf } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { temporaryFile } from '../support/temporary-files.js';
import { sha256Of } from '../support/upload-bodies.js';

const server = useServer();
const sessions = useSessions(server);

const french = 'français';
const japanese = '日本語';

const textForm = (options?: ConstructorParameters<typeof MultipartFormData>[0]): MultipartFormData =>
  new MultipartFormData(options).append(french, { name: 'french' }).append(japanese, { name: 'japanese' });

function uploaded(body: UploadContent, options: UploadOptions & { headers?: Record<string, string> } = {}) {
  const request = sessions.make().upload(body, `${server.url}/multipart`, options);
  return { request, form: request.validate().serializingJSON<ReceivedForm>().value };
}

/** How the encoded form reaches the wire. */
const ENCODINGS: readonly (readonly [how: string, options: UploadOptions])[] = [
  ['in memory', {}],
  ['through a file', { usingThreshold: 0 }],
  ['straight from its parts', { encoding: 'streamed' }],
];

describe.each(ENCODINGS)('a form sent %s', (_how, options) => {
  it('arrives with all of its parts', async () => {
    const form = textForm()
      .append(fixtureURL('rainbow.jpg'), { name: 'file' })
      .append(new Blob(['{}'], { type: 'application/json' }), { name: 'blob', fileName: 'a.json' })
      .append(new Blob(['in pieces']).stream(), {
        name: 'stream',
        fileName: 's.txt',
        mimeType: 'text/plain',
      });
    const received = await uploaded(form, options).form;
    expect(received.fields).toEqual([
      { name: 'french', value: french },
      { name: 'japanese', value: japanese },
    ]);
    expect(received.files).toMatchObject([
      {
        name: 'file',
        filename: 'rainbow.jpg',
        mimeType: 'image/jpeg',
        sha256: sha256Of(fixture('rainbow.jpg')),
      },
      { name: 'blob', filename: 'a.json', mimeType: 'application/json', bytes: 2 },
      { name: 'stream', filename: 's.txt', mimeType: 'text/plain', bytes: 9 },
    ]);
  });

  it('arrives without any part when it has none', async () => {
    const { response } = await onlyResponseOf(
      sessions.make().upload(() => undefined, `${server.url}/post`, options),
    );
    expect(response?.statusCode).toBe(200);
  });

  it('tells its length before, since all lengths are known', async () => {
    const form = textForm();
    const length = await form.encodedLength();
    expect(await uploaded(form, options).form).toMatchObject({ bytes: length });
    expect(server.requests[0]?.headers['content-length']).toBe(String(length));
  });

  it('has its own Content-Type, whatever else was said', async () => {
    const form = textForm();
    const session = sessions.make({
      configuration: { headers: { 'Content-Type': 'application/x-session' } },
    });
    const headers = { 'content-type': 'application/x-request' };
    const request = session.upload(form, `${server.url}/post`, { ...options, headers });
    const response = await onlyResponseOf(request.responseJSON<Echo>());
    expect(response.request?.headers.get('Content-Type')).toBe(form.contentType);
    expect(response.value?.headers['content-type']).toBe(form.contentType);
  });

  it('fails when one of its files does not exist', async () => {
    const build = (form: MultipartFormData): void => {
      form.append(temporaryFile('does_not_exist.jpg'), { name: 'upload' });
    };
    const request = sessions.make().upload(build, `${server.url}/post`, options);
    const reason = { kind: 'bodyPartFileNotReachableWithError' };
    expect(await failureOf(request)).toMatchObject({ kind: 'multipartEncodingFailed', reason });
    expect(request.uploadable).toBeUndefined();
    expect(server.requests).toHaveLength(0);
  });

  it('smuggles no line in the name of a part', async () => {
    const form = textForm().append('x', { name: 'a"\r\nX-Smuggled: 1' });
    const { fields } = await uploaded(form, options).form;
    expect(fields).toHaveLength(3);
    expect(fields[2]?.name).toBe('a%22%0D%0AX-Smuggled: 1');
  });

  it.each(['text/plain\r\nX-Smuggled: 1', 'text/plain\0'])(
    'fails because of the type %j',
    async (mimeType) => {
      const form = textForm().append('x', { name: 'x', mimeType });
      const error = await failureOf(sessions.make().upload(form, `${server.url}/post`, options));
      expect(error).toMatchObject({
        kind: 'multipartEncodingFailed',
        reason: { kind: 'bodyPartHeaderInvalid' },
      });
      expect(server.requests).toHaveLength(0);
    },
  );
});

describe('a form', () => {
  it('can have a boundary of its own', async () => {
    const form = new MultipartFormData({ boundary: 'custom-test-boundary' });
    form.append('upload_data', { name: 'upload_data' });
    const { request, form: received } = uploaded(form);
    expect(await received).toMatchObject({ fields: [{ name: 'upload_data', value: 'upload_data' }] });
    const contentType = request.request?.headers.get('Content-Type');
    expect(contentType).toBe(form.contentType);
    expect(contentType).toContain('boundary=custom-test-boundary');
  });

  it('with a boundary that is none fails', async () => {
    const form = new MultipartFormData({ boundary: 'a\r\nb' }).append('x', { name: 'x' });
    const error = await failureOf(sessions.make().upload(form, `${server.url}/post`));
    expect(error).toMatchObject({ kind: 'multipartEncodingFailed', reason: { kind: 'boundaryInvalid' } });
  });

  it('is built by a function, with nothing else said', async () => {
    const build = (form: MultipartFormData): void => {
      form.append(french, { name: 'french' }).append(japanese, { name: 'japanese' });
    };
    const response = await onlyResponseOf(
      sessions.make().upload(build, `${server.url}/post`).responseJSON<Echo>(),
    );
    expect(response).toMatchObject({ request: expect.any(URLRequest), response: { statusCode: 200 } });
    expect(response.value?.form).toEqual({ french, japanese });
    expect(response.error).toBeUndefined();
  });

  it('is not sent when the function that builds it gives a body', async () => {
    const { value } = sessions
      .make()
      .upload(() => 'just this', `${server.url}/post`)
      .serializingJSON<Echo>();
    expect(await value).toMatchObject({ data: 'just this' });
  });

  it('does not mind that its request is looked at while it is built', async () => {
    let builds = 0;
    const request = sessions.make().upload((form) => {
      builds += 1;
      form.append('upload_data', { name: 'upload_data' });
    }, `${server.url}/multipart`);
    const { value } = request.serializingJSON<ReceivedForm>();
    expect([request.request, request.uploadable]).toEqual([undefined, undefined]);
    expect(await value).toMatchObject({ fields: [{ name: 'upload_data' }] });
    expect(request.request?.url).toBe(`${server.url}/multipart`);
    expect(builds).toBe(1);
  });

  it('can be filled by the convertible it is sent to', async () => {
    const boundary = `alamofire.boundary.${'0'.repeat(16)}`;
    const form = new MultipartFormData({ boundary });
    const asURLRequest = (): URLRequest => {
      form.append(french, { name: 'french' }).append(japanese, { name: 'japanese' });
      return new URLRequest(`${server.url}/multipart`, { method: 'POST' });
    };
    const request = sessions.make().upload(form, { asURLRequest });
    const { fields } = await request.serializingJSON<ReceivedForm>().value;
    expect(fields.map(({ name }) => name)).toEqual(['french', 'japanese']);
    const { uploadable } = request;
    expect(uploadable?.kind === 'data' && (uploadable.data as Uint8Array).byteLength).toBe(241);
  });

  it('of unknown length is sent straight from its parts without one', async () => {
    const form = textForm().append(new Blob(['in pieces']).stream(), { name: 'stream' });
    expect(await uploaded(form, { encoding: 'streamed' }).form).toMatchObject({ fields: { length: 3 } });
    expect(server.requests[0]?.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
  });

  it('can be sent twice, to several servers at the same time', async () => {
    const form = textForm();
    const both = await Promise.all([uploaded(form).form, uploaded(form, { usingThreshold: 0 }).form]);
    expect(both.map(({ fields }) => fields.length)).toEqual([2, 2]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstValueFrom, toArray } from 'rxjs';
import {
  MultipartFormData,
  URLRequest,
  type RequestOptions,
  type SessionEventType,
  type UploadContent,
  type UploadOptions,
  type UploadRequest,
} from 'rxsession';
import { fixture, fixtureURL } from '../support/fixtures.js';
import { countsOf } from '../support/happenings.js';
import { useHttpbin, type Echo } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles } from '../support/temporary-files.js';

const httpbin = useHttpbin();
const sessions = useSessions();

function upload(content: UploadContent, options?: RequestOptions & UploadOptions): UploadRequest {
  return sessions.make().upload(content, `${httpbin.url}/post`, options).validate();
}

function echoed(content: UploadContent, options?: RequestOptions & UploadOptions): Promise<Echo> {
  return upload(content, options).serializingJSON<Echo>().value;
}

/** How httpbin writes bytes that are no text. */
function dataURL(bytes: Buffer, mimeType = 'application/octet-stream'): string {
  return `data:${mimeType};base64,${bytes.toString('base64')}`;
}

const LOREM = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. ';
const RAINBOW = fixture('rainbow.jpg');

describe('an upload to httpbin', () => {
  it.each<[string, () => UploadContent]>([
    ['bytes', () => new Uint8Array(RAINBOW)],
    [
      'part of a larger buffer',
      () => Buffer.concat([Buffer.alloc(7), RAINBOW, Buffer.alloc(7)]).subarray(7, -7),
    ],
    ['a Blob', () => new Blob([new Uint8Array(RAINBOW)])],
    ['a file', () => fixtureURL('rainbow.jpg')],
    ['a stream of Node', () => createReadStream(fixtureURL('rainbow.jpg'))],
    ['a stream of the web', () => new Blob([new Uint8Array(RAINBOW)]).stream()],
    ['what a function returns', () => () => fixtureURL('rainbow.jpg')],
  ])('arrives byte for byte from %s', async (_, content) => {
    expect((await echoed(content())).data).toBe(dataURL(RAINBOW));
  });

  it.each<[string, () => UploadContent, Record<string, string | undefined>]>([
    ['bytes', () => new Uint8Array(5), { 'Content-Length': '5' }],
    ['text', () => 'text', { 'Content-Length': '4', 'Content-Type': 'text/plain; charset=utf-8' }],
    ['a file', () => fixtureURL('rainbow.jpg'), { 'Content-Length': String(RAINBOW.byteLength) }],
    [
      'a stream',
      () => new Blob(['x']).stream(),
      { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' },
    ],
    ['a Blob', () => new Blob(['{}'], { type: 'application/json' }), { 'Content-Type': 'application/json' }],
  ])('describes %s in its headers', async (_, content, headers) => {
    const received = (await echoed(content())).headers;
    for (const [name, value] of Object.entries(headers))
      expect([name, received[name]]).toEqual([name, value]);
  });

  it.each<[string, () => UploadContent, Record<string, string> | undefined]>([
    ['a file', () => fixtureURL('rainbow.jpg'), undefined],
    ['a file with headers', () => fixtureURL('rainbow.jpg'), { Authorization: '123456' }],
    ['nothing', () => new Uint8Array(), undefined],
    ['nothing with headers', () => new Uint8Array(), { Authorization: '123456' }],
    ['a stream with headers', () => createReadStream(fixtureURL('rainbow.jpg')), { Authorization: '123456' }],
  ])('of %s is a POST to that very URL', async (_, content, headers) => {
    const request = upload(content(), { headers });
    const { response, error } = await firstValueFrom(request.response());
    const { method, url } = request.request ?? {};
    expect([method, url, request.request?.headers.get('Authorization')]).toEqual([
      'POST',
      `${httpbin.url}/post`,
      headers?.['Authorization'],
    ]);
    expect([response?.statusCode, error]).toEqual([200, undefined]);
  });

  it('has request and response, and no error', async () => {
    const bytes = new TextEncoder().encode('Lorem ipsum dolor sit amet');
    const { request, response, error } = await firstValueFrom(upload(bytes).response());
    expect([request?.method, response?.statusCode, error]).toEqual(['POST', 200, undefined]);
  });

  it('tells progress both ways, up to exactly one', async () => {
    const request = upload(LOREM.repeat(1000));
    const { data, error, fractions } = await progressOf(request);
    expect([data !== undefined, error]).toEqual([true, undefined]);
    for (const way of fractions) expect([way.length > 0, isRising(way), way.at(-1)]).toEqual([true, true, 1]);
  });

  it('tells of each step of its life once', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.upload(new TextEncoder().encode('PAYLOAD'), `${httpbin.url}/post`);
    await firstValueFrom(request.response());
    const counts = countsOf(recording.typesOf(request));
    for (const type of ONCE_FOR_AN_UPLOAD) expect([type, counts[type]]).toEqual([type, 1]);
    expect(request.state).toBe('finished');
  });

  it('is sent with another method, and over the cold door', async () => {
    const url = `${httpbin.url}/put`;
    const echo = await firstValueFrom(sessions.make().put<Echo>(url, new Uint8Array([1, 2, 255])));
    expect(echo.data).toBe(dataURL(Buffer.from([1, 2, 255])));
  });
});

const ONCE_FOR_AN_UPLOAD: readonly SessionEventType[] = [
  'taskDidFinishCollectingMetrics',
  'requestDidCreateInitialURLRequest',
  'requestDidCreateURLRequest',
  'requestDidCreateTask',
  'requestDidGatherMetrics',
  'requestDidCompleteTask',
  'requestDidFinish',
  'requestDidResume',
  'requestDidResumeTask',
  'requestDidCreateUploadable',
  'requestDidParseResponse',
];

async function progressOf(request: UploadRequest) {
  const upwards = firstValueFrom(request.uploadProgress.pipe(toArray()));
  const downwards = firstValueFrom(request.downloadProgress.pipe(toArray()));
  const response = await firstValueFrom(request.response());
  const fractions = (await Promise.all([upwards, downwards])).map((progress) =>
    progress.map(({ fractionCompleted }) => fractionCompleted),
  );
  return { data: response.data, error: response.error, fractions };
}

function isRising(values: readonly number[]): boolean {
  return values.every((value, index) => value >= (values[index - 1] ?? 0));
}

describe('a form to httpbin', () => {
  const ways: [string, UploadOptions][] = [
    ['in memory', {}],
    ['through a temporary file', { usingThreshold: 0 }],
    ['straight from its parts', { encoding: 'streamed' }],
  ];

  function fill(form: MultipartFormData): void {
    form.append('français', { name: 'french' });
    form.append('日本語', { name: 'japanese' });
    form.append(fixtureURL('unicorn.png'), { name: 'unicorn' });
    form.append(new Uint8Array(RAINBOW), { name: 'rainbow', fileName: 'r.jpg', mimeType: 'image/jpeg' });
    form.append(() => new Blob([LOREM]).stream(), {
      name: 'lorem',
      fileName: 'lorem.txt',
      mimeType: 'text/plain',
    });
  }

  it.each(ways)('arrives with its fields and files, %s', async (_, options) => {
    const { form, files, headers } = await echoed(fill, options);
    expect(form).toEqual({ french: 'français', japanese: '日本語' });
    expect(files).toEqual({
      unicorn: dataURL(fixture('unicorn.png'), 'image/png'),
      rainbow: dataURL(RAINBOW, 'image/jpeg'),
      lorem: LOREM,
    });
    expect(headers['Content-Type']).toMatch(/^multipart\/form-data; boundary=\S{16,}$/);
  });

  const field = (form: MultipartFormData): void => void form.append('value', { name: 'field' });
  it.each<[string, (form: MultipartFormData) => void, UploadOptions, string, boolean]>([
    ['in memory', field, {}, 'data', true],
    ['through a temporary file', field, { usingThreshold: 0 }, 'file', true],
    ['through a temporary file when its length is unknown', fill, {}, 'file', true],
    ['straight from its parts', field, { encoding: 'streamed' }, 'stream', true],
    ['straight from parts of unknown length', fill, { encoding: 'streamed' }, 'stream', false],
  ])('is made %s', async (_, build, options, kind, isLengthTold) => {
    const request = upload(build, options);
    const { headers } = await request.serializingJSON<Echo>().value;
    expect([request.uploadable?.kind, 'Content-Length' in headers]).toEqual([kind, isLengthTold]);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it.each(ways)('of several megabytes arrives whole, %s', async (_, options) => {
    const path = join(os.tmpdir(), 'large.bin');
    await writeFile(path, Buffer.alloc(3_000_000, 'large '));
    const form = new MultipartFormData().append(pathToFileURL(path), { name: 'large' });
    const { files } = await echoed(form, options);
    expect(files['large'] === 'large '.repeat(500_000)).toBe(true);
  });

  it.each([
    ['data', undefined],
    ['file', 0],
  ])('is sent under its own content type (%s)', async (kind, usingThreshold) => {
    const form = new MultipartFormData({ boundary: 'custom-test-boundary' });
    form.append('upload_data', { name: 'upload_data' });
    const headers = { 'Content-Type': 'application/json' };
    const request = upload(form, { headers, usingThreshold });
    const { value, error } = await request.serializingJSON<Echo>().response;
    const sent = request.request?.headers.get('Content-Type');
    expect([value?.headers['Content-Type'], sent]).toEqual([form.contentType, form.contentType]);
    expect(sent).toBe('multipart/form-data; boundary=custom-test-boundary');
    expect([request.uploadable?.kind, error]).toEqual([kind, undefined]);
  });

  it('may be filled while its URLRequest is made', async () => {
    const form = new MultipartFormData({ boundary: 'boundary-of-35-chars-0123456789abcd' });
    const filling = {
      asURLRequest: () => {
        form.append('français', { name: 'french' }).append('日本語', { name: 'japanese' });
        return new URLRequest(`${httpbin.url}/post`, { method: 'POST' });
      },
    };
    const request = sessions.make().upload(form, filling);
    expect((await request.serializingJSON<Echo>().value).form).toEqual({
      french: 'français',
      japanese: '日本語',
    });
    const { uploadable } = request;
    expect(uploadable?.kind === 'data' && (uploadable.data as Uint8Array).byteLength).toBe(241);
  });

  it('needs no options', async () => {
    const { form } = await echoed((made) => {
      made.append('français', { name: 'french' }).append('日本語', { name: 'japanese' });
    });
    expect(form).toEqual({ french: 'français', japanese: '日本語' });
  });

  it.each([Infinity, 0])('tells progress both ways (threshold %d)', async (usingThreshold) => {
    const form = new MultipartFormData();
    form.append('Lorem ipsum dolor sit amet, consectetur adipiscing elit.'.repeat(8700), { name: 'lorem1' });
    form.append('Lorem ipsum dolor sit amet, nam no graeco recusabo appellantur.'.repeat(7900), {
      name: 'lorem2',
    });
    const { data, error, fractions } = await progressOf(upload(form, { usingThreshold }));
    expect([data !== undefined, error]).toEqual([true, undefined]);
    for (const way of fractions) expect([way.length > 1, isRising(way), way.at(-1)]).toEqual([true, true, 1]);
  });

  it('keeps names that would break a header', async () => {
    const name = 'na"me\r\nX-Evil: yes';
    const { form } = await echoed(new MultipartFormData().append('value', { name }));
    expect(Object.values(form)).toEqual(['value']);
    expect(Object.keys(form)[0]).toMatch(/^na/);
    expect(JSON.stringify(form)).not.toContain('\\r\\nX-Evil');
  });

  it('is what the cold door makes of FormData', async () => {
    const data = new FormData();
    data.append('field', 'value');
    data.append('file', new File(['content'], 'file.txt', { type: 'text/plain' }));
    const echo = await firstValueFrom(sessions.make().post<Echo>(`${httpbin.url}/post`, data));
    expect([echo.form, echo.files]).toEqual([{ field: 'value' }, { file: 'content' }]);
  });

  it('sends nothing when a file is not there', async () => {
    const form = new MultipartFormData().append(new URL('file:///does_not_exist.jpg'), { name: 'image' });
    const request = upload(form, { usingThreshold: 0 });
    const { error, response } = await firstValueFrom(request.response());
    expect([error?.kind, error?.reason?.kind]).toEqual([
      'multipartEncodingFailed',
      'bodyPartFileNotReachableWithError',
    ]);
    expect([request.uploadable, response, request.tasks]).toEqual([undefined, undefined, []]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FileManager } from 'rxsession/node';
import {
  type FileManager as Files,
  MultipartFormData,
  Retrier,
  RetryResult,
  type UploadRequest,
} from 'rxsession';
import type { ReceivedForm } from '../../examples/server/multipart-reader.js';
import { FilesInMemory } from '../support/files-in-memory.js';
import { refusedURL } from '../support/fault-server.js';
import { happened } from '../support/happenings.js';
import { failureOf, onlyResponseOf } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles } from '../support/temporary-files.js';

const server = useServer();
const sessions = useSessions(server);

const small = (form: MultipartFormData): void => {
  form.append('upload_data', { name: 'upload_data' });
};

function throughFile(url = `${server.url}/multipart`): UploadRequest {
  return sessions.make().upload(small, url, { usingThreshold: 0 });
}

/** A part that waits until somebody opens it, and then never gives anything. */
function stuckPart(): { opened: Promise<void>; stream: AsyncIterable<Uint8Array> } {
  const never = new Promise<never>(() => undefined);
  let open: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const next = (): Promise<never> => {
    open();
    return never;
  };
  return { opened, stream: { [Symbol.asyncIterator]: () => ({ next }) } };
}

describe('a form', () => {
  it.each([
    [{}, 'data'],
    [{ usingThreshold: Infinity }, 'data'],
    [{ usingThreshold: 12 }, 'data'],
    [{ usingThreshold: 11 }, 'file'],
    [{ usingThreshold: 0 }, 'file'],
    [{ encoding: 'streamed' }, 'stream'],
  ] as const)('of 11 bytes with %j is sent as %s', async (options, kind) => {
    const form = new MultipartFormData().append('upload_data', { name: 'upload_data' });
    const request = sessions.make().upload(form, `${server.url}/multipart`, options);
    expect((await onlyResponseOf(request.validate())).error).toBeUndefined();
    expect(request.uploadable?.kind).toBe(kind);
    expect(request.request?.headers.get('Content-Type')).toBe(form.contentType);
  });

  it('of 18 million bytes stays in memory below a higher threshold', async () => {
    const form = new MultipartFormData()
      .append('français'.repeat(1_000_000), { name: 'french' })
      .append('日本語'.repeat(1_000_000), { name: 'japanese' });
    const options = { usingThreshold: Number.MAX_SAFE_INTEGER };
    const request = sessions.make().upload(form, `${server.url}/upload`, options);
    expect(await request.serializingJSON().value).toMatchObject({ bytes: await form.encodedLength() });
    expect(request.uploadable?.kind).toBe('data');
  });

  it('of unknown length goes through a file', async () => {
    const form = new MultipartFormData().append(new Blob(['x']).stream(), { name: 'stream' });
    const request = sessions.make().upload(form, `${server.url}/multipart`);
    await onlyResponseOf(request);
    expect(request.uploadable).toMatchObject({ kind: 'file', shouldRemove: true });
  });
});

describe('the temporary file of a form', () => {
  it('can be read by its owner alone, and is there while it is sent', async () => {
    const request = throughFile(`${server.url}/latch/hold`);
    const response = onlyResponseOf(request);
    await server.nextRequest('/latch/hold');
    const { uploadable } = request;
    if (uploadable?.kind !== 'file') throw new Error('The form is in no file.');
    expect(statSync(fileURLToPath(uploadable.url)).mode & 0o777).toBe(0o600);
    expect(listTemporaryFiles()).toHaveLength(1);
    server.latch('hold').release();
    await response;
  });

  it('is gone when the response is there', async () => {
    expect((await onlyResponseOf(throughFile().validate())).error).toBeUndefined();
    expect(listTemporaryFiles()).toEqual([]);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['refused connection', refusedURL],
    ['reset', () => `${server.url}/reset`],
    ['status code that is not accepted', () => `${server.url}/status/500`],
    ['response that breaks off', () => `${server.url}/truncated`],
  ])('is gone after a %s', async (_what, url) => {
    await failureOf(throughFile(await url()).validate());
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('is gone when its form could not be encoded', async () => {
    const broken = {
      async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(new Uint8Array(100_000));
        throw new Error('half way');
      },
    };
    const form = new MultipartFormData().append(broken, { name: 'broken' });
    const error = await failureOf(sessions.make().upload(form, `${server.url}/multipart`));
    expect(error).toMatchObject({
      kind: 'multipartEncodingFailed',
      reason: { kind: 'inputStreamReadFailed' },
    });
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('is gone when its upload was cancelled while it was sent', async () => {
    const request = throughFile(`${server.url}/never`);
    const failure = failureOf(request);
    await server.nextRequest('/never');
    expect(listTemporaryFiles()).toHaveLength(1);
    request.cancel();
    expect((await failure).kind).toBe('explicitlyCancelled');
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('is gone when its upload was cancelled as soon as it was there', async () => {
    const session = sessions.make();
    const request = session.upload(small, `${server.url}/multipart`, { usingThreshold: 0 });
    const failure = failureOf(request);
    await happened(session, 'requestDidCreateUploadable');
    request.cancel();
    expect((await failure).kind).toBe('explicitlyCancelled');
    expect(listTemporaryFiles()).toEqual([]);
  });

  it.each(['cancel', 'unsubscribe', 'time limit'] as const)(
    'is gone after a %s while a part keeps it waiting',
    async (how) => {
      const { opened, stream } = stuckPart();
      const form = new MultipartFormData().append(stream, { name: 'stuck' });
      const limits = how === 'time limit' ? { timeoutIntervalForResource: 50 } : {};
      const session = sessions.make({ configuration: limits });
      const request = session.upload(form, `${server.url}/multipart`);
      const subscription = request.subscribe();
      await opened;
      if (how === 'cancel') request.cancel();
      if (how === 'unsubscribe') subscription.unsubscribe();
      await happened(session, 'requestDidFinish');
      expect(listTemporaryFiles()).toEqual([]);
    },
  );

  it('is another one for each attempt', async () => {
    const { session, recording } = sessions.recorded();
    const interceptor = Retrier(({ retryCount }) =>
      retryCount < 2 ? RetryResult.retry : RetryResult.doNotRetry,
    );
    const url = `${server.url}/flaky/file`;
    await onlyResponseOf(session.upload(small, url, { usingThreshold: 0, interceptor }).validate());
    const made = recording.events.filter((event) => event.type === 'requestDidCreateUploadable');
    const urls = made.map(({ uploadable }) => uploadable.kind === 'file' && uploadable.url.href);
    expect(new Set(urls).size).toBe(3);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('is handled by the FileManager that was given, and by nobody else', async () => {
    const fileManager = new FilesInMemory();
    const request = sessions
      .make()
      .upload(small, `${server.url}/multipart`, { usingThreshold: 0, fileManager });
    const { value } = await onlyResponseOf(request.validate().responseJSON<ReceivedForm>());
    expect(value?.fields).toEqual([{ name: 'upload_data', value: 'upload_data' }]);
    expect(fileManager.calls).toEqual(['create', 'read', 'remove']);
    expect(fileManager.contents.size).toBe(0);
  });

  it.each<[string, Partial<Files>]>([
    ['no temporary name', { temporaryFileURL: () => Promise.reject(new Error('full')) }],
    ['no file', { create: () => Promise.reject(new Error('full')) }],
    ['no size', { attributes: () => Promise.reject(new Error('full')) }],
  ])('that gives %s fails the upload', async (_what, broken) => {
    const fileManager: Files = { ...FileManager, ...broken };
    const request = sessions
      .make()
      .upload(small, `${server.url}/multipart`, { usingThreshold: 0, fileManager });
    expect((await failureOf(request)).kind).toMatch(/multipartEncodingFailed|createUploadableFailed/);
    expect(server.requests).toHaveLength(0);
  });

  it('that cannot be removed is no failure', async () => {
    const remove = async (url: URL): Promise<void> => {
      await FileManager.remove(url);
      throw new Error('locked');
    };
    const options = { usingThreshold: 0, fileManager: { ...FileManager, remove } };
    const request = sessions.make().upload(small, `${server.url}/multipart`, options);
    expect((await onlyResponseOf(request.validate())).error).toBeUndefined();
  });
});

describe('a file of a FileManager', () => {
  it('is read by it, once for each attempt', async () => {
    const fileManager = new FilesInMemory();
    const file = new URL('file:///in/memory');
    fileManager.contents.set(file.href, new TextEncoder().encode('content'));
    const interceptor = Retrier(({ retryCount }) =>
      retryCount < 1 ? RetryResult.retry : RetryResult.doNotRetry,
    );
    const request = sessions
      .make()
      .upload(file, `${server.url}/flaky/own?failures=1`, { fileManager, interceptor });
    expect((await onlyResponseOf(request.validate())).error).toBeUndefined();
    expect(fileManager.calls).toEqual(['read', 'read']);
    expect(server.requests[1]?.headers['content-length']).toBe('7');
  });

  it('that it does not have fails the upload', async () => {
    const fileManager = new FilesInMemory();
    const request = sessions.make().upload(new URL('file:///missing'), `${server.url}/post`, { fileManager });
    expect(await failureOf(request)).toMatchObject({
      kind: 'sessionTaskFailed',
      cause: { message: 'There is none.' },
    });
  });
});

import { describe, expect, it, jest } from '@jest/globals';
import type { Progress } from 'rxsession';
import { useBundle } from '../support/chromium.js';
import { useServer } from '../support/server.js';
import type { Entry, Upload } from './pages/uploads.js';

jest.setTimeout(30_000);

const server = useServer();
const page = useBundle(new URL('pages/uploads.ts', import.meta.url), () => `${server.url}/anything/page`);

const MEGABYTE = 1_000_000;

function call<T = Upload>(name: string, ...args: unknown[]): Promise<T> {
  return page.current.call<T>(name, ...args);
}

describe('an upload from Chromium', () => {
  it.each(['bytes', 'blob', 'file', 'text', 'function'])('arrives byte for byte (%s)', async (kind) => {
    const { sha256, received } = await call('upload', '/upload', kind, 100_000);
    expect(received).toMatchObject({ bytes: 100_000, sha256, method: 'POST' });
  });

  it('of several megabytes tells its progress', async () => {
    const size = 5 * MEGABYTE;
    const { sha256, received, counts, total } = await call('upload', '/upload', 'blob', size);
    expect(received).toMatchObject({ bytes: size, sha256 });
    expect([counts[0], counts.at(-1), total]).toEqual([0, size, size]);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('tells progress while the server takes no more', async () => {
    await call('startUpload', '/slow-reader/first', 20 * MEGABYTE);
    await server.latch('first').reached();
    const partial = await call<Progress>('partialProgress');
    server.latch('first').release();
    expect(partial.totalUnitCount).toBe(20 * MEGABYTE);
    expect(await call('uploadReceived')).toMatchObject({ bytes: 20 * MEGABYTE });
  });

  it('goes along when the browser follows a redirect', async () => {
    const url = '/redirect-to?status_code=307&url=/upload';
    const { sha256, received } = await call('upload', url, 'blob', 100_000);
    expect(received).toMatchObject({ bytes: 100_000, sha256 });
  });

  it('is made anew for each attempt', async () => {
    const { made, received } = await call<{ made: number; received: unknown }>(
      'uploadWithRetries',
      `${server.url}/flaky/upload`,
    );
    expect([made, received]).toEqual([3, { attempt: 3 }]);
  });

  it('closes its socket when nobody listens any more', async () => {
    await call('startUpload', '/slow-reader/left', 20 * MEGABYTE);
    const seen = await server.nextRequest('/slow-reader/left');
    await call('partialProgress');
    await call('stopUpload');
    server.latch('left').release();
    expect(await seen.outcome).toBe('closed');
  });
});

describe('a form from Chromium', () => {
  it.each([{}, { usingThreshold: 0 }, { encoding: 'streamed' }])(
    'of several megabytes arrives with its fields and files (%j)',
    async (options) => {
      const { sha256, received, counts, total } = await call(
        'uploadForm',
        '/multipart',
        3 * MEGABYTE,
        options,
      );
      expect(received).toMatchObject({
        fields: [
          { name: 'french', value: 'français' },
          { name: 'japanese', value: '日本語' },
        ],
        files: [{ name: 'large', mimeType: 'application/x-pattern', bytes: 3 * MEGABYTE, sha256 }],
      });
      expect([counts.at(-1), total]).toEqual([total, (received as { bytes: number }).bytes]);
    },
  );

  it('has its boundary in the one content type that is sent', async () => {
    const { received } = await call('uploadForm', '/multipart', 10);
    const { headers } = received as { headers: Record<string, string> };
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=[\w.-]{16,}$/);
  });

  it('may have a stream for a part, which is read before', async () => {
    const { sha256, received } = await call('uploadStreamInForm', '/multipart', MEGABYTE);
    expect(received).toMatchObject({ files: [{ name: 'stream', bytes: MEGABYTE, sha256 }] });
  });

  it.each(['encode', 'toBlob'])('is read by the platform as it was made (%s)', async (way) => {
    const { read, appended } = await call<Record<'read' | 'appended', Entry[]>>('readBack', way);
    expect(appended).toHaveLength(8);
    expect(read).toEqual(appended);
  });

  it('has its names escaped as the platform escapes its own', async () => {
    const { ours, own } = await call<Record<'ours' | 'own', Entry[]>>('readEscaped');
    expect(own).toHaveLength(4);
    expect(ours).toEqual(own);
  });
});

describe('what Chromium cannot send', () => {
  it.each([
    ['stream', 'a request body of kind stream'],
    ['iterable', 'a request body of kind stream'],
    ['streamed form', 'a request body of kind stream'],
    ['file', 'files'],
    ['file in a form', 'file'],
  ])('is refused as unsupported before anything is sent (%s)', async (kind, feature) => {
    const { kind: refusal, message } = await call<{ kind: string; message: string }>(
      'refusalOf',
      '/upload',
      kind,
    );
    expect([refusal, message]).toEqual(['unsupported', expect.stringContaining(feature)]);
    expect(server.requests).toEqual([]);
  });
});

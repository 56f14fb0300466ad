import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MultipartFormData, type MultipartContent } from '../../lib/multipart/multipart-form-data.js';
import { fixtureURL } from '../support/fixtures.js';
import { expectNoLeaks } from '../support/leaks.js';

/** The URL of a file in the temporary folder that each spec has of its own. */
const inFolder = (name: string): URL => pathToFileURL(join(tmpdir(), name));

const part = { name: 'part' };

function failed(reason: object, url?: string): object {
  return { kind: 'multipartEncodingFailed', reason, ...(url === undefined ? {} : { url }) };
}

describe('MultipartFormData, given what it cannot encode,', () => {
  expectNoLeaks();

  it.each([
    ['file:///', 'bodyPartFilenameInvalid'],
    ['file:///a/%ff', 'bodyPartFilenameInvalid'],
    ['https://example.com/image.jpg', 'bodyPartURLInvalid'],
  ])('refuses %s as %s when it encodes', async (url, kind) => {
    const form = new MultipartFormData().append(new URL(url), part);
    await expect(form.encode()).rejects.toMatchObject(failed({ kind }, url));
    await expect(form.measure()).rejects.toMatchObject(failed({ kind }, url));
    expect(form.contentLength).toBeUndefined();
  });

  it('refuses a folder', async () => {
    const url = pathToFileURL(tmpdir());
    const form = new MultipartFormData();
    form.append(url, { name: 'empty', fileName: 'empty', mimeType: 'application/octet' });
    await expect(form.encode()).rejects.toMatchObject(failed({ kind: 'bodyPartFileIsDirectory' }, url.href));
  });

  it('refuses a file that is not there, and leaves nothing written', async () => {
    const url = inFolder('does_not_exist.jpg');
    const form = new MultipartFormData().append(url, part);
    const expected = failed(
      { kind: 'bodyPartFileNotReachableWithError', error: { code: 'ENOENT' } },
      url.href,
    );
    await expect(form.encode()).rejects.toMatchObject(expected);
    await expect(form.writeEncodedData(inFolder('form'))).rejects.toMatchObject(expected);
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it('does not overwrite a file', async () => {
    const url = inFolder('form');
    writeFileSync(url, 'dummy data');
    const form = new MultipartFormData().append('Lorem', part);
    await expect(form.writeEncodedData(url)).rejects.toMatchObject(
      failed({ kind: 'outputStreamFileAlreadyExists' }, url.href),
    );
    expect(readFileSync(url, 'utf8')).toBe('dummy data');
  });

  it.each(['/this/is/not/a/valid/url', 'https://example.com/form'])('does not write to %s', async (url) => {
    const form = new MultipartFormData().append('Lorem', part);
    await expect(form.writeEncodedData(url)).rejects.toMatchObject(
      failed({ kind: 'outputStreamURLInvalid' }, url),
    );
  });

  it('says that a file cannot be made', async () => {
    const url = inFolder('missing/form');
    const form = new MultipartFormData().append('Lorem', part);
    await expect(form.writeEncodedData(url)).rejects.toMatchObject(
      failed({ kind: 'outputStreamCreationFailed', error: { code: 'ENOENT' } }, url.href),
    );
  });

  it('says that a file cannot be written', async () => {
    const form = new MultipartFormData().append('Lorem', part);
    const full = pathToFileURL('/dev/full');
    const fileManager = {
      ...(await import('../../lib/node/files/file-manager.js')).fileManager,
      create: async (_: URL, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
        for await (const piece of content) writeFileSync(full, piece);
      },
    };
    await expect(form.writeEncodedData(full, { fileManager })).rejects.toMatchObject(
      failed({ kind: 'outputStreamWriteFailed', error: { code: 'ENOSPC' } }),
    );
  });

  it.each<[string, MultipartContent | undefined, object]>([
    ['a header with a line break', 'x', { headers: { 'X-A': 'b\r\nC: d' } }],
    ['a header with NUL', 'x', { headers: { 'X-A': '\0' } }],
    ['a header name that is no token', 'x', { headers: { 'X A': 'b' } }],
    ['a content type with a line break', 'x', { mimeType: 'text/plain\r\nX-A: b' }],
    ['no name', 'x', { name: undefined }],
  ])('refuses %s', async (_, content, options) => {
    const form = new MultipartFormData().append(content!, { ...part, ...options });
    await expect(form.encode()).rejects.toMatchObject(failed({ kind: 'bodyPartHeaderInvalid' }));
  });

  it.each([[undefined], [null], [17], [{}], [['a']]])('refuses %p as content', async (content) => {
    const form = new MultipartFormData().append(content as unknown as MultipartContent, part);
    await expect(form.encode()).rejects.toMatchObject(failed({ kind: 'inputStreamReadFailed' }));
  });

  it.each(['', 'a'.repeat(71), 'ends with a space ', 'a\r\nb', 'é', '"'])(
    'refuses %j as a boundary',
    async (boundary) => {
      const form = new MultipartFormData({ boundary }).append('x', part);
      await expect(form.encode()).rejects.toMatchObject(failed({ kind: 'boundaryInvalid', boundary }));
      expect(form.contentType).toMatch(/^multipart\/form-data; boundary=rxsession\.boundary\.[0-9a-f]{16}$/);
    },
  );

  it('refuses a form in a form whose boundary starts like that of the outer one', async () => {
    const inner = new MultipartFormData({ boundary: 'same-and-more' });
    const form = new MultipartFormData({ boundary: 'same' }).append(inner, part);
    await expect(form.encode()).rejects.toMatchObject(
      failed({ kind: 'boundaryInvalid', boundary: 'same-and-more' }),
    );
  });

  it('refuses a form that contains itself', async () => {
    const form = new MultipartFormData();
    const inner = new MultipartFormData().append(form, part);
    form.append(inner, part);
    expect(form.contentLength).toBeUndefined();
    expect(form.isReplayable).toBe(true);
    await expect(form.encode()).rejects.toMatchObject(failed({ kind: 'boundaryInvalid' }));
  });

  it('keeps the first thing that was wrong, of forms inside it too', async () => {
    const inner = new MultipartFormData().append(new URL('https://example.com/a'), part).append('x', part);
    const form = new MultipartFormData().append(inner, part);
    form.append(new URL('file:///'), part).append(new URL('https://example.com/b'), part);
    const expected = failed({ kind: 'bodyPartFilenameInvalid' });
    await expect(form.encode()).rejects.toMatchObject(expected);
    await expect(new MultipartFormData().append(inner, part).encode()).rejects.toMatchObject(
      failed({ kind: 'bodyPartURLInvalid' }),
    );
    expect(form.error).toMatchObject(expected);
    expect(() => form.toBlob()).toThrow(form.error);
  });

  it.each<[string, MultipartContent, number]>([
    ['text', 'abc', 4],
    ['a Blob', new Blob(['abc']), 2],
    ['bytes', new Uint8Array(3), -1],
    ['a stream', () => [] as unknown as AsyncIterable<Uint8Array>, 0.5],
  ])('refuses a length that %s cannot have', async (_, content, length) => {
    const form = new MultipartFormData().append(content, { ...part, length });
    await expect(form.encode()).rejects.toMatchObject(
      failed({ kind: 'unexpectedInputStreamLength', bytesExpected: length }),
    );
  });

  it('refuses a file that has another length than declared', async () => {
    const { size } = statSync(fixtureURL('rainbow.jpg'));
    const form = new MultipartFormData().append(fixtureURL('rainbow.jpg'), { ...part, length: size + 1 });
    expect(form.contentLength).toBe(size + 1);
    await expect(form.encode()).rejects.toMatchObject(
      failed({ kind: 'unexpectedInputStreamLength', bytesExpected: size + 1, bytesRead: size }),
    );
  });
});

import { readFileSync, statSync } from 'node:fs';
import { encodeForm } from '../../lib/multipart/encode-multipart.js';
import { MultipartFormData } from '../../lib/multipart/multipart-form-data.js';
import { fileManager } from '../../lib/node/files/file-manager.js';
import { fixture, fixtureURL } from '../support/fixtures.js';
import { expectNoLeaks } from '../support/leaks.js';
import { listTemporaryFiles } from '../support/temporary-files.js';

const size = fixture('unicorn.png').length;
const withFile = (): MultipartFormData =>
  new MultipartFormData().append(fixtureURL('unicorn.png'), { name: 'unicorn' });

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield await Promise.resolve(new Uint8Array(100_000));
}

describe('encodeForm', () => {
  expectNoLeaks();

  it('encodes in memory below the threshold, file parts included', async () => {
    const form = withFile();
    const data = await form.encode();
    expect(await encodeForm(form)).toEqual({ kind: 'data', data });
    expect(await encodeForm(form, { usingThreshold: size + 1 })).toEqual({ kind: 'data', data });
    expect(MultipartFormData.encodingMemoryThreshold).toBe(10_000_000);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('encodes into a file of its owner alone at the threshold', async () => {
    const form = withFile();
    const encoded = await encodeForm(form, { usingThreshold: size });
    if (encoded.kind !== 'file') throw new Error(encoded.kind);
    expect(readFileSync(encoded.url)).toEqual(Buffer.from(await form.encode()));
    expect(encoded.length).toBe(await form.encodedLength());
    expect(statSync(encoded.url).mode & 0o777).toBe(0o600);
    await fileManager.remove(encoded.url);
  });

  it('encodes into a file when a length is not known', async () => {
    const form = new MultipartFormData().append(() => new Blob(['abc']).stream(), { name: 'a' });
    const encoded = await encodeForm(form);
    if (encoded.kind !== 'file') throw new Error(encoded.kind);
    expect(encoded.length).toBe((await form.encode()).byteLength);
    await fileManager.remove(encoded.url);
  });

  it('streams straight from the parts when told so', async () => {
    const form = withFile();
    const encoded = await encodeForm(form, { encoding: 'streamed', usingThreshold: 0 });
    if (encoded.kind !== 'stream') throw new Error(encoded.kind);
    const data = Buffer.from(await form.encode());
    expect(encoded).toMatchObject({ length: data.byteLength, isReplayable: true });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const pieces: Uint8Array[] = [];
      for await (const piece of encoded.open()) pieces.push(piece);
      expect(Buffer.concat(pieces)).toEqual(data);
    }
  });

  it.each([[{ usingThreshold: 0 }], [{ encoding: 'streamed' as const }], [{}]])(
    'fails with the reason of a form, leaving nothing, given %j',
    async (options) => {
      const form = withFile().append(new URL('file:///does/not/exist'), { name: 'a' });
      await expect(encodeForm(form, options)).rejects.toMatchObject({
        kind: 'multipartEncodingFailed',
        reason: { kind: 'bodyPartFileNotReachableWithError' },
      });
      expect(listTemporaryFiles()).toEqual([]);
    },
  );

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController();
    const form = new MultipartFormData().append(endless, { name: 'a' });
    const encoded = encodeForm(form, { signal: controller.signal });
    controller.abort();
    await expect(encoded).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('removes the file when it cannot be measured', async () => {
    const failure = new Error('no attributes');
    const unmeasurable = { ...fileManager, attributes: () => Promise.reject(failure) };
    const form = new MultipartFormData().append('x', { name: 'a' });
    await expect(encodeForm(form, { usingThreshold: 0, fileManager: unmeasurable })).rejects.toBe(failure);
    expect(listTemporaryFiles()).toEqual([]);
  });
});

import { jest } from '@jest/globals';
import type { encodeForm } from '../../lib/multipart/encode-multipart.js';
import type { MultipartFormData } from '../../lib/multipart/multipart-form-data.js';

/** The modules as a browser loads them. */
async function loadWithoutFiles(): Promise<{ encode: typeof encodeForm; makeForm: () => MultipartFormData }> {
  jest.unstable_mockModule('#files', () => import('../../lib/browser/file-manager.js'));
  const { encodeForm: encode } = await import('../../lib/multipart/encode-multipart.js');
  const { MultipartFormData: Form } = await import('../../lib/multipart/multipart-form-data.js');
  return { encode, makeForm: () => new Form() };
}

const part = { name: 'part' };

async function textOf(blob: Blob): Promise<string> {
  return blob.text();
}

describe('encodeForm, without files,', () => {
  let makeForm: () => MultipartFormData;
  let encode: typeof encodeForm;

  beforeAll(async () => {
    ({ encode, makeForm } = await loadWithoutFiles());
  });

  it.each([{}, { usingThreshold: 0 }, { encoding: 'streamed' as const }])(
    'makes a Blob of the parts with %j',
    async (options) => {
      const form = makeForm()
        .append('a', part)
        .append(new Blob(['b'], { type: 'text/html' }), part);
      form.append(makeForm().append(new Uint8Array([99]), part), part);
      const encoded = await encode(form, options);
      if (encoded.kind !== 'blob') throw new Error(encoded.kind);
      expect(encoded.blob.type).toBe(form.contentType);
      expect(await textOf(encoded.blob)).toBe(Buffer.from(await form.encode()).toString());
    },
  );

  it('reads streams into the Blob', async () => {
    const form = makeForm().append(() => new Blob(['x'.repeat(200_000)]).stream(), part);
    const encoded = await encode(form, { usingThreshold: 0 });
    if (encoded.kind !== 'blob') throw new Error(encoded.kind);
    expect(encoded.blob.type).toBe(form.contentType);
    expect(await textOf(encoded.blob)).toBe(Buffer.from(await form.encode()).toString());
  });

  it('stops reading streams when it is cancelled', async () => {
    const form = makeForm().append(() => new Blob(['x']).stream(), part);
    await expect(encode(form, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'explicitlyCancelled',
    });
  });

  it('sends streams as streams when told so', async () => {
    const form = makeForm().append(() => new Blob(['x']).stream(), part);
    expect(await encode(form, { encoding: 'streamed' })).toMatchObject({
      kind: 'stream',
      isReplayable: true,
    });
  });

  it('has no files', async () => {
    const expected = { kind: 'unsupported', failure: { feature: 'files on disk' } };
    const form = makeForm().append(new URL('file:///etc/hostname'), part);
    await expect(encode(form)).rejects.toMatchObject(expected);
    const target = new URL('file:///folder/form');
    await expect(makeForm().append('a', part).writeEncodedData(target)).rejects.toMatchObject(expected);
  });
});

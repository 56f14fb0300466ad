import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { MultipartFormData, type MultipartContent } from '../../lib/multipart/multipart-form-data.js';
import { fixtureURL } from '../support/fixtures.js';
import { expectNoLeaks } from '../support/leaks.js';

/** The URL of a file in the temporary folder that each spec has of its own. */
const inFolder = (name: string): URL => pathToFileURL(join(tmpdir(), name));

const part = { name: 'part' };
const text = new TextEncoder();

async function* pieces(...given: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of given) yield await Promise.resolve(text.encode(piece));
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(text.encode('a'));
  throw new Error('The source is gone.');
}

const bodyOf = (encoded: Uint8Array): string | undefined =>
  /\r\n\r\n(.*)\r\n--/s.exec(Buffer.from(encoded).toString())?.[1];

describe('MultipartFormData, given streams,', () => {
  expectNoLeaks();

  it.each<[string, () => MultipartContent]>([
    ['an async generator', () => pieces('ab', 'c')],
    ['a factory of generators', () => () => pieces('ab', 'c')],
    ['a factory of web streams', () => () => new Blob(['abc']).stream()],
    ['a web stream', () => new Blob(['abc']).stream()],
    ['a readable stream', () => Readable.from([Buffer.from('ab'), Buffer.from('c')])],
    ['a readable stream of text', () => Readable.from(['ab', 'c'])],
    ['a web stream that cannot be iterated over', () => withoutIterator(new Blob(['abc']).stream())],
  ])('reads %s', async (_, make) => {
    for (const length of [3, undefined]) {
      const form = new MultipartFormData().append(make(), { ...part, length });
      expect(form.contentLength).toBe(length);
      expect(bodyOf(await form.encode())).toBe('abc');
    }
  });

  it.each<[string, MultipartContent, boolean]>([
    ['text', 'a', true],
    ['a file', fixtureURL('unicorn.png'), true],
    ['a Blob', new Blob(['a']), true],
    ['a factory', () => pieces('a'), true],
    ['a stream', pieces('a'), false],
    ['a form with a stream', new MultipartFormData().append(pieces('a'), part), false],
  ])('knows whether it can be sent again with %s', (_, content, isReplayable) => {
    expect(new MultipartFormData().append('x', part).append(content, part).isReplayable).toBe(isReplayable);
  });

  it('can be encoded again with a factory', async () => {
    const form = new MultipartFormData().append(() => pieces('a', 'b'), part);
    expect(bodyOf(await form.encode())).toBe('ab');
    expect(bodyOf(await form.encode())).toBe('ab');
  });

  it('uses a stream once, whatever form it stands in', async () => {
    const stream = pieces('a', 'b');
    const form = new MultipartFormData().append(stream, part);
    expect(bodyOf(await form.encode())).toBe('ab');
    const consumed = { kind: 'multipartEncodingFailed', reason: { kind: 'bodyPartConsumed', name: 'part' } };
    await expect(form.encode()).rejects.toMatchObject(consumed);
    await expect(new MultipartFormData().append(stream, part).encode()).rejects.toMatchObject(consumed);
  });

  it('does not use a stream up before it is read', async () => {
    const form = new MultipartFormData().append(pieces('ab'), { ...part, length: 2 });
    await form.measure();
    await form.encodedLength();
    form.chunks();
    expect(bodyOf(await form.encode())).toBe('ab');
  });

  it.each([2, 4])('fails when a stream of 3 bytes was declared to have %d', async (length) => {
    const form = new MultipartFormData().append(() => pieces('ab', 'c'), { ...part, length });
    const expected = { kind: 'unexpectedInputStreamLength', bytesExpected: length, bytesRead: 3 };
    await expect(form.encode()).rejects.toMatchObject({ reason: expected });
    await expect(collect(form.chunks())).rejects.toMatchObject({ reason: expected });
  });

  it('does not write a stream that is shorter than declared', async () => {
    const form = new MultipartFormData().append(pieces('ab'), { ...part, length: 3 });
    await expect(form.writeEncodedData(inFolder('form'))).rejects.toMatchObject({
      reason: { kind: 'unexpectedInputStreamLength', bytesExpected: 3, bytesRead: 2 },
    });
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it('stops a stream that is longer than declared, and destroys it', async () => {
    const stream = createReadStream(fixtureURL('unicorn.png'), { highWaterMark: 1000 });
    const form = new MultipartFormData().append(stream, { ...part, length: 2500 });
    await form.writeEncodedData(inFolder('form'));
    expect(stream.destroyed).toBe(true);
    expect(readFileSync(inFolder('form')).length).toBe(await form.encodedLength());
  });

  it('reports what a stream fails with, and leaves nothing written', async () => {
    const form = new MultipartFormData().append(failing, part);
    const expected = { reason: { kind: 'inputStreamReadFailed', error: { message: 'The source is gone.' } } };
    await expect(form.encode()).rejects.toMatchObject(expected);
    await expect(form.writeEncodedData(inFolder('form'))).rejects.toMatchObject(expected);
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it('refuses pieces that are no bytes', async () => {
    const form = new MultipartFormData().append(Readable.from([{}]), part);
    await expect(form.encode()).rejects.toMatchObject({ reason: { kind: 'inputStreamReadFailed' } });
  });

  it('closes what is open when its reading is abandoned', async () => {
    const stream = createReadStream(fixtureURL('unicorn.png'));
    const form = new MultipartFormData().append(fixtureURL('rainbow.jpg'), part).append(stream, part);
    for await (const chunk of form.chunks()) if (chunk.byteLength > 40_000) break;
    expect(stream.destroyed).toBe(true);
  });

  it('cancels a web stream when its reading is abandoned', async () => {
    const cancelled: unknown[] = [];
    const stream = withoutIterator(
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          controller.enqueue(new Uint8Array(100_000));
        },
        cancel: (reason) => void cancelled.push(reason),
      }),
    );
    for await (const chunk of new MultipartFormData().append(stream, part).chunks()) {
      if (chunk.byteLength === 100_000) break;
    }
    expect(cancelled).toHaveLength(1);
  });

  it('gathers small pieces and passes large ones on', async () => {
    const large = new Uint8Array(200_000);
    const form = new MultipartFormData();
    for (let index = 0; index < 3000; index += 1) form.append('x', { name: `field${String(index)}` });
    form.append(large, { name: 'large' });
    const sizes = (await collect(form.chunks())).map((chunk) => chunk.byteLength);
    expect(sizes.length).toBeLessThan(12);
    expect(sizes.filter((size) => size === 200_000)).toHaveLength(1);
    expect(sizes.reduce((sum, size) => sum + size)).toBe((await form.encode()).byteLength);
  });

  it('reads no more than it is asked for', async () => {
    let given = 0;
    async function* counting(): AsyncGenerator<Uint8Array> {
      for (; given < 100; given += 1) yield await Promise.resolve(new Uint8Array(100_000));
    }
    const reading = new MultipartFormData().append(counting, part).chunks()[Symbol.asyncIterator]();
    await reading.next();
    await reading.next();
    expect(given).toBeLessThan(3);
    await reading.return?.();
  });

  it('stops reading when it is told to', async () => {
    const controller = new AbortController();
    async function* aborting(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(text.encode('a'));
      controller.abort();
      yield text.encode('b');
      throw new Error('It went on.');
    }
    const form = new MultipartFormData().append(aborting, part);
    await expect(form.encode({ signal: controller.signal })).rejects.toMatchObject({
      kind: 'explicitlyCancelled',
    });
  });
});

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return collected;
}

/** A stream as browsers have it that cannot iterate over streams. */
function withoutIterator(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return { getReader: () => stream.getReader() } as unknown as ReadableStream<Uint8Array>;
}

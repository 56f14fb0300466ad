import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileManager } from '../../../lib/node/files/file-manager.js';
import { expectNoLeaks } from '../../support/leaks.js';

/** The URL of a file in the temporary folder that each spec has of its own. */
const inFolder = (name: string): URL => pathToFileURL(join(tmpdir(), name));

async function* pieces(...given: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of given) yield await Promise.resolve(Buffer.from(piece));
}

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe('fileManager', () => {
  expectNoLeaks();

  it('tells the size of a file, and a folder from a file', async () => {
    writeFileSync(inFolder('file'), 'abc');
    mkdirSync(inFolder('folder'));
    expect(await fileManager.attributes(inFolder('file'))).toEqual({ size: 3, isDirectory: false });
    expect(await fileManager.attributes(inFolder('folder'))).toMatchObject({ isDirectory: true });
    await expect(fileManager.attributes(inFolder('nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('has no attributes of what could be read for ever', async () => {
    execFileSync('mkfifo', [fileURLToPath(inFolder('pipe'))]);
    await expect(fileManager.attributes(inFolder('pipe'))).rejects.toThrow('Neither a file nor a folder.');
    await expect(fileManager.attributes(new URL('file:///dev/zero'))).rejects.toThrow();
  });

  it.each([0, 1, 16_384, 1_048_576, 1_048_577, 3_000_000])('reads a file of %d bytes', async (size) => {
    const bytes = Buffer.alloc(size, 'abcdefg');
    writeFileSync(inFolder('file'), bytes);
    const read: Uint8Array[] = [];
    for await (const piece of fileManager.read(inFolder('file'))) read.push(piece);
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
    for (const piece of read.slice(0, -1)) expect(piece.byteLength).toBe(1_048_576);
  });

  it('gives pieces that later ones do not overwrite', async () => {
    writeFileSync(
      inFolder('file'),
      Buffer.concat([Buffer.alloc(1_048_576, 'a'), Buffer.alloc(1_048_576, 'b')]),
    );
    const reading = fileManager.read(inFolder('file'))[Symbol.asyncIterator]();
    const first = (await reading.next()).value as Uint8Array;
    await reading.next();
    expect(Buffer.from(first).equals(Buffer.alloc(1_048_576, 'a'))).toBe(true);
    await reading.return?.();
  });

  it.each([0, 65_535, 1_048_576, 3_000_000])(
    'reads a file of %d bytes for one who is done with a piece when it asks for the next',
    async (size) => {
      const bytes = Buffer.alloc(size, 'abcdefg');
      writeFileSync(inFolder('file'), bytes);
      const hash = createHash('sha256');
      const memory = new Set<ArrayBufferLike>();
      for await (const piece of fileManager.read(inFolder('file'), { mayReuseMemory: true })) {
        hash.update(piece);
        if (piece.byteLength >= 65_536) memory.add(piece.buffer);
      }
      expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(memory.size).toBeLessThanOrEqual(2);
    },
  );

  it('closes a file whose reading is abandoned, and opens none before it is asked for', async () => {
    writeFileSync(inFolder('file'), Buffer.alloc(5_000_000));
    const before = openFiles();
    const content = fileManager.read(inFolder('file'));
    expect(openFiles()).toBe(before);
    const reading = content[Symbol.asyncIterator]();
    await reading.next();
    expect(openFiles()).toBe(before + 1);
    await reading.return?.();
    expect(openFiles()).toBe(before);
  });

  it('fails to read what is not there when the first piece is asked for', async () => {
    const reading = fileManager.read(inFolder('nothing'))[Symbol.asyncIterator]();
    await expect(reading.next()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('creates a file that its owner alone can read', async () => {
    await fileManager.create(inFolder('file'), pieces('ab', '', 'c'));
    await fileManager.create(inFolder('other'), [Buffer.from('de'), Buffer.from('f')]);
    expect(readFileSync(inFolder('file'), 'utf8')).toBe('abc');
    expect(readFileSync(inFolder('other'), 'utf8')).toBe('def');
    expect(statSync(inFolder('file')).mode & 0o777).toBe(0o600);
  });

  it('does not create a file where there is one, and asks for no content then', async () => {
    writeFileSync(inFolder('file'), 'abc');
    let isAsked = false;
    async function* content(): AsyncGenerator<Uint8Array> {
      isAsked = true;
      yield await Promise.resolve(new Uint8Array(1));
    }
    await expect(fileManager.create(inFolder('file'), content())).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(readFileSync(inFolder('file'), 'utf8')).toBe('abc');
    expect(isAsked).toBe(false);
  });

  it('removes what it wrote when the content fails', async () => {
    const failure = new Error('gone');
    async function* content(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new Uint8Array(100_000));
      throw failure;
    }
    const before = openFiles();
    await expect(fileManager.create(inFolder('file'), content())).rejects.toBe(failure);
    expect(readdirSync(tmpdir())).toEqual([]);
    expect(openFiles()).toBe(before);
  });

  it('makes names in the temporary folder that nothing has and nobody can guess', async () => {
    const urls = await Promise.all(Array.from({ length: 100 }, () => fileManager.temporaryFileURL()));
    expect(new Set(urls.map(String)).size).toBe(100);
    for (const url of urls) expect(fileURLToPath(url)).toMatch(/\/rxsession-[0-9a-f-]{36}\.\d+-[0-9a-f]{8}$/);
    expect(fileURLToPath(urls[0]!).startsWith(tmpdir())).toBe(true);
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it('removes a file, and nothing when there is none', async () => {
    writeFileSync(inFolder('file'), 'abc');
    await fileManager.remove(inFolder('file'));
    await fileManager.remove(inFolder('file'));
    expect(readdirSync(tmpdir())).toEqual([]);
    mkdirSync(inFolder('folder'));
    await expect(fileManager.remove(inFolder('folder'))).rejects.toThrow();
  });

  it.each([
    ['unicorn.png', 'image/png'],
    ['rainbow.jpg', 'image/jpeg'],
    ['NOTES.TXT', 'text/plain'],
    ['archive.tar.gz', 'application/gzip'],
    ['data.json', 'application/json'],
    ['README', undefined],
    ['png', undefined],
    ['.png', undefined],
    ['a.unheardof', undefined],
    ['', undefined],
  ])('takes %j for %s', (fileName, mimeType) => {
    expect(fileManager.mimeType(fileName)).toBe(mimeType);
  });
});

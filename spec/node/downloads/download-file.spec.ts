import { describe, expect, it } from '@jest/globals';
import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import {
  claimPart,
  DownloadFile,
  removeFile,
  yieldParts,
} from '../../../lib/node/downloads/download-file.js';
import { removeDownloads } from '../../support/downloads.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { listTemporaryFiles, temporaryFile } from '../../support/temporary-files.js';

expectNoLeaks();

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the file of a download', () => {
  it('is readable by its owner alone, and has a name of its own', async () => {
    const files = await Promise.all([DownloadFile.create(), DownloadFile.create()]);
    expect(files.map(({ url }) => statSync(url).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(new Set(listTemporaryFiles()).size).toBe(2);
    for (const file of files) await file.close();
    removeDownloads();
  });

  it('holds what was written, in order, however many pieces there are', async () => {
    const file = await DownloadFile.create();
    await file.write(Array.from({ length: 3000 }, (_, index) => bytes(`${index},`)));
    await file.write([bytes('end')]);
    await file.close();
    const text = `${Array.from({ length: 3000 }, (_, index) => `${index},`).join('')}end`;
    expect([readFileSync(file.url, 'utf8'), file.byteLength]).toEqual([text, text.length]);
    await removeFile(file.url);
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('goes on after the bytes that count, and forgets others', async () => {
    writeFileSync(temporaryFile('part'), 'content and more');
    const file = await DownloadFile.reopen(temporaryFile('part'), 7);
    await file.write([bytes('!')]);
    await file.close();
    expect(readFileSync(file.url, 'utf8')).toBe('content!');
  });

  it.each<[string, () => void]>([
    ['there is none', () => undefined],
    ['it is shorter', () => writeFileSync(temporaryFile('part'), 'cont')],
    [
      'it is a link to another',
      () => {
        writeFileSync(temporaryFile('other'), 'content');
        symlinkSync(temporaryFile('other').pathname, temporaryFile('part').pathname);
      },
    ],
    ['it is a link to a folder', () => symlinkSync('/', temporaryFile('part').pathname)],
  ])('does not go on where %s', async (_why, prepare) => {
    prepare();
    await expect(DownloadFile.reopen(temporaryFile('part'), 7)).rejects.toThrow();
  });
});

describe('the part of a download', () => {
  it('has one owner, until that yields it', () => {
    const [one, other] = [{}, {}];
    expect([claimPart('a', one), claimPart('a', one), claimPart('a', other)]).toEqual([true, true, false]);
    expect(claimPart('b', other)).toBe(true);
    yieldParts(one);
    expect([claimPart('a', other), claimPart('b', one)]).toEqual([true, false]);
    yieldParts(other);
  });
});

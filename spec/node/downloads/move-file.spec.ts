import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { moveFile } from '../../../lib/node/downloads/move-file.js';
import { useTemporaryFolder } from '../../support/temporary-files.js';

const folder = useTemporaryFolder();
const text = (url: URL): string => readFileSync(url, 'utf8');

function holding(name: string, content: string): URL {
  const url = folder.fileURL(name);
  writeFileSync(url, content, { mode: 0o600 });
  return url;
}

/** A second volume where everybody may write; Linux, where the specs run, has this one. */
const OTHER_VOLUME = '/dev/shm';

describe('moving a file', () => {
  it('puts it where there is none', async () => {
    const [from, destinationURL] = [holding('a', 'content'), folder.fileURL('b')];
    await moveFile(from, { destinationURL });
    expect([text(destinationURL), folder.list()]).toEqual(['content', ['b']]);
  });

  it('leaves it where it is, when it is there already', async () => {
    const from = holding('a', 'content');
    await moveFile(from, { destinationURL: new URL(from) });
    expect(text(from)).toBe('content');
  });

  it('fails where there is one, and touches neither', async () => {
    const [from, destinationURL] = [holding('a', 'new'), holding('b', 'old')];
    await expect(moveFile(from, { destinationURL })).rejects.toMatchObject({ code: 'EEXIST' });
    expect([text(from), text(destinationURL)]).toEqual(['new', 'old']);
  });

  it('may replace one', async () => {
    const [from, destinationURL] = [holding('a', 'new'), holding('b', 'old')];
    await moveFile(from, { destinationURL, options: { removePreviousFile: true } });
    expect([text(destinationURL), folder.list()]).toEqual(['new', ['b']]);
  });

  it('replaces no folder', async () => {
    mkdirSync(folder.fileURL('b'));
    const place = { destinationURL: folder.fileURL('b'), options: { removePreviousFile: true } };
    await expect(moveFile(holding('a', 'new'), place)).rejects.toThrow();
    expect(statSync(folder.fileURL('b')).isDirectory()).toBe(true);
  });

  it('fails in a folder that is missing, or makes it', async () => {
    const [from, destinationURL] = [holding('a', 'content'), folder.fileURL('x/y/b')];
    await expect(moveFile(from, { destinationURL })).rejects.toMatchObject({ code: 'ENOENT' });
    await moveFile(from, { destinationURL, options: { createIntermediateDirectories: true } });
    expect(text(destinationURL)).toBe('content');
  });
});

describe('moving a file to another volume', () => {
  const withOther = async (work: (other: URL) => Promise<void>): Promise<void> => {
    const path = mkdtempSync(`${OTHER_VOLUME}/spec-`);
    try {
      await work(pathToFileURL(`${path}/`));
    } finally {
      rmSync(path, { recursive: true });
    }
  };

  it('leaves nothing of it here, nor anything beside it there', async () => {
    await withOther(async (other) => {
      const destinationURL = new URL('b', other);
      await moveFile(holding('a', 'content'), { destinationURL });
      expect([text(destinationURL), folder.list(), readdirSync(other)]).toEqual(['content', [], ['b']]);
      expect(statSync(destinationURL).mode & 0o777).toBe(0o600);
    });
  });

  it('fails where there is one, and touches neither', async () => {
    await withOther(async (other) => {
      const destinationURL = new URL('b', other);
      writeFileSync(destinationURL, 'old');
      const from = holding('a', 'new');
      await expect(moveFile(from, { destinationURL })).rejects.toMatchObject({ code: 'EEXIST' });
      expect([text(from), text(destinationURL), readdirSync(other)]).toEqual(['new', 'old', ['b']]);
    });
  });

  it('may replace one', async () => {
    await withOther(async (other) => {
      const destinationURL = new URL('b', other);
      writeFileSync(destinationURL, 'old');
      await moveFile(holding('a', 'new'), { destinationURL, options: { removePreviousFile: true } });
      expect([text(destinationURL), folder.list(), readdirSync(other)]).toEqual(['new', [], ['b']]);
    });
  });
});

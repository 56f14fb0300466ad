import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  isKeptFileURL,
  keepFile,
  sweepOrphans,
  temporaryFileURL,
} from '../../../lib/node/files/temporary-files.js';
import { useTemporaryFolder } from '../../support/temporary-files.js';

const folder = useTemporaryFolder();
const UUID = '01234567-89ab-cdef-0123-456789abcdef';
const DAY = 86_400_000;
const NOBODY = 2 ** 22 + 1;

/** Leaves a file that was last written to so many milliseconds ago. */
function leave(name: string, age = 2 * DAY): void {
  const path = join(folder.path, name);
  writeFileSync(path, 'part');
  const writtenAt = (Date.now() - age) / 1000;
  utimesSync(path, writtenAt, writtenAt);
}

describe('the name of a temporary file', () => {
  it('is unpredictable, and says which process owns the file', () => {
    const names = Array.from({ length: 100 }, () => fileURLToPath(temporaryFileURL()));
    expect(new Set(names).size).toBe(100);
    const pattern = new RegExp(`^${folder.path}/rxsession-[0-9a-f-]{36}\\.${process.pid}-[0-9a-f]{8}$`);
    expect(names.every((name) => pattern.test(name))).toBe(true);
  });

  it('names no owner once the file is kept', async () => {
    const url = temporaryFileURL();
    writeFileSync(url, 'whole');
    const kept = await keepFile(url);
    expect([isKeptFileURL(url), isKeptFileURL(kept)]).toEqual([false, true]);
    expect(await keepFile(kept)).toBe(kept);
    expect(folder.list()).toEqual([fileURLToPath(kept).slice(folder.path.length + 1)]);
  });
});

describe('sweepOrphans', () => {
  it('removes the file of a process that has ended', async () => {
    leave(`rxsession-${UUID}.${NOBODY}-01234567`);
    await sweepOrphans();
    expect(folder.list()).toEqual([]);
  });

  it('removes the file of an earlier process with the id of this one', async () => {
    leave(`rxsession-${UUID}.${process.pid}-01234567`);
    await sweepOrphans();
    expect(folder.list()).toEqual([]);
  });

  it.each<[string, string, number]>([
    ['written to a day ago', `rxsession-${UUID}.${NOBODY}-01234567`, DAY - 60_000],
    ['of a process that runs', `rxsession-${UUID}.${process.ppid}-01234567`, 2 * DAY],
    ['that was kept', `rxsession-${UUID}`, 2 * DAY],
    ['that another program named', `notes-${UUID}.${NOBODY}-01234567`, 2 * DAY],
    ['with a name that goes on', `rxsession-${UUID}.${NOBODY}-01234567.txt`, 2 * DAY],
  ])('leaves a file %s', async (_which, name, age) => {
    leave(name, age);
    await sweepOrphans();
    expect(folder.list()).toEqual([name]);
  });

  it('leaves the file of this process, however old it is', async () => {
    const name = fileURLToPath(temporaryFileURL()).slice(folder.path.length + 1);
    leave(name);
    await sweepOrphans();
    expect(folder.list()).toEqual([name]);
  });

  it('leaves the file of another process that runs, until that has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const name = `rxsession-${UUID}.${child.pid}-01234567`;
    leave(name);
    await sweepOrphans();
    expect(folder.list()).toEqual([name]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await sweepOrphans(`${folder.path}/.`);
    expect(folder.list()).toEqual([]);
  });

  it('passes over a folder and over a link, and removes what comes after', async () => {
    const [first, second, third] = [0, 1, 2].map((n) => `rxsession-${n}${UUID.slice(1)}.${NOBODY}-01234567`);
    mkdirSync(join(folder.path, String(first)));
    symlinkSync('/nowhere', join(folder.path, String(second)));
    utimesSync(join(folder.path, String(first)), 0, 0);
    leave(String(third));
    await sweepOrphans();
    expect(folder.list().sort()).toEqual([first, second]);
  });

  it('has nothing to do where there is no folder', async () => {
    await expect(sweepOrphans(join(folder.path, 'none'))).resolves.toBeUndefined();
  });
});

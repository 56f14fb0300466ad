import { pathOf } from './file-codes.js';
import { randomBytes } from 'node:crypto';
import { lstat, readdir, rename, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Random identity of this process. Process ids are reused, and are often equal in containers. */
const INSTANCE = randomBytes(4).toString('hex');
const UUID = '[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}';
const KEPT_PATH = new RegExp(`/rxsession-${UUID}$`);
const OWNED_NAME = new RegExp(`^(rxsession-${UUID})\\.(\\d{1,10})-([\\da-f]{8})$`);

/** Age in milliseconds, since it was last written to, from which a file whose process has ended is removed. */
const ORPHAN_AGE = 86_400_000;

/**
 * Creates the URL of a new file in the temporary folder, under an unpredictable name that says which process owns it.
 * Such a file is removed by a later process once its owner has ended: see {@link sweepOrphans}.
 */
export function temporaryFileURL(): URL {
  const owner = `${String(process.pid)}-${INSTANCE}`;
  return pathToFileURL(join(tmpdir(), `rxsession-${crypto.randomUUID()}.${owner}`));
}

/** Renames a temporary file so that no process owns it, and nothing but its user removes it. Returns its new URL. */
export async function keepFile(url: URL): Promise<URL> {
  const [, keptName] = OWNED_NAME.exec(basename(pathOf(url))) ?? [];
  if (keptName === undefined) return url;
  const kept = new URL(keptName, url);
  await rename(pathOf(url), pathOf(kept));
  return kept;
}

/**
 * True for a local file with the name of a kept temporary file, in any folder: the temporary folder may have moved
 * since. An escaped slash names no file.
 */
export function isKeptFileURL({ protocol, host, pathname }: URL): boolean {
  return protocol === 'file:' && host === '' && KEPT_PATH.test(pathname) && !/%2f/i.test(pathname);
}

const swept = new Map<string, Promise<void>>();

/**
 * Removes the files that killed processes have left in the temporary folder: those of this user whose process has
 * ended, a day after they were last written to. Runs once per process and folder. Never rejects.
 */
export function sweepOrphans(folder = tmpdir()): Promise<void> {
  const sweep = swept.get(folder) ?? removeOrphans(folder);
  swept.set(folder, sweep);
  return sweep;
}

async function removeOrphans(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const owner = ownerOf(name);
    if (owner !== undefined && !isRunning(owner))
      await removeIfOld(join(folder, name)).catch(() => undefined);
  }
}

interface FileOwner {
  readonly pid: number;
  readonly instance: string;
}

function ownerOf(name: string): FileOwner | undefined {
  const [, , pid, instance] = OWNED_NAME.exec(name) ?? [];
  return pid === undefined || instance === undefined ? undefined : { pid: Number(pid), instance };
}

function isRunning({ pid, instance }: FileOwner): boolean {
  if (pid === process.pid) return instance === INSTANCE;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // a process of another user may not be signalled, and runs
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function removeIfOld(path: string): Promise<void> {
  const { uid, mtimeMs } = await lstat(path);
  const isOurs = process.getuid === undefined || uid === process.getuid();
  if (isOurs && Date.now() - mtimeMs > ORPHAN_AGE) await unlink(path);
}

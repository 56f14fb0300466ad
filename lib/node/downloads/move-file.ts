import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { pathOf } from '../files/file-codes.js';
import type { DownloadPlace } from '../../request/download/download-destination.js';

/**
 * Moves a file to its destination, where a reader sees either no file or the whole one. Fails with `EEXIST` if a file
 * is there and may not be replaced. From another volume it first copies the file beside its destination.
 */
export async function moveFile(from: URL, { destinationURL, options = {} }: DownloadPlace): Promise<void> {
  if (from.href === destinationURL.href) return;
  if (options.createIntermediateDirectories === true) {
    await mkdir(pathOf(new URL('.', destinationURL)), { recursive: true });
  }
  const put = options.removePreviousFile === true ? replace : putAnew;
  try {
    await put(from, destinationURL);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    await moveAcrossVolumes(from, destinationURL, put);
  }
}

type Put = (from: URL, to: URL) => Promise<void>;

async function moveAcrossVolumes(from: URL, to: URL, put: Put): Promise<void> {
  const beside = new URL(`.rxsession-${crypto.randomUUID()}`, to);
  try {
    await copyFile(pathOf(from), pathOf(beside), constants.COPYFILE_EXCL);
    await put(beside, to);
  } catch (error) {
    await unlink(pathOf(beside)).catch(() => undefined);
    throw error;
  }
  await unlink(pathOf(from));
}

function replace(from: URL, to: URL): Promise<void> {
  return rename(pathOf(from), pathOf(to));
}

/** Renames, which unlike linking replaces an existing file. */
async function putAnew(from: URL, to: URL): Promise<void> {
  try {
    await link(pathOf(from), pathOf(to));
  } catch (error) {
    if (!WITHOUT_LINKS.has(codeOf(error))) throw error;
    await claimAndRename(from, to);
    return;
  }
  await unlink(pathOf(from));
}

/** Error codes of file systems without hard links. */
const WITHOUT_LINKS: ReadonlySet<string | undefined> = new Set([
  'EPERM',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EMLINK',
]);

async function claimAndRename(from: URL, to: URL): Promise<void> {
  const claim = await open(pathOf(to), 'wx', 0o600);
  await claim.close();
  try {
    await replace(from, to);
  } catch (error) {
    await unlink(pathOf(to)).catch(() => undefined);
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

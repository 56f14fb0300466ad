import { afterEach } from '@jest/globals';
import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstValueFrom, filter } from 'rxjs';
import type { Destination, DownloadOptions, DownloadRequest } from 'rxsession';
import { listTemporaryFiles } from './temporary-files.js';

/** Puts a download under this name, in the temporary folder of the spec. */
export function named(name: string, options?: DownloadOptions): Destination {
  return () => ({ destinationURL: pathToFileURL(join(os.tmpdir(), name)), options });
}

/** What a file holds; fails when there is none. */
export function contentOf(url: URL | undefined): Buffer {
  if (url === undefined) throw new Error('There is no file.');
  return readFileSync(url);
}

/** Resolves as soon as so many bytes of a download have come. */
export async function underWay({ downloadProgress }: DownloadRequest, byteCount = 1): Promise<void> {
  await firstValueFrom(
    downloadProgress.pipe(filter(({ completedUnitCount }) => completedUnitCount >= byteCount)),
  );
}

/** Files that downloads have left in the temporary folder, for the caller to keep: each spec removes its own. */
export function removeDownloads(): void {
  for (const name of listTemporaryFiles()) rmSync(join(os.tmpdir(), name), { force: true });
}

/** Removes after each spec what its downloads were to leave. To be used ahead of what looks for leaks. */
export function useDownloadedFiles(): void {
  afterEach(removeDownloads);
}

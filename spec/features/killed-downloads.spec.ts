import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { utimesSync } from 'node:fs';
import { firstValueFrom } from 'rxjs';
import { sweepOrphans } from '../../lib/node/files/temporary-files.js';
import { named, useDownloadedFiles } from '../support/downloads.js';
import { forkBundle } from '../support/forked-bundle.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles, temporaryFile } from '../support/temporary-files.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);
const child = new URL('../support/killed-download-child.ts', import.meta.url);

/** Has a process killed in the middle of so many downloads. */
async function killedInDownloads(count: number): Promise<void> {
  const urls = Array.from({ length: count }, (_, n) => `${server.url}/download/1000000?latch=piece${n}`);
  const bundle = forkBundle(child, urls);
  const underWay = once(bundle.process, 'message');
  urls.forEach((_, n) => server.latch(`piece${n}`).step());
  await underWay;
  bundle.process.kill('SIGKILL');
  await once(bundle.process, 'exit');
  bundle[Symbol.dispose]();
}

describe('a process that is killed in its first downloads', () => {
  it('leaves files that the first download of a later process removes', async () => {
    await killedInDownloads(3);
    const left = listTemporaryFiles();
    expect(left).toHaveLength(3);
    for (const name of left) utimesSync(temporaryFile(name), 0, 0);
    await firstValueFrom(
      sessions
        .make()
        .download(`${server.url}/download/10`, { to: named('a') })
        .response(),
    );
    await sweepOrphans();
    expect(listTemporaryFiles()).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { firstValueFrom } from 'rxjs';
import { suggestedDownloadDestination } from 'rxsession/node';
import { seededBytes } from '../../examples/server/seeded-bytes.js';
import { violations } from '../support/event-grammar.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { listTemporaryFiles } from '../support/temporary-files.js';

const server = useServer();
const sessions = useSessions(server);

function fileOf(content: string | Uint8Array): URL {
  const path = join(os.tmpdir(), 'data.json');
  writeFileSync(path, content);
  return pathToFileURL(path);
}

const read = (url: URL): Buffer => readFileSync(fileURLToPath(url));

/** What is in a file, which is removed. */
function taken(url: URL | undefined): Buffer {
  const content = read(url!);
  rmSync(fileURLToPath(url!));
  return content;
}

describe('a download from a file', () => {
  it('succeeds with the URL of a file of its own', async () => {
    const source = fileOf('{"id":17}');
    const { value, error, response } = await firstValueFrom(sessions.make().download(source).responseURL());
    expect([error, response, value?.href === source.href]).toEqual([undefined, undefined, false]);
    expect(taken(value).toString()).toBe('{"id":17}');
    expect(read(source).toString()).toBe('{"id":17}');
  });

  it.each([0, 3_000_000])('of %i bytes is whole, and tells its events in order', async (length) => {
    const { session, recording } = sessions.recorded();
    const { fileURL } = await firstValueFrom(
      session
        .download(fileOf(seededBytes(length)))
        .validate()
        .response(),
    );
    expect(taken(fileURL).equals(seededBytes(length))).toBe(true);
    expect(violations(recording.events)).toEqual([]);
  });

  it('is put where its destination says', async () => {
    const to = suggestedDownloadDestination(join(os.tmpdir(), 'copies'), {
      createIntermediateDirectories: true,
    });
    const { value } = await firstValueFrom(sessions.make().download(fileOf('{}'), { to }).responseURL());
    expect(value?.href).toBe(pathToFileURL(join(os.tmpdir(), 'copies', 'data.json')).href);
  });

  it('that is missing leaves nothing behind', async () => {
    const missing = pathToFileURL(join(os.tmpdir(), 'missing'));
    const { error } = await firstValueFrom(sessions.make().download(missing).responseURL());
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'fileDoesNotExist' });
    expect(listTemporaryFiles()).toEqual([]);
  });

  it('is not named by text', async () => {
    const { error } = await firstValueFrom(sessions.make().download(fileOf('{}').href).responseURL());
    expect(error?.code).toBe('unsupportedURL');
  });
});

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Session } from 'rxsession';
import { URLCache } from 'rxsession/node';
import { StubTransport } from 'rxsession/testing';
import { forkBundle } from '../support/forked-bundle.js';

const child = new URL('../support/killed-cache-child.ts', import.meta.url);

/** Answers for the ten URLs that a killed process was storing: `stored` bodies are whole, the others come anew. */
async function answersFrom(directory: string): Promise<Set<string>> {
  const urlCache = new URLCache({ directory, memoryCapacity: 0 });
  const transport = new StubTransport(() => ({ body: 'anew' }));
  const session = new Session({ transport, configuration: { urlCache } });
  const kinds = new Set<string>();
  for (let index = 0; index < 10; index += 1) {
    const text = await session.request(`https://example.com/${index}`).serializingString().value;
    kinds.add(text === `/${index} `.repeat(20_000) ? 'stored' : text);
  }
  session[Symbol.dispose]();
  return kinds;
}

it('a process that is killed while it stores leaves whole responses or none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'killed-'));
  for (let round = 0; round < 4; round += 1) {
    const bundle = forkBundle(child, [directory]);
    await once(bundle.process, 'message');
    const closed = once(bundle.process, 'close');
    bundle.process.kill('SIGKILL');
    await closed;
    bundle[Symbol.dispose]();
    const kinds = await answersFrom(directory);
    kinds.delete('anew');
    expect([...kinds]).toEqual(['stored']);
  }
  await rm(directory, { recursive: true, maxRetries: 20 });
}, 60_000);

import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Session, URLRequest } from 'rxsession';
import { URLCache, type URLCacheOptions } from 'rxsession/node';
import { RecordingEventMonitor, StubTransport } from 'rxsession/testing';
import { DiskCacheStore } from '../../../lib/node/cache/disk-cache-store.js';
import { itKeepsThePromisesOfAStore } from '../../support/cache-store-contract.js';

let folder: string;
let sessions: Session[];
let count: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cache-'));
  sessions = [];
  count = 0;
});

afterEach(async () => {
  for (const session of sessions) session[Symbol.dispose]();
  // what was being stored when the spec ended may still be written
  await rm(folder, { recursive: true, force: true, maxRetries: 20 });
});

/** A process with a cache in the folder. Its memory holds nothing, unless asked for. */
function open(options: URLCacheOptions = {}, body = (): string => `answer ${(count += 1)}`) {
  const urlCache = new URLCache({ directory: folder, memoryCapacity: 0, ...options });
  const transport = new StubTransport(() => ({ headers: { 'Cache-Control': 'max-age=60' }, body: body() }));
  const recording = new RecordingEventMonitor();
  const session = new Session({ transport, configuration: { urlCache }, eventMonitors: [recording] });
  sessions.push(session);
  const get = (path = '/a'): Promise<string> =>
    session.request(`https://example.com${path}`).serializingString().value;
  /** Resolves when it is stored: the store works beside the requests. */
  const stored = async (path = '/a'): Promise<void> => {
    const request = new URLRequest(`https://example.com${path}`);
    while ((await urlCache.cachedResponse(request)) === undefined) await new Promise(setImmediate);
  };
  const failures = (): number =>
    recording.events.filter(({ type }) => type === 'taskDidFailToUseCache').length;
  return { urlCache, transport, get, stored, failures };
}

async function filesIn(kind: 'records' | 'bodies'): Promise<string[]> {
  const entries = await readdir(join(folder, kind), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('DiskCacheStore', () => {
  let store: DiskCacheStore;
  beforeEach(() => {
    store = new DiskCacheStore(folder, 1_000_000);
  });
  itKeepsThePromisesOfAStore(() => store);
});

describe('a URLCache with a directory', () => {
  it('answers a later process, and another one at the same time', async () => {
    const one = open();
    await one.get();
    await one.stored();
    expect([await open().get(), await open().get()]).toEqual(['answer 1', 'answer 1']);
  });

  it('lets one process forget what another has changed', async () => {
    const [one, two] = [open(), open()];
    await one.get();
    await one.stored();
    await two.urlCache.removeCachedResponse(new URLRequest('https://example.com/a'));
    expect(await one.get()).toBe('answer 2');
  });

  it('is readable by its owner alone', async () => {
    const one = open();
    await one.get();
    await one.stored();
    const modes = await Promise.all(
      [folder, join(folder, 'secret'), ...(await filesIn('records')), ...(await filesIn('bodies'))].map(
        async (path) => (await stat(path)).mode & 0o077,
      ),
    );
    expect(new Set(modes)).toEqual(new Set([0]));
  });

  it('holds no secret: fields that select, and credentials, are there as hashes', async () => {
    const one = open();
    const request = new URLRequest('https://example.com/a', { headers: { Authorization: 'Bearer s3cr3t' } });
    const session = sessions[0] as Session;
    await session.request(request).serializingString().value;
    while ((await one.urlCache.cachedResponse(request)) === undefined) await new Promise(setImmediate);
    const texts = await Promise.all((await filesIn('records')).map((path) => readFile(path, 'utf8')));
    expect(texts.join()).not.toContain('s3cr3t');
  });

  it('keeps its capacity', async () => {
    const one = open({ diskCapacity: 20_000 }, () => 'x'.repeat(1000));
    for (let index = 0; index < 60; index += 1) {
      await one.get(`/${index}`);
      await one.stored(`/${index}`);
      expect(one.urlCache.currentDiskUsage).toBeLessThanOrEqual(20_000);
    }
    const sizes = await Promise.all(
      [...(await filesIn('records')), ...(await filesIn('bodies'))].map(
        async (path) => (await stat(path)).size,
      ),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(20_000);
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['torn', (path) => truncate(path, 5)],
    ['empty', (path) => truncate(path, 0)],
    ['edited', async (path) => writeFile(path, (await readFile(path, 'utf8')).replaceAll('1', '2'))],
    ['something else', (path) => writeFile(path, '{"form":1,"responses":[{"url":7}]}')],
    ['gone', (path) => rm(path)],
  ])('takes files that are %s for a miss, and stores again', async (_, damage) => {
    for (const kind of ['records', 'bodies'] as const) {
      await rm(folder, { recursive: true });
      await mkdir(folder);
      count = 0;
      const one = open();
      await one.get();
      await one.stored();
      for (const path of await filesIn(kind)) await damage(path);
      expect([kind, await open().get()]).toEqual([kind, 'answer 2']);
      const later = open();
      await later.stored();
      expect(await later.get()).toBe('answer 2');
    }
  });

  it('streams a large body, whose range it serves too', async () => {
    const text = '0123456789'.repeat(300_000);
    const one = open({}, () => text);
    await one.get();
    await one.stored();
    const two = open({}, () => 'other');
    expect((await two.get()) === text).toBe(true);
    const request = (sessions[1] as Session).request('https://example.com/a', {
      headers: { Range: 'bytes=9-11' },
    });
    expect(await request.serializingString().value).toBe('901');
  });

  it('takes a large body that was damaged for a miss', async () => {
    const one = open({}, () => '0123456789'.repeat(300_000));
    await one.get();
    await one.stored();
    for (const path of await filesIn('bodies')) {
      const bytes = await readFile(path);
      bytes[2_999_999] = 0;
      await writeFile(path, bytes);
    }
    expect(await open({}, () => 'other').get()).toBe('other');
  });

  it('fails no request where the folder is a file', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const one = open({ directory: path });
    expect([await one.get(), await one.get()]).toEqual(['answer 1', 'answer 2']);
    while (one.failures() === 0) await new Promise(setImmediate);
  });

  it('removes what a killed process has left aside', async () => {
    const aside = join(folder, 'aside');
    await mkdir(aside);
    await writeFile(join(aside, 'left'), 'half');
    const { utimes } = await import('node:fs/promises');
    await utimes(join(aside, 'left'), 0, 0);
    const one = open();
    await one.get();
    await one.stored();
    expect(await readdir(aside)).toEqual([]);
  });

  it('stores nothing that may stay in memory alone', async () => {
    const one = open({ memoryCapacity: 100_000 });
    const request = (sessions[0] as Session).request('https://example.com/a');
    request.cacheResponse({ dataTask: (_, cached) => cached.with({ storagePolicy: 'allowedInMemoryOnly' }) });
    await request.serializingString().value;
    await one.stored();
    expect(await one.get()).toBe('answer 1');
    expect(await open().get()).toBe('answer 2');
  });
});

describe('a URLCache', () => {
  it.each(['memoryCapacity', 'diskCapacity', 'maximumEntrySize'])('refuses a negative %s', (name) => {
    expect(() => new URLCache({ directory: folder, [name]: -1 })).toThrow(RangeError);
  });

  it('refuses a directory beside a store', () => {
    const store = new DiskCacheStore(folder, 1);
    expect(() => new URLCache({ directory: folder, store })).toThrow(TypeError);
  });
});

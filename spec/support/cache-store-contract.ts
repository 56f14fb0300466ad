import { expect, it } from '@jest/globals';
import { firstValueFrom, isObservable } from 'rxjs';
import type { Answer } from '../../lib/answers/answer.js';
import type {
  CacheChange,
  CacheRecord,
  HTTPCacheStore,
  StoredBody,
} from '../../lib/cache/http-cache-store.js';
import { makeRandomID } from '../../lib/message/random-id.js';
import { bodyHash } from '../../lib/node/cache/cache-hashing.js';
import { storedResponse } from './stored-responses.js';

const KEY = 'https://example.com/a';

/** Expects of a store what `HTTPCacheStore` promises. */
export function itKeepsThePromisesOfAStore(store: () => HTTPCacheStore, { clearsByTime = true } = {}): void {
  it('has nothing at first', async () => {
    expect((await recordOf(store()))?.responses ?? []).toEqual([]);
    expect(await settled(store().body(bodyHash(new Uint8Array([9]))))).toBeUndefined();
  });

  it('gives back what was committed, and its body', async () => {
    const change = changeWith('body', await recordOf(store()));
    expect(await commit(store(), change)).toBe(true);
    const [response] = (await recordOf(store()))?.responses ?? [];
    expect(response && [...response.headers]).toEqual([['ETag', '"body"']]);
    expect(response).toMatchObject({
      url: KEY,
      userInfo: { a: 1 },
      variant: [['accept', 'x']],
      bodyLength: 4,
    });
    expect(await bytesOf(await settled(store().body(response?.bodyID ?? '')))).toBe('body');
  });

  it('commits once of several with one version', async () => {
    const before = await recordOf(store());
    const commits = ['one', 'two', 'three', 'four'].map((text) => commit(store(), changeWith(text, before)));
    const committed = await Promise.all(commits);
    expect(committed.filter(Boolean)).toHaveLength(1);
  });

  it('refuses a commit with a version that was read before a deletion', async () => {
    const absent = await recordOf(store());
    await settled(store().delete(KEY));
    expect(await commit(store(), changeWith('late', absent))).toBe(false);
    const present = changeWith('new', await recordOf(store()));
    expect(await commit(store(), present)).toBe(true);
    const read = await recordOf(store());
    await settled(store().delete(KEY));
    expect(await commit(store(), changeWith('late', read))).toBe(false);
    expect((await recordOf(store()))?.responses ?? []).toEqual([]);
  });

  it('clears everything, and refuses what was read before', async () => {
    await commit(store(), changeWith('body', await recordOf(store())));
    const read = await recordOf(store());
    await settled(store().clear?.());
    expect((await recordOf(store()))?.responses ?? []).toEqual([]);
    expect(await commit(store(), changeWith('late', read))).toBe(false);
  });

  if (!clearsByTime) return;

  it('clears what is not older than a time', async () => {
    await commit(store(), changeWith('body', await recordOf(store())));
    await settled(store().clear?.(Date.UTC(2100, 0)));
    expect((await recordOf(store()))?.responses).toHaveLength(1);
    await settled(store().clear?.(Date.UTC(2020, 0)));
    expect((await recordOf(store()))?.responses ?? []).toEqual([]);
  });
}

function changeWith(text: string, before: CacheRecord | undefined): CacheChange & { version: string } {
  const bytes = new TextEncoder().encode(text);
  const id = bodyHash(bytes);
  const parts = {
    bodyID: id,
    bodyLength: bytes.byteLength,
    userInfo: { a: 1 },
    variant: [['accept', 'x'] as const],
  };
  const response = storedResponse({ ETag: `"${text}"` }, { url: KEY, ...parts });
  const record = { version: makeRandomID(), generation: before?.generation ?? '', responses: [response] };
  return { record, bodies: [{ id, bytes }], timeToLive: 60_000, version: before?.version ?? '' };
}

function commit(
  store: HTTPCacheStore,
  { version, ...change }: CacheChange & { version: string },
): Promise<boolean> {
  return settled(store.commit(KEY, change, version));
}

function recordOf(store: HTTPCacheStore): Promise<CacheRecord | undefined> {
  return settled(store.get(KEY));
}

async function settled<T>(answer: Answer<T>): Promise<T> {
  return isObservable(answer) ? firstValueFrom(answer) : answer;
}

async function bytesOf(body: StoredBody | undefined): Promise<string> {
  if (body === undefined || body instanceof Uint8Array) return new TextDecoder().decode(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open(0, body.length - 1)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  CacheChange,
  CacheRecord,
  HTTPCacheStore,
  IdentifiedBody,
  StoredBody,
} from '../../cache/http-cache-store.js';
import { parsedRecord, serializedRecord } from '../../cache/serialized-record.js';
import { makeRandomID } from '../../message/random-id.js';
import { bodyHash } from './cache-hashing.js';
import { DiskUsage } from './disk-usage.js';
import { openBody } from './file-body.js';

/** Milliseconds that a folder may take to answer. */
const DEADLINE = 2000;
/** Bodies up to this size are read at once, larger ones as they are taken. */
const READ_AT_ONCE = 1024 * 1024;
const PRIVATE_FOLDER = { recursive: true, mode: 0o700 } as const;
const PRIVATE_FILE = { mode: 0o600, flag: 'wx' } as const;
/** A deletion competes with commits of other processes this often. */
const TRIES = 50;
/** Records that are remembered by the number of their file. */
const MOST_REMEMBERED = 1000;

interface NumberedRecord {
  /** Number of the record's file; 0 if there is none. */
  readonly number: number;
  readonly record: CacheRecord | undefined;
}

const NONE: NumberedRecord = { number: 0, record: undefined };

/**
 * A store in a folder of its own, which several processes may share.
 *
 *     records/ab/abcd…/7     the record of a URL: the file with the highest number counts
 *     bodies/ef/ef01…        a body, named by the hash of its bytes
 *     aside/…                files that are being written
 *     secret                 key of the hashes of secret fields
 *
 * A file is written aside and then linked or renamed into its place, so that no reader sees half of one. Linking a
 * number that exists fails: that is what makes a commit compare and set. What was used least recently goes first when
 * the capacity is reached. A file that is torn, edited or lost is a miss.
 */
export class DiskCacheStore implements HTTPCacheStore {
  readonly deadline = DEADLINE;
  readonly #folder: string;
  readonly #usage: DiskUsage;
  readonly #remembered = new Map<string, NumberedRecord>();

  constructor(directory: string | URL, capacity: number) {
    this.#folder = typeof directory === 'string' ? directory : fileURLToPath(directory);
    this.#usage = new DiskUsage(this.#folder, capacity);
  }

  /** Bytes of records and bodies, as far as this process knows. */
  get usage(): number {
    return this.#usage.bytes;
  }

  /** Key of the hashes of secret fields, one for all processes; undefined if the folder cannot be written. */
  get secret(): string | undefined {
    const path = join(this.#folder, 'secret');
    try {
      mkdirSync(this.#folder, PRIVATE_FOLDER);
      writeFileSync(path, randomBytes(32).toString('hex'), PRIVATE_FILE);
    } catch {
      // it is there already, or the folder is read-only
    }
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  }

  async get(key: string): Promise<CacheRecord | undefined> {
    const name = recordName(key);
    const { record } = await this.#current(name);
    if (record !== undefined && record.responses.length > 0) this.#usage.use(name);
    return record;
  }

  async commit(key: string, { record, bodies }: CacheChange, version: string): Promise<boolean> {
    const name = recordName(key);
    const current = await this.#current(name);
    if ((current.record?.version ?? '') !== version) return false;
    const text = Buffer.from(serializedRecord(record));
    const size = bodies.reduce((sum, { bytes }) => sum + bytes.byteLength, text.byteLength);
    if (!(await this.#usage.makeRoom(size))) return true;
    for (const body of bodies) await this.#writeBody(body);
    return this.#writeRecord(name, current.number, text, record);
  }

  async delete(key: string): Promise<void> {
    const name = recordName(key);
    for (let tries = TRIES; tries > 0; tries -= 1) {
      const { number } = await this.#current(name);
      const record = { version: makeRandomID(), generation: makeRandomID(), responses: [] };
      if (await this.#writeRecord(name, number, Buffer.from(serializedRecord(record)), record)) return;
    }
    throw new Error('Other processes kept a cache record from being deleted.');
  }

  async body(id: string): Promise<StoredBody | undefined> {
    if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
    const name = bodyName(id);
    const body = await openBody(join(this.#folder, name), id, READ_AT_ONCE);
    if (body !== undefined) this.#usage.use(name);
    return body;
  }

  /** Deletes record by record, so that a response that is on its way is not stored afterwards. */
  async clear(since = -Infinity): Promise<void> {
    await this.#usage.scan();
    for (const name of this.#usage.names('records/')) {
      const { number, record } = await this.#current(name);
      if (record?.responses.every(({ responseTime }) => responseTime < since) === true) continue;
      const tombstone = { version: makeRandomID(), generation: makeRandomID(), responses: [] };
      await this.#writeRecord(name, number, Buffer.from(serializedRecord(tombstone)), tombstone);
    }
    if (since === -Infinity) {
      for (const name of this.#usage.names('bodies/')) await this.#usage.remove(name);
    }
  }

  async #current(name: string): Promise<NumberedRecord> {
    const folder = join(this.#folder, name);
    const number = highestNumber(await readdir(folder).catch(noneIfMissing));
    const known = this.#remembered.get(name);
    if (number === 0 || known?.number === number) return number === 0 ? NONE : (known ?? NONE);
    const text = await readFile(join(folder, String(number)), 'utf8').catch(missing);
    // removed by the process that wrote the next one
    if (text === undefined) return this.#current(name);
    const torn = { version: `torn ${String(number)}`, generation: '', responses: [] };
    return this.#remember(name, { number, record: parsedRecord(text) ?? torn });
  }

  #remember(name: string, current: NumberedRecord): NumberedRecord {
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(name, current);
    return current;
  }

  /** False if another process has written this number. */
  async #writeRecord(name: string, number: number, text: Buffer, record: CacheRecord): Promise<boolean> {
    const folder = join(this.#folder, name);
    const aside = await this.#writeAside(text);
    try {
      await mkdir(folder, PRIVATE_FOLDER);
      await link(aside, join(folder, String(number + 1)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await unlink(aside).catch(missing);
    }
    this.#remember(name, { number: number + 1, record });
    this.#usage.add(name, text.byteLength, record.responses.length === 0);
    await this.#removeUpTo(folder, number);
    return true;
  }

  async #removeUpTo(folder: string, number: number): Promise<void> {
    const names = await readdir(folder).catch(noneIfMissing);
    const older = names.filter((name) => Number(name) <= number);
    await Promise.all(older.map((name) => rm(join(folder, name), { force: true })));
  }

  async #writeBody({ id, bytes }: IdentifiedBody): Promise<void> {
    const name = bodyName(id);
    const path = join(this.#folder, name);
    const there = await stat(path).catch(missing);
    if (there?.size === bytes.byteLength && (await isIntact(path, id))) {
      this.#usage.add(name, bytes.byteLength, false);
      return;
    }
    const aside = await this.#writeAside(bytes);
    try {
      await mkdir(join(path, '..'), PRIVATE_FOLDER);
      await rename(aside, path);
    } catch (error) {
      await unlink(aside).catch(missing);
      throw error;
    }
    this.#usage.add(name, bytes.byteLength, false);
  }

  async #writeAside(bytes: Uint8Array): Promise<string> {
    const folder = join(this.#folder, 'aside');
    await mkdir(folder, PRIVATE_FOLDER);
    const path = join(folder, makeRandomID());
    try {
      await writeFile(path, bytes, PRIVATE_FILE);
    } catch (error) {
      await unlink(path).catch(missing);
      throw error;
    }
    return path;
  }
}

/** A body that was damaged under its name is written again. */
async function isIntact(path: string, id: string): Promise<boolean> {
  const file = await open(path).catch(missing);
  if (file === undefined) return false;
  try {
    return bodyHash(await file.readFile()) === id;
  } finally {
    await file.close();
  }
}

function recordName(key: string): string {
  const hash = bodyHash(Buffer.from(key));
  return `records/${hash.slice(0, 2)}/${hash}`;
}

function bodyName(id: string): string {
  return `bodies/${id.slice(0, 2)}/${id}`;
}

function highestNumber(names: readonly string[]): number {
  return names.reduce((highest, name) => (/^\d+$/.test(name) ? Math.max(highest, Number(name)) : highest), 0);
}

function missing(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}

function noneIfMissing(error: unknown): string[] {
  missing(error);
  return [];
}

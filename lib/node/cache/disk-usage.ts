import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

interface DiskItem {
  readonly size: number;
  /** Milliseconds since the epoch. */
  usedAt: number;
  /** True if it says that something was deleted, and must outlast what was asked for before. */
  readonly isTombstone: boolean;
}

/** A deletion is remembered for this long: loads that take longer are rare. */
const TOMBSTONE_LIFE = 10 * 60 * 1000;
/** Milliseconds after which files of killed processes are removed. */
const ASIDE_LIFE = 10 * 60 * 1000;
/** Other processes add to the folder: it is counted anew when room is made, at most this often. */
const COUNT_INTERVAL = 30_000;
/** The time of a use is written down at most this often. */
const TOUCH_INTERVAL = 60_000;

/** Bytes of the files of a cache folder, in the order of their last use. */
export class DiskUsage {
  #items = new Map<string, DiskItem>();
  #bytes = 0;
  #countedAt = -Infinity;
  #counting: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly capacity: number,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Names of files of one kind. */
  names(prefix: string): string[] {
    return [...this.#items.keys()].filter((name) => name.startsWith(prefix));
  }

  add(name: string, size: number, isTombstone: boolean): void {
    this.#forget(name);
    this.#items.set(name, { size, usedAt: Date.now(), isTombstone });
    this.#bytes += size;
  }

  use(name: string): void {
    const item = this.#items.get(name);
    if (item === undefined) return;
    const now = Date.now();
    this.#items.delete(name);
    this.#items.set(name, item);
    if (now - item.usedAt < TOUCH_INTERVAL) return;
    item.usedAt = now;
    // of no consequence if it fails
    utimes(join(this.folder, name), now / 1000, now / 1000).catch(() => undefined);
  }

  /** Removes what was used least recently, until there is room for that many bytes; false if there cannot be. */
  async makeRoom(size: number): Promise<boolean> {
    if (size > this.capacity) return false;
    if (Date.now() - this.#countedAt > COUNT_INTERVAL) await this.scan();
    const now = Date.now();
    for (const [name, { usedAt, isTombstone }] of [...this.#items]) {
      if (this.#bytes + size <= this.capacity) return true;
      if (!isTombstone || now - usedAt > TOMBSTONE_LIFE) await this.remove(name);
    }
    return this.#bytes + size <= this.capacity;
  }

  async remove(name: string): Promise<void> {
    this.#forget(name);
    await rm(join(this.folder, name), { recursive: true, force: true });
  }

  /** Counts the folder anew, and removes what killed processes have left aside. */
  scan(): Promise<void> {
    return (this.#counting ??= this.#scan().finally(() => {
      this.#counting = undefined;
    }));
  }

  async #scan(): Promise<void> {
    const found: [name: string, item: DiskItem][] = [];
    for (const name of [...(await this.#namesOf('records')), ...(await this.#namesOf('bodies'))]) {
      const item = await this.#itemOf(name);
      if (item !== undefined) found.push([name, item]);
    }
    found.sort(([, one], [, other]) => one.usedAt - other.usedAt);
    this.#items = new Map(found);
    this.#bytes = found.reduce((sum, [, { size }]) => sum + size, 0);
    this.#countedAt = Date.now();
    await this.#clean();
  }

  async #namesOf(kind: 'records' | 'bodies'): Promise<string[]> {
    const names: string[] = [];
    for (const group of await namesIn(join(this.folder, kind))) {
      for (const entry of await namesIn(join(this.folder, kind, group)))
        names.push(`${kind}/${group}/${entry}`);
    }
    return names;
  }

  async #itemOf(name: string): Promise<DiskItem | undefined> {
    const path = join(this.folder, name);
    const isRecord = name.startsWith('records/');
    const known = this.#items.get(name);
    const files = isRecord ? (await namesIn(path)).map((file) => join(path, file)) : [path];
    const stats = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
    const there = stats.filter((each) => each !== undefined);
    if (there.length === 0) return undefined;
    const size = there.reduce((sum, each) => sum + each.size, 0);
    const usedAt = Math.max(known?.usedAt ?? 0, ...there.map(({ mtimeMs }) => mtimeMs));
    return { size, usedAt, isTombstone: known?.isTombstone ?? false };
  }

  async #clean(): Promise<void> {
    const aside = join(this.folder, 'aside');
    for (const name of await namesIn(aside)) {
      const file = await stat(join(aside, name)).catch(() => undefined);
      if (file !== undefined && Date.now() - file.mtimeMs > ASIDE_LIFE)
        await rm(join(aside, name), { force: true });
    }
  }

  #forget(name: string): void {
    const item = this.#items.get(name);
    if (item === undefined) return;
    this.#items.delete(name);
    this.#bytes -= item.size;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

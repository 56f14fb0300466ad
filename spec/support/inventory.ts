import { EventEmitter, getEventListeners } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import type { LoopbackServer } from '../../examples/server/loopback-server.js';
import { liveTimers } from './live-timers.js';
import { listTemporaryFiles } from './temporary-files.js';

/** Where to look, beside the process itself. */
export interface Watched {
  readonly servers: readonly LoopbackServer[];
  /** Listeners are counted on these, such as an AbortSignal that a spec gives to a request. */
  readonly targets: readonly { target: EventTarget | EventEmitter; type: string }[];
}

/** How many there are of each kind of thing that can be left open. */
export type Inventory = ReadonlyMap<string, number>;

/**
 * What comes and goes by itself within a turn or so; timers, which are counted apart; and the pipes of the
 * process's own output, which are opened with its first line.
 */
const PASSING =
  /^(Timeout|Immediate|TickObject|Microtask|FSReq|CloseReq|WriteWrap|ShutdownWrap|SimpleShutdownWrap|PipeWrap)/;

/** Looked this often, each after a round trip through the thread pool, before something counts as left. */
const PATIENCE = 2000;

/** Looked this often at least: what begins a turn later is found too. */
const SETTLING = 5;

/** Counts sockets, tracked timers and other handles of the process, listeners, temporary files and open ones. */
export function takeInventory(watched: Watched): Inventory {
  const handles = process.getActiveResourcesInfo().filter((kind) => !PASSING.test(kind));
  const files = listTemporaryFiles().map((name) => `temporary file ${name}`);
  return tally([
    ['timer', liveTimers()] as const,
    ...handles.map((kind) => [kind, 1] as const),
    ...files.map((file) => [file, 1] as const),
    ...openFiles().map((path) => [`open file ${path}`, 1] as const),
    ...process
      .eventNames()
      .map((name) => [`process listener ${String(name)}`, process.listenerCount(name)] as const),
    ...watched.targets.map(({ target, type }) => [`listener ${type}`, listenersOf(target, type)] as const),
    ...watched.servers.map(({ url, openSockets }) => [`socket at ${url}`, openSockets] as const),
  ]);
}

/**
 * What there is more of than before, one line each, such as `timer: 1 more`. What is on its way in or out
 * is given its time, counted in turns of the event loop: a few where nothing is left, many where something is.
 */
export async function leaksSince(
  before: Inventory,
  watched: Watched,
  patience = PATIENCE,
): Promise<string[]> {
  for (let look = 1; ; look += 1) {
    const leaks = surplus(before, takeInventory(watched));
    if (look > patience || (leaks.length === 0 && look > SETTLING)) return leaks;
    await stat(os.tmpdir());
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function surplus(before: Inventory, now: Inventory): string[] {
  return [...now]
    .map(([kind, count]) => ({ kind, more: count - (before.get(kind) ?? 0) }))
    .filter(({ more }) => more > 0)
    .map(({ kind, more }) => `${kind}: ${more} more`);
}

function tally(counts: readonly (readonly [kind: string, count: number])[]): Inventory {
  const total = new Map<string, number>();
  for (const [kind, count] of counts) total.set(kind, (total.get(kind) ?? 0) + count);
  return total;
}

/** How many listeners of a type a target has. */
export function listenersOf(target: EventTarget | EventEmitter, type: string): number {
  return target instanceof EventEmitter ? target.listenerCount(type) : getEventListeners(target, type).length;
}

/** The files of the temporary folder this process has open; none where the system does not tell. */
function openFiles(): string[] {
  const folder = '/proc/self/fd';
  if (process.platform !== 'linux') return [];
  return readdirSync(folder)
    .map((descriptor) => targetOf(join(folder, descriptor)))
    .filter((path) => path.startsWith(os.tmpdir()));
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

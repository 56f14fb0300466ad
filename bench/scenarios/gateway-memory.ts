import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { startChild, startChildWith, type Child } from '../children/child.js';
import type { Memory } from '../children/memory.js';
import { roundsOf, type Effort } from '../effort.js';
import { verdictOn } from '../goal.js';
import type { Measured, Scenario } from '../scenario.js';

const MB = 1_000_000;
const GOAL = 40;
const ROUNDS = 9;
const LENGTH = 1000 * MB;

const boundary = 'boundary-of-bench';
const piece = Buffer.alloc(64 * 1024, 'abcdefghijklmnopqrstuvwxyz');

function* formOf(length: number): Generator<Buffer> {
  yield Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file.bin"\r\n\r\n`,
  );
  for (let left = length; left > 0; left -= piece.length) yield piece.subarray(0, left);
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

async function upload(url: string, length: number): Promise<void> {
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` };
  const request = http.request(url, { method: 'POST', headers, agent: false });
  Readable.from(formOf(length), { objectMode: false }).pipe(request);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let answer = '';
  for await (const text of response.setEncoding('utf8')) answer += text as string;
  if (!answer.includes('"bytes":')) throw new Error(`The upload did not arrive: ${answer}`);
}

interface Case {
  readonly name: string;
  readonly child: string;
  /** Bytes of an upload before the one that is measured. */
  readonly before: number;
  readonly nodeOptions?: readonly string[];
}

/** What `examples/gateway` is advised to run with: a young generation that stays small. */
const SMALL_YOUNG_GENERATION = ['--max-semi-space-size=2'];

const WARMED: Case = {
  name: 'the gateway, after an upload of 100 MB',
  child: 'gateway.ts',
  before: 100 * MB,
};
const ADVISED: Case = {
  name: `the gateway with ${SMALL_YOUNG_GENERATION.join(' ')}, after one of 1 MB`,
  child: 'gateway.ts',
  before: MB,
  nodeOptions: SMALL_YOUNG_GENERATION,
};
const CASES: readonly Case[] = [
  WARMED,
  ADVISED,
  { name: 'the gateway, after one of 1 MB', child: 'gateway.ts', before: MB },
  {
    name: `a plain pipe of node:http with the same, after one of 1 MB`,
    child: 'pipe.ts',
    before: MB,
    nodeOptions: SMALL_YOUNG_GENERATION,
  },
  { name: 'a plain pipe of node:http, after one of 1 MB', child: 'pipe.ts', before: MB },
];

/** Bytes by which a process grew at most. */
async function growth(target: string, { child, before, nodeOptions = [] }: Case): Promise<number> {
  await using between: Child = await startChildWith(nodeOptions, child, target);
  await upload(between.firstWord, before);
  const { now } = (await between.ask('memory')) as Memory;
  await upload(between.firstWord, LENGTH);
  const { most } = (await between.ask('memory')) as Memory;
  return most - now;
}

async function measure(effort: Effort): Promise<Measured> {
  await using target: Child = await startChild('target.ts');
  const measured = new Map<Case, number[]>(CASES.map((given) => [given, []]));
  for (let round = 0; round < roundsOf(effort, ROUNDS); round += 1) {
    for (const given of CASES) measured.get(given)?.push(await growth(target.firstWord, given));
  }
  for (const bytes of measured.values()) bytes.sort((a, b) => a - b);
  const rows = [...measured].map(([{ name }, bytes]) => [
    name,
    inMB(median(bytes)),
    `${inMB(bytes[0])}–${inMB(bytes.at(-1))}`,
  ]);
  const [warmed, advised] = [median(measured.get(WARMED) ?? []), median(measured.get(ADVISED) ?? [])];
  return {
    table: { header: ['', 'median MB', 'min–max MB'], rows },
    ...verdictOn([
      {
        of: 'Growth of a warmed gateway',
        value: warmed / MB,
        limit: GOAL,
        direction: 'at most',
        unit: ' MB',
      },
      {
        of: 'Growth of a fresh one with a small young generation',
        value: advised / MB,
        limit: GOAL,
        direction: 'at most',
        unit: ' MB',
      },
    ]),
  };
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function inMB(bytes = NaN): string {
  return (bytes / MB).toFixed(1);
}

export const scenario: Scenario = {
  title: 'Memory of a gateway during an upload of 1 GB',
  description:
    'The most resident memory a process had, less what it had before the upload: `examples/gateway`, and a proxy that does nothing but pipe. Each round has fresh processes; the heap and its garbage grow to their usual size in the first uploads.',
  measure,
};

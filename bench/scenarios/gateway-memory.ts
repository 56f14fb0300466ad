import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { startChild, type Child } from '../children/child.js';
import type { Measured, Scenario } from '../scenario.js';

const MB = 1_000_000;
const GOAL = 40 * MB;
const ROUNDS = 9;
const SIZES = [100 * MB, 1000 * MB];

const boundary = 'boundary-of-bench';
const piece = Buffer.alloc(64 * 1024, 'abcdefghijklmnopqrstuvwxyz');

interface Memory {
  now: number;
  most: number;
}

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
  if (length > 1e12 && !answer.includes(`"bytes":${length}`)) throw new Error(`The upload did not arrive: ${answer}`);
}

/** Bytes by which a fresh gateway grew at most, beyond what it had after a small upload. */
export async function growth(target: string, length: number, file = 'gateway.ts'): Promise<number> {
  await using gateway: Child = await startChild(file, target);
  await upload(gateway.url, MB);
  const before = (await gateway.ask('memory')) as Memory;
  await upload(gateway.url, length);
  const after = (await gateway.ask('memory')) as Memory;
  return after.most - before.now;
}

async function measure(): Promise<Measured> {
  await using target: Child = await startChild('target.ts');
  const measured = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const size of SIZES) measured.get(size)?.push(await growth(target.url, size));
  }
  const sorted = [...measured].map(([size, bytes]) => ({ size, bytes: bytes.sort((a, b) => a - b) }));
  const median = sorted.at(-1)?.bytes[Math.floor(ROUNDS / 2)] ?? NaN;
  return {
    table: {
      header: ['upload', 'median MB', 'min–max MB'],
      rows: sorted.map(({ size, bytes }) => [
        `${size / MB} MB`,
        inMB(bytes[Math.floor(ROUNDS / 2)]),
        `${inMB(bytes[0])}–${inMB(bytes.at(-1))}`,
      ]),
    },
    verdict: `For 1 GB the gateway grows by ${inMB(median)} MB; the goal is less than ${inMB(GOAL)} MB.`,
    isGoalMet: median < GOAL,
  };
}

function inMB(bytes = NaN): string {
  return (bytes / MB).toFixed(1);
}

export const scenario: Scenario = {
  title: 'Memory of a gateway',
  description:
    'The most resident memory of `examples/gateway` during one upload, less what it had before; gateway and target are processes of their own, and each round has a fresh gateway.',
  measure,
};

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startChild } from './children/child.js';
import type { Sending, Sent } from './children/upload.js';
import { roundsOf, type Effort } from './effort.js';
import { verdictOn } from './goal.js';
import type { Measured } from './scenario.js';
import { medianOf, rangeText, rotated, spreadOf } from './statistics.js';

export interface UploadRace {
  readonly effort: Effort;
  /** Files of `uploads`: ours, then the one that it is compared with, then others. */
  readonly uploaders: readonly [ours: string, yardstick: string, ...others: string[]];
  /** Ours sends at least so many times as many bytes in the same time. */
  readonly speedGoal: number;
}

interface Row {
  readonly file: string;
  name: string;
  readonly sent: Sent[];
}

const ROUNDS = 11;
const MB = 1_000_000;
const SIZE = 256 * MB;
const GROWTH_GOAL = 48;

/** Has each send a file of 256 MB in a fresh process, one after the other, round for round. */
export async function uploadRace({ effort, uploaders, speedGoal }: UploadRace): Promise<Measured> {
  const rows = uploaders.map((file): Row => ({ file, name: file, sent: [] }));
  await withFiles(async (files) => {
    await using server = await startChild('server.ts');
    for (let round = -1; round < roundsOf(effort, ROUNDS); round += 1) {
      for (const row of rotated(rows, round)) {
        const { name, sent } = await uploadOnce(row.file, { ...files, to: `${server.firstWord}/upload` });
        row.name = name;
        if (round >= 0) row.sent.push(sent);
      }
    }
  });
  return judged(rows, speedGoal);
}

async function withFiles(work: (files: Omit<Sending, 'to'>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const [file, smallFile] = [join(folder, 'large.bin'), join(folder, 'small.bin')];
    await writeFile(file, Array(SIZE / MB).fill(randomBytes(MB)));
    await writeFile(smallFile, randomBytes(MB));
    await work({ file: pathToFileURL(file).href, smallFile: pathToFileURL(smallFile).href });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function uploadOnce(file: string, sending: Sending): Promise<{ name: string; sent: Sent }> {
  await using child = await startChild<Sending, Sent>('upload.ts', file);
  return { name: child.firstWord, sent: await child.ask(sending) };
}

function judged(rows: readonly Row[], speedGoal: number): Measured {
  const [ours, yardstick] = rows as [Row, Row];
  const growth = spreadOf(growthOf(ours)).median;
  return {
    table: {
      header: [
        ...['', 'MB/s', 'min–max', `÷ ${yardstick.name}`],
        ...['CPU s', 'min–max', 'growth MB', 'min–max'],
      ],
      rows: rows.map((row) => cellsOf(row, yardstick)),
    },
    ...verdictOn([
      {
        of: `MB/s ÷ ${yardstick.name}`,
        value: speedRatio(ours, yardstick),
        limit: speedGoal,
        direction: 'at least',
      },
      { of: 'Growth', value: growth, limit: GROWTH_GOAL, direction: 'at most', unit: ' MB' },
    ]),
  };
}

function cellsOf(row: Row, yardstick: Row): string[] {
  const [speed, cpu, growth] = [speedOf(row), row.sent.map((sent) => sent.cpu), growthOf(row)].map(spreadOf);
  if (speed === undefined || cpu === undefined || growth === undefined) return [];
  return [
    ...[row.name, speed.median.toFixed(0), rangeText(speed, 0), speedRatio(row, yardstick).toFixed(2)],
    ...[cpu.median.toFixed(2), rangeText(cpu, 2), growth.median.toFixed(1), rangeText(growth, 1)],
  ];
}

function speedOf({ sent }: Row): number[] {
  return sent.map(({ seconds }) => SIZE / MB / seconds);
}

function growthOf({ sent }: Row): number[] {
  return sent.map(({ growth }) => growth / MB);
}

/** By the median of the rounds. */
function speedRatio(row: Row, yardstick: Row): number {
  const others = speedOf(yardstick);
  return medianOf(speedOf(row).map((speed, round) => speed / (others[round] ?? NaN)));
}

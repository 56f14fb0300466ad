import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startChild, startPlainChild } from './children/child.js';
import type { Sending, SentOften } from './children/upload.js';
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
  readonly speed: number[];
  readonly cpu: number[];
  readonly growth: number[];
}

const ROUNDS = 11;
const MB = 1_000_000;
const SIZE = 256 * MB;
const GROWTH_GOAL = 12;

/**
 * Has each send a file of 256 MB three times in a fresh process, one after the other, round for round. The median of
 * the three counts: the first of them still has to be compiled.
 */
export async function uploadRace({ effort, uploaders, speedGoal }: UploadRace): Promise<Measured> {
  const rows = uploaders.map((file): Row => ({ file, name: file, speed: [], cpu: [], growth: [] }));
  await withFiles(async (files) => {
    await using server = await startChild('server.ts');
    for (let round = -1; round < roundsOf(effort, ROUNDS); round += 1) {
      for (const row of rotated(rows, round)) {
        const sent = await uploadOften(row, { ...files, to: `${server.firstWord}/upload` });
        if (round >= 0) count(row, sent);
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

async function uploadOften(row: Row, sending: Sending): Promise<SentOften> {
  await using child = await startPlainChild<Sending, SentOften>('upload.ts', [row.file]);
  row.name = child.firstWord;
  return await child.ask(sending);
}

function count({ speed, cpu, growth }: Row, sent: SentOften): void {
  speed.push(SIZE / MB / medianOf(sent.sent.map(({ seconds }) => seconds)));
  cpu.push(medianOf(sent.sent.map((once) => once.cpu)));
  growth.push(sent.growth / MB);
}

function judged(rows: readonly Row[], speedGoal: number): Measured {
  const [ours, yardstick] = rows as [Row, Row];
  const growth = medianOf(ours.growth);
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
  const [speed, cpu, growth] = [spreadOf(row.speed), spreadOf(row.cpu), spreadOf(row.growth)];
  return [
    ...[row.name, speed.median.toFixed(0), rangeText(speed, 0), speedRatio(row, yardstick).toFixed(2)],
    ...[cpu.median.toFixed(2), rangeText(cpu, 2), growth.median.toFixed(1), rangeText(growth, 1)],
  ];
}

/** By the median of the rounds. */
function speedRatio(row: Row, yardstick: Row): number {
  return medianOf(row.speed.map((speed, round) => speed / (yardstick.speed[round] ?? NaN)));
}

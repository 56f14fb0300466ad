import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { SessionError } from 'rxsession';
import { DownloadFile } from '../../../lib/node/downloads/download-file.js';
import { DownloadWriter } from '../../../lib/node/downloads/download-writer.js';
import { seededBytes } from '../../../examples/server/seeded-bytes.js';
import { removeDownloads } from '../../support/downloads.js';
import { turns } from '../../support/happenings.js';
import { expectNoLeaks } from '../../support/leaks.js';

expectNoLeaks();

/** What a writer does to the flow of its bytes. */
class WatchedFlow {
  readonly acts: string[] = [];
  hold(): void {
    this.acts.push('hold');
  }
  release(): void {
    this.acts.push('release');
  }
  fail({ code }: SessionError): void {
    this.acts.push(`fail ${String(code)}`);
  }
}

interface Bench {
  readonly writer: DownloadWriter;
  readonly flow: WatchedFlow;
  /** Bytes of each batch. */
  readonly batches: number[];
}

function bench(opening: Promise<DownloadFile>): Bench {
  const batches: number[] = [];
  const writer = new DownloadWriter(opening, {
    didWrite: (byteCount) => batches.push(byteCount),
    enqueue: (work) => queueMicrotask(work),
  });
  return { writer, flow: new WatchedFlow(), batches };
}

/** A file whose system calls end when the spec says so, or fail. */
function slowFile(): { opening: Promise<DownloadFile>; write(error?: Error): void; written: number[] } {
  let write: (error?: Error) => void = () => undefined;
  const written: number[] = [];
  const file = {
    url: new URL('file:///folder/a'),
    byteLength: 0,
    write: (pieces: readonly Uint8Array[]) =>
      new Promise<void>((resolve, reject) => {
        write = (error) => {
          for (const { byteLength } of pieces) file.byteLength += byteLength;
          written.push(pieces.length);
          if (error === undefined) resolve();
          else reject(error);
        };
      }),
    close: () => Promise.resolve(),
  };
  return {
    opening: Promise.resolve(file as unknown as DownloadFile),
    write: (error) => write(error),
    written,
  };
}

const PIECE = new Uint8Array(65_536);

function receive({ writer, flow }: Bench, count: number): void {
  for (let index = 0; index < count; index += 1) writer.receive(PIECE, flow);
}

describe('what writes a download', () => {
  it('puts all that came into the file, in order', async () => {
    const { writer, flow } = bench(DownloadFile.create());
    const bytes = seededBytes(3_000_000);
    for (let start = 0; start < bytes.length; start += 100_001) {
      writer.receive(bytes.subarray(start, start + 100_001), flow);
    }
    const file = await writer.finish();
    expect([file?.byteLength, writer.failure]).toEqual([3_000_000, undefined]);
    expect(readFileSync(file!.url).equals(bytes)).toBe(true);
    removeDownloads();
  });

  it('writes in batches, and all that has come meanwhile with the next one', async () => {
    const slow = slowFile();
    const at = bench(slow.opening);
    receive(at, 4);
    await turns(1);
    receive(at, 6);
    slow.write();
    await turns(1);
    slow.write();
    await at.writer.finish();
    expect([slow.written, at.batches]).toEqual([
      [4, 6],
      [4 * 65_536, 6 * 65_536],
    ]);
  });

  it('holds the bytes while too many wait, and lets them go on once they are on their way', async () => {
    const slow = slowFile();
    const at = bench(slow.opening);
    receive(at, 4 + 15);
    await turns(1);
    expect(at.flow.acts).toEqual([]);
    receive(at, 1);
    expect(at.flow.acts).toEqual(['hold']);
    slow.write();
    await turns(1);
    expect(at.flow.acts).toEqual(['hold', 'release']);
    slow.write();
    await at.writer.finish();
  });

  it.each<[string, () => Promise<DownloadFile>, string]>([
    ['opened', () => Promise.reject(new Error('full')), 'cannotCreateFile'],
    ['written to', () => failing(slowFile()), 'cannotWriteToFile'],
  ])('ends the task when the file cannot be %s', async (_what, open, code) => {
    const at = bench(open());
    receive(at, 8);
    await turns(2);
    receive(at, 1);
    expect(at.flow.acts).toEqual([`fail ${code}`, `fail ${code}`]);
    await at.writer.finish();
    expect(at.writer.failure).toMatchObject({ kind: 'sessionTaskFailed', code });
  });

  it('leaves what waits when it is abandoned', async () => {
    const { writer, flow, batches } = bench(DownloadFile.create());
    writer.receive(PIECE, flow);
    const file = await writer.abandon();
    expect([file?.byteLength, batches]).toEqual([0, []]);
    removeDownloads();
  });
});

function failing({ opening, write }: ReturnType<typeof slowFile>): Promise<DownloadFile> {
  void turns(1).then(() => write(new Error('full')));
  return opening;
}

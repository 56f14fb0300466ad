import { lengthOf, type RequestBody } from '../transport/request-body.js';
import type { StubTask } from './stub-task.js';

/** Receives the progress of reading a body, then either its end or its error, once. */
export interface BodyCollector {
  progress(totalBytesRead: number): void;
  /** All was read; undefined when the body could not be read here. */
  end(bytes: Uint8Array | undefined): void;
  fail(error: unknown): void;
}

/** Reads a body, at the pace of the task: not while it is suspended, and no further once it is over. */
export function collectBody(body: RequestBody, task: StubTask, collector: BodyCollector): void {
  switch (body.kind) {
    case 'bytes':
      collectBytes(body.bytes.slice(), collector);
      return;
    case 'text':
      collectBytes(new TextEncoder().encode(body.text), collector);
      return;
    case 'blob':
      void collectPieces(() => piecesOfBlob(body.blob), task, collector);
      return;
    case 'stream':
      void collectPieces(() => body.open(), task, collector);
      return;
    case 'file':
      collector.progress(lengthOf(body) ?? 0);
      collector.end(undefined);
      return;
  }
}

function collectBytes(bytes: Uint8Array, collector: BodyCollector): void {
  collector.progress(bytes.byteLength);
  collector.end(bytes);
}

async function collectPieces(
  open: () => AsyncIterable<Uint8Array>,
  task: StubTask,
  collector: BodyCollector,
): Promise<void> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const piece of open()) {
      if (!(await task.mayMove())) return;
      pieces.push(piece.slice());
      total += piece.byteLength;
      collector.progress(total);
    }
  } catch (error) {
    if (!task.isOver) collector.fail(error);
    return;
  }
  if (!task.isOver) collector.end(joined(pieces, total));
}

async function* piecesOfBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await blob.arrayBuffer());
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return bytes;
}

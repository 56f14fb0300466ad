import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { temporaryFile } from './temporary-files.js';

/** What the uploading endpoints of the server answer with. */
export interface ReceivedUpload {
  method: string;
  bytes: number;
  sha256: string;
  headers: Record<string, string>;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A new file in the temporary folder of the spec. */
export function fileOf(bytes: Uint8Array | string, name = 'upload.bin'): URL {
  const url = temporaryFile(name);
  writeFileSync(url, bytes);
  return url;
}

/** Pieces that are made when they are asked for, and how many bytes have been. */
export class CountedPieces implements AsyncIterable<Uint8Array> {
  pulledBytes = 0;
  /** Whether the iteration was left before its end. */
  isClosed = false;

  constructor(
    readonly length: number,
    private readonly pieceLength = 65_536,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    let isAtEnd = false;
    try {
      while (this.pulledBytes < this.length) {
        const piece = new Uint8Array(Math.min(this.pieceLength, this.length - this.pulledBytes));
        this.pulledBytes += piece.byteLength;
        await Promise.resolve();
        yield piece;
      }
      isAtEnd = true;
    } finally {
      this.isClosed = !isAtEnd;
    }
  }
}

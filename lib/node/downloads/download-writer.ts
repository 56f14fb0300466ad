import type { BodyFlow } from '../../transport/body-receiver.js';
import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { SessionError } from '../../errors/session-error.js';
import type { DownloadFile } from './download-file.js';

/** Bytes that are written at once, where they come faster than that. */
const BATCH = 262_144;
/** Bytes that may wait to be written before the sender has to. */
const MOST_WAITING = 1_048_576;

/** Receiver of a writer's progress. */
export interface DownloadWriterClient {
  didWrite(byteCount: number, file: DownloadFile): void;
  /** Does something on the rootQueue. */
  enqueue(work: () => void): void;
}

/**
 * Writes chunks to a file: all that are pending with each system call. Applies backpressure at the speed of the disk.
 */
export class DownloadWriter {
  /** First error of writing. */
  failure: SessionError | undefined;
  readonly #opening: Promise<DownloadFile | undefined>;
  readonly #client: DownloadWriterClient;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  #flow: BodyFlow | undefined;
  #isHeld = false;

  constructor(opening: Promise<DownloadFile>, client: DownloadWriterClient) {
    this.#client = client;
    this.#opening = opening.catch((error: unknown) => {
      this.#fail('cannotCreateFile', error);
      return undefined;
    });
  }

  receive(piece: Uint8Array, flow: BodyFlow): void {
    if (piece.byteLength === 0) return;
    this.#flow = flow;
    if (this.failure !== undefined) {
      flow.fail(this.failure);
      return;
    }
    this.#waiting.push(piece);
    this.#waitingBytes += piece.byteLength;
    if (this.#waitingBytes >= BATCH) void this.#write();
    if (this.#waitingBytes < MOST_WAITING || this.#isHeld) return;
    this.#isHeld = true;
    flow.hold();
  }

  /** Resolves when all that came is in the file, and it is closed; to undefined when it could not be opened. */
  async finish(): Promise<DownloadFile | undefined> {
    while (this.#write() !== undefined) await this.#writing;
    return this.#close();
  }

  /** Resolves when nothing is written any more, whatever still waits for it, and the file is closed. */
  async abandon(): Promise<DownloadFile | undefined> {
    this.#forgetWaiting();
    await this.#writing;
    return this.#close();
  }

  async #close(): Promise<DownloadFile | undefined> {
    const file = await this.#opening;
    await file?.close().catch((error: unknown) => {
      this.#fail('cannotCloseFile', error);
    });
    return file;
  }

  /** Writes the pending chunks unless a write is in progress. */
  #write(): Promise<void> | undefined {
    if (this.#writing !== undefined || this.#waitingBytes === 0) return this.#writing;
    const pieces = this.#waiting;
    this.#forgetWaiting();
    this.#writing = this.#opening.then((file) => file && this.#writeTo(file, pieces)).then(this.#wrote);
    return this.#writing;
  }

  async #writeTo(file: DownloadFile, pieces: readonly Uint8Array[]): Promise<void> {
    const before = file.byteLength;
    try {
      await file.write(pieces);
      this.#client.didWrite(file.byteLength - before, file);
    } catch (error) {
      this.#fail('cannotWriteToFile', error);
    }
  }

  readonly #wrote = (): void => {
    this.#writing = undefined;
    if (this.#waitingBytes >= BATCH) void this.#write();
    if (this.#isHeld) this.#client.enqueue(this.#letFlow);
  };

  readonly #letFlow = (): void => {
    if (!this.#isHeld || this.#waitingBytes >= MOST_WAITING) return;
    this.#isHeld = false;
    this.#flow?.release();
  };

  #fail(code: NetworkErrorCode, error: unknown): void {
    const failure = (this.failure ??= new SessionError({ kind: 'sessionTaskFailed', code, error }));
    this.#forgetWaiting();
    this.#client.enqueue(() => this.#flow?.fail(failure));
  }

  #forgetWaiting(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

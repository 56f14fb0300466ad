import type { BodyFlow } from '../../transport/body-receiver.js';
import type { TaskInfo } from '../../message/request-info.js';
import { SessionError } from '../../errors/session-error.js';
import { HTTPHeaders } from '../../message/http-headers.js';
import { HTTPURLResponse } from '../../message/http-url-response.js';
import { Result } from '../../message/result.js';
import type { URLRequest } from '../../message/url-request.js';
import type { DownloadPlace } from '../../request/download/download-destination.js';
import type { DownloadIntake, DownloadOwner } from '../../request/download/download-intake.js';
import {
  incomplete,
  moveFailure,
  unrequestedPart,
  uselessAnswer,
  withResumeData,
} from './download-failure.js';
import { claimPart, DownloadFile, removeFile, yieldParts } from './download-file.js';
import { DownloadWriter } from './download-writer.js';
import { moveFile } from './move-file.js';
import { decodeResumeData, encodeResumeData, type PartialDownload } from './resume-data.js';
import {
  askingForRest,
  asksForRest,
  continuable,
  continuation,
  firstByte,
  isUnrequestedPart,
} from './resume-rules.js';

/** The body of a response that is being written. */
interface Intake {
  readonly writer: DownloadWriter;
  readonly task: TaskInfo;
  /** Undefined of a file. */
  readonly response: HTTPURLResponse | undefined;
  /** Partial file that this body continues. */
  readonly continued: PartialDownload | undefined;
}

/**
 * Writes the body of a download to a temporary file, then moves it to its destination. File operations run one after
 * the other, so that a download that ends in the middle of one leaves no file behind.
 */
export class DownloadReceiver implements DownloadIntake {
  readonly isHeldInMemory = false;
  fileURL: URL | undefined;
  byteLength = 0;
  resumeData: Uint8Array | undefined;
  mustStartOver = false;
  readonly #owner: DownloadOwner;
  #intake: Intake | undefined;
  /** Partial file that the next attempt or a later download can continue. */
  #partial: PartialDownload | undefined;
  #isKeptResumable = false;
  #work: Promise<unknown> = Promise.resolve();

  constructor(owner: DownloadOwner, resumeData: Uint8Array | undefined) {
    this.#owner = owner;
    this.#partial = resumeData && partialIn(resumeData);
  }

  get resumedFrom(): { offset: number; total: number } | undefined {
    return this.#partial && { offset: firstByte(this.#partial), total: this.#partial.total };
  }

  keepResumable(): void {
    this.#isKeptResumable = true;
  }

  /** A range that the caller asks for is the caller's business; a part that is another's counts for nothing. */
  described(urlRequest: URLRequest): URLRequest {
    if (!this.#ownsPartial) this.#partial = undefined;
    const isPlain = urlRequest.method === 'GET' && !urlRequest.headers.has('Range');
    return this.#partial !== undefined && isPlain ? askingForRest(urlRequest, this.#partial) : urlRequest;
  }

  begin(response: HTTPURLResponse | undefined, task: TaskInfo): number {
    const partial = this.#partial;
    if (response === undefined || partial === undefined || !asksForRest(task.currentRequest, partial)) {
      if (isUnrequestedPart(response, task.currentRequest)) throw unrequestedPart();
      return this.#begin(response, task);
    }
    switch (continuation(response, partial)) {
      case 'rest':
        return this.#continue(partial, response, task);
      case 'whole':
        this.#forgetPartial();
        return this.#begin(response, task);
      case 'other':
        return this.#begin(response, task);
      case 'useless':
        this.#startOver();
        throw uselessAnswer();
    }
  }

  receive(data: Uint8Array, flow: BodyFlow): void {
    this.#intake?.writer.receive(data, flow);
  }

  finish(error: SessionError | undefined, task: TaskInfo): Promise<SessionError | undefined> {
    return this.#exclusively(async () => {
      // an empty body never opened a file
      if (error === undefined && this.#intake === undefined && this.#owner.response === undefined)
        this.begin(undefined, task);
      const failure = error ?? (await this.#complete(task));
      if (failure === undefined) return undefined;
      await this.#breakOff();
      this.#offerResumeData();
      return withResumeData(failure, this.resumeData);
    });
  }

  async place(task: TaskInfo): Promise<void> {
    const { fileURL } = this;
    if (fileURL === undefined) return;
    const response = this.#owner.response ?? responseOfFile(this.#owner.url);
    let place: DownloadPlace | undefined;
    try {
      place = await this.#owner.destinationOf(fileURL, response);
      await this.#move(fileURL, place);
      this.#owner.didPlace(task, Result.success(place.destinationURL));
    } catch (cause) {
      const failure = moveFailure(cause, fileURL, place);
      this.#owner.didPlace(task, Result.failure(failure));
      throw failure;
    }
  }

  async release(): Promise<void> {
    await this.#exclusively(async () => {
      await this.#breakOff();
      const { isInterrupted, failure } = this.#owner;
      if (isInterrupted) await this.#removeFile();
      if (isInterrupted && !this.#isKeptResumable) this.#forgetPartial();
      else if (isInterrupted || failure !== undefined) this.#offerResumeData();
    });
    // removals are part of the work
    await this.#work;
    yieldParts(this);
  }

  discard(): Promise<void> | undefined {
    const isRefused = this.#owner.failure !== undefined && this.fileURL !== undefined;
    return isRefused ? this.#exclusively(() => this.#removeFile()) : undefined;
  }

  reset(): void {
    this.mustStartOver = false;
    this.resumeData = undefined;
    void this.#exclusively(() => this.#removeFile());
  }

  #begin(response: HTTPURLResponse | undefined, task: TaskInfo): number {
    this.#take({ task, response, continued: undefined, opening: DownloadFile.create() });
    return 0;
  }

  #continue(partial: PartialDownload, response: HTTPURLResponse, task: TaskInfo): number {
    const offset = firstByte(partial);
    const opening = DownloadFile.reopen(new URL(partial.file), offset).catch((error: unknown) => {
      this.#startOver();
      throw error;
    });
    this.#take({ task, response, continued: partial, opening });
    this.#owner.delegate.taskDidResumeAtOffset(task, offset, partial.total);
    return offset;
  }

  #take({ opening, ...body }: Omit<Intake, 'writer'> & { readonly opening: Promise<DownloadFile> }): void {
    const { task, response, continued } = body;
    const total = continued?.total ?? response?.expectedContentLength;
    const writer = new DownloadWriter(opening, {
      didWrite: (byteCount, { byteLength }) => {
        this.#tell((delegate) => {
          delegate.taskDidWriteData(task, byteCount, byteLength, total);
        });
      },
      enqueue: (work) => {
        this.#owner.enqueue(work);
      },
    });
    this.#intake = { ...body, writer };
  }

  /** Finishes the file. Resolves to the error that makes it unusable, if there is one. */
  async #complete(task: TaskInfo): Promise<SessionError | undefined> {
    const intake = this.#intake;
    if (intake === undefined) return undefined;
    const { writer, continued } = intake;
    const file = await writer.finish();
    if (file === undefined || writer.failure !== undefined) return writer.failure;
    if (continued !== undefined && file.byteLength !== continued.total) return incomplete();
    const failure = await keepOnDisk(file);
    if (failure !== undefined) return failure;
    this.#intake = undefined;
    if (continued !== undefined) this.#partial = undefined;
    this.fileURL = file.url;
    this.byteLength = file.byteLength;
    this.#tell((delegate) => {
      delegate.taskDidFinishDownloading(task, file.url);
    });
    return undefined;
  }

  /** Closes the file in progress. Keeps it if it can be continued, else removes it. */
  async #breakOff(): Promise<void> {
    const intake = this.#intake;
    if (intake === undefined) return;
    this.#intake = undefined;
    const { writer, task, response, continued } = intake;
    const isWanted = this.#isKeptResumable || !this.#owner.isInterrupted;
    const file = await (isWanted ? writer.finish() : writer.abandon());
    if (file === undefined) return;
    const { url } = this.#owner;
    const urlRequest = task.currentRequest;
    const { href } = file.url;
    const broken = { url, urlRequest, response, file: href, byteLength: file.byteLength, continued };
    const isContinuable = isWanted && writer.failure === undefined && continuable(broken) !== undefined;
    const isKept = isContinuable && (await keepOnDisk(file)) === undefined;
    const partial = isKept ? continuable({ ...broken, file: file.url.href }) : undefined;
    if (continued !== undefined || partial !== undefined) this.#partial = partial;
    if (partial === undefined) await removeFile(file.url);
  }

  #offerResumeData(): void {
    if (this.#partial !== undefined) this.resumeData ??= encodeResumeData(this.#partial);
  }

  #move(fileURL: URL, place: DownloadPlace): Promise<void> {
    return this.#exclusively(async () => {
      // the request was interrupted, and its file is removed
      if (this.#owner.isInterrupted || this.fileURL !== fileURL) return;
      await moveFile(fileURL, place);
      this.fileURL = place.destinationURL;
      this.#forgetPartial();
    });
  }

  async #removeFile(): Promise<void> {
    const { fileURL } = this;
    this.fileURL = undefined;
    this.byteLength = 0;
    if (fileURL !== undefined) await removeFile(fileURL);
  }

  #startOver(): void {
    this.mustStartOver = true;
    this.#forgetPartial();
  }

  #forgetPartial(): void {
    const [partial, isOwn] = [this.#partial, this.#ownsPartial];
    this.#partial = this.resumeData = undefined;
    if (partial !== undefined && isOwn) void this.#exclusively(() => removeFile(new URL(partial.file)));
  }

  /** Two downloads that write to one file would spoil it. */
  get #ownsPartial(): boolean {
    return this.#partial !== undefined && claimPart(this.#partial.file, this);
  }

  /** Notifies the delegate unless the task has ended. */
  #tell(what: (delegate: DownloadOwner['delegate']) => void): void {
    this.#owner.enqueue(() => {
      if (!this.#owner.isInterrupted) what(this.#owner.delegate);
    });
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}

/** Response handed to the destination for a `file:` URL: the URL alone, without anything a server would say. */
function responseOfFile(url = ''): HTTPURLResponse {
  return new HTTPURLResponse({ url, statusCode: 200, headers: new HTTPHeaders() });
}

function partialIn(resumeData: Uint8Array): PartialDownload | undefined {
  try {
    return decodeResumeData(resumeData);
  } catch {
    // asking for its URL fails, and that is the failure of the request
    return undefined;
  }
}

/** Lets a file outlive this process. Resolves to the error if that fails. */
async function keepOnDisk(file: DownloadFile): Promise<SessionError | undefined> {
  try {
    await file.keep();
    return undefined;
  } catch (error) {
    return new SessionError({ kind: 'sessionTaskFailed', code: 'cannotMoveFile', error });
  }
}

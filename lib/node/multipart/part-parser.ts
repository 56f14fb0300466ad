import busboy, { type Busboy, type BusboyConfig, type FieldInfo, type FileInfo, type Info } from 'busboy';
import type { Readable } from 'node:stream';
import type { MultipartReadingFailureReason } from '../../errors/failure-reason.js';
import type { SessionError } from '../../errors/session-error.js';
import { FieldBytes } from '../wire/field-bytes.js';
import { boundaryOf, contentTypeWith } from './multipart-content-type.js';
import { cutOffs, readingFailure, type KnownLimits } from './multipart-limits.js';
import { PartHeads } from './part-heads.js';
import { FieldContent, Part, PartBody, type PartContent, type PartDescription } from './part.js';

/** Told what a parser finds; nothing after a failure. */
export interface PartReceiver {
  didFind(part: Part, content: PartContent): void;
  didFail(error: SessionError): void;
  /** A body can be filled further. */
  wantsMore(): void;
}

export interface PartParserOptions {
  readonly limits: KnownLimits;
  readonly preservePath: boolean;
}

/**
 * busboy, made to tell of parts in their order, of everything that is wrong, and of nothing after that.
 *
 * Its files never wait for a reader: who feeds the parser stops feeding it when no body is hungry. So a body that is
 * left or destroyed cannot keep the rest of the form from coming.
 */
export class PartParser {
  readonly #parser: Busboy;
  readonly #heads: PartHeads;
  readonly #fieldBytes: FieldBytes;
  readonly #limits: KnownLimits;
  readonly #receiver: PartReceiver;
  #isEnding = false;
  #stopped: SessionError | undefined;
  #broken: PartBody | undefined;
  #proceed: (() => void) | undefined;

  /** Throws a `SessionError` when the content type is not that of a form. */
  constructor(contentType: string | undefined, options: PartParserOptions, receiver: PartReceiver) {
    const { limits, preservePath } = options;
    const config = { limits: cutOffs(limits), preservePath, defParamCharset: 'utf8' };
    this.#limits = limits;
    this.#receiver = receiver;
    const boundary = boundaryOf(contentType);
    this.#heads = new PartHeads(boundary, limits);
    this.#parser = makeParser(boundary, config);
    this.#fieldBytes = new FieldBytes(makeParser(boundary, { ...config, defCharset: 'latin1' }));
    this.#listen();
  }

  /** Resolves when the piece has been parsed, or parsing has stopped. */
  async write(piece: Uint8Array): Promise<void> {
    const excess = this.#heads.see(piece);
    const parsed = excess === undefined ? piece : piece.subarray(0, excess.at);
    await this.#until((done) => {
      this.#fieldBytes.write(parsed);
      this.#parser.write(parsed, done);
    });
    if (excess !== undefined) this.#exceeded(excess.limit);
  }

  /** Resolves when everything has been told. */
  end(): Promise<void> {
    this.#isEnding = true;
    return this.#until((done) => this.#parser.once('close', done).end());
  }

  /** Nothing is told from now on, and a body that is not complete ends with the error. */
  stop(error: SessionError): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = error;
    this.#broken?.leave(() => error);
    this.#fieldBytes.stop();
    // busboy does not expect to be destroyed by its listeners.
    queueMicrotask(() => this.#parser.destroy());
    this.#proceed?.();
  }

  #until(work: (done: () => void) => void): Promise<void> {
    if (this.#stopped !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#proceed = resolve;
      work(() => {
        resolve();
      });
    });
  }

  #listen(): void {
    this.#parser
      .on('field', (name, value, info) => {
        this.#field(name, value, info);
      })
      .on('file', (name, content, info) => {
        this.#file(name, content, info);
      })
      .on('fieldsLimit', () => this.#exceeded('fields'))
      .on('filesLimit', () => this.#exceeded('files'))
      .on('error', (error) => {
        const isMalformed = !this.#isEnding && (error as Error).message === 'Malformed part header';
        this.#fail({ kind: isMalformed ? 'partHeaderInvalid' : 'unexpectedEnd' });
      });
  }

  #field(name: string | undefined, text: string | undefined, info: FieldInfo): void {
    const bytes = this.#fieldBytes.next(text);
    if (!this.#admits(name)) return;
    if (info.valueTruncated) this.#exceeded('fieldSize');
    else if (bytes === undefined) this.#fail({ kind: 'partCharsetUnknown', name: name ?? '' });
    else {
      const content = new FieldContent(bytes);
      this.#receiver.didFind(new Part(descriptionOf(name, undefined, info), content), content);
    }
  }

  #file(name: string | undefined, content: BusboyFile, info: FileInfo): void {
    content.on('error', ignored);
    if (!this.#admits(name)) {
      content.resume();
      return;
    }
    const body = this.#found(descriptionOf(name, info.filename, info));
    content
      .on('limit', () => {
        this.#exceeded('fileSize');
        this.#breakOff(body);
      })
      .on('data', (piece: Uint8Array) => body.fill(piece))
      .on('end', () => body.finish())
      .on('error', () => {
        this.#breakOff(body);
      });
  }

  /** The body of a part that is not complete ends with what was wrong, which may be told before or after this. */
  #breakOff(body: PartBody): void {
    this.#broken = body;
    const error = this.#stopped;
    if (error !== undefined) body.leave(() => error);
  }

  #found(description: PartDescription): PartBody {
    const body = new PartBody(() => this.#receiver.wantsMore());
    this.#receiver.didFind(new Part(description, body), body);
    return body;
  }

  #admits(name = ''): boolean {
    if (this.#stopped !== undefined) return false;
    if (Buffer.byteLength(name) <= this.#limits.fieldNameSize) return true;
    this.#exceeded('fieldNameSize');
    return false;
  }

  #exceeded(limit: keyof KnownLimits): void {
    this.#fail({ kind: 'limitExceeded', limit, maximum: this.#limits[limit] });
  }

  #fail(reason: MultipartReadingFailureReason): void {
    if (this.#stopped !== undefined) return;
    const error = readingFailure(reason);
    this.stop(error);
    this.#receiver.didFail(error);
  }
}

type BusboyFile = Readable & { truncated?: boolean };

function makeParser(boundary: string, config: BusboyConfig): Busboy {
  return busboy({ ...config, headers: { 'content-type': contentTypeWith(boundary) } });
}

function descriptionOf(name: string | undefined, fileName: string | undefined, info: Info): PartDescription {
  return { name: name ?? '', fileName, mimeType: info.mimeType, encoding: info.encoding };
}

function ignored(): void {
  // what is wrong is told once, by the form
}

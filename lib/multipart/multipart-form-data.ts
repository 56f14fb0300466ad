import type { FileManager, ReadingOptions } from '../transport/file-manager.js';
import { ownFields } from '../message/option-bag.js';
import { asSessionError, type SessionError } from '../errors/session-error.js';
import { bodyPart, headOf, type BodyPart, type BodyPartOptions, type FormParts } from './body-part.js';
import type { ByteStream } from '../encoding/byte-stream.js';
import { blobPart } from '../encoding/bytes.js';
import type { BufferSource } from '../message/body-bytes.js';
import { isInstance } from '../message/brand.js';
import { contentTypeWithBoundary, isBoundary, makeBoundary } from './multipart-header.js';
import { multipartFailure } from '../encoding/multipart-failure.js';
import { bodiesOf, layOut, problemOf, totalLength } from './multipart-layout.js';
import type { ReadingRules } from './multipart-reading.js';
import { loadFormOutput, platformFileManager } from './platform-file-manager.js';
import type { ByteStreamFactory, Segment } from '../encoding/segment.js';

/** Marks forms across copies of the package. */
const NESTED = Symbol.for('rxsession.MultipartFormData');

/** Options of {@link MultipartFormData}. */
export interface MultipartFormDataOptions {
  /** 1 to 70 characters of RFC 2046 §5.1.1; 64 random bits unless given. */
  boundary?: string | undefined;
  /** Reads file parts, knows their types, and writes the form; the platform's unless given. */
  fileManager?: FileManager | undefined;
}

/** Options for reading a form. */
export interface ReadOptions extends ReadingOptions {
  /** Aborts between two chunks with `explicitlyCancelled`. */
  signal?: AbortSignal | undefined;
}

/** Options for writing a form. */
export interface WriteOptions extends ReadOptions {
  /** Writes the file; that of the form unless given. */
  fileManager?: FileManager | undefined;
}

/**
 * Content of a part. Text is UTF-8, a view is exactly its bytes, a URL is a file (Node). A stream can be read once, a
 * function that creates one can be sent again. A form inside a form is `multipart/mixed`.
 */
export type MultipartContent =
  string | BufferSource | Blob | URL | ByteStream | ByteStreamFactory | MultipartFormData;

/**
 * A `multipart/form-data` body in the making (RFC 7578; Alamofire's `MultipartFormData`).
 *
 * `append` neither reads nor throws: the first thing that is wrong is kept in `error`, and whatever encodes the
 * form fails with it, a `SessionError` of kind `multipartEncodingFailed` (`unsupported` for a file where there
 * is no file system). Parts are read in their order and when their turn comes, in constant memory but for
 * `encode()`.
 *
 * @example
 * const form = new MultipartFormData();
 * form.append('Ada', { name: 'name' });
 * form.append(new URL('file:///home/ada/portrait.png'), { name: 'portrait' });
 * session.upload(form, 'https://api.example.com/people');
 */
export class MultipartFormData {
  /** The default of `usingThreshold`: forms of fewer bytes are encoded in memory. */
  static readonly encodingMemoryThreshold = 10_000_000;

  /** Separator of the parts. An invalid boundary given by the caller is replaced by a random one. */
  readonly boundary: string;
  readonly #parts: BodyPart[] = [];
  readonly #form: FormParts;
  readonly #fileManager: FileManager | undefined;
  #error: SessionError | undefined;

  /** True for forms of this class, also those of another copy of the package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(this, MultipartFormData, NESTED, value);
  }

  constructor(options?: MultipartFormDataOptions) {
    const { boundary, fileManager } = ownFields(options);
    this.#fileManager = fileManager ?? platformFileManager;
    this.boundary = boundary !== undefined && isBoundary(boundary) ? boundary : makeBoundary();
    if (boundary !== undefined && boundary !== this.boundary) {
      this.#error = multipartFailure({ kind: 'boundaryInvalid', boundary });
    }
    const firstError = (): SessionError | undefined => this.#error;
    this.#form = {
      boundary: this.boundary,
      parts: this.#parts,
      get error() {
        return firstError();
      },
    };
  }

  /** `multipart/form-data` with the boundary. */
  get contentType(): string {
    return contentTypeWithBoundary('multipart/form-data', this.boundary);
  }

  /** First error met while appending parts; undefined if there is none. */
  get error(): SessionError | undefined {
    return problemOf(this.#form);
  }

  /**
   * The sum of the bytes of the part bodies, without boundaries and headers; undefined while one is not known:
   * files have to be measured, streams may be of undeclared length.
   */
  get contentLength(): number | undefined {
    return this.error === undefined ? totalLength(bodiesOf(this.#form)) : undefined;
  }

  /** True if the form can be encoded again, which needs every stream to come from a function. */
  get isReplayable(): boolean {
    if (this.error !== undefined) return true;
    return bodiesOf(this.#form).every((body) => body.kind !== 'stream' || body.isReplayable);
  }

  /** Adds a part, and returns this form. */
  append(content: MultipartContent, options: BodyPartOptions): this {
    if (this.#error !== undefined) return this;
    try {
      this.#parts.push(this.#part(content, ownFields(options)));
    } catch (error) {
      this.#error = asSessionError(error, () => ({
        kind: 'multipartEncodingFailed',
        reason: { kind: 'inputStreamReadFailed', error },
      }));
    }
    return this;
  }

  /** Like {@link contentLength}, with the present sizes of files. */
  async measure(): Promise<number | undefined> {
    this.#check();
    const bodies = bodiesOf(this.#form);
    const { measureFiles } = await loadFormOutput();
    return totalLength(await measureFiles(bodies));
  }

  /** The bytes of the whole encoded form, boundaries and headers included; undefined when a stream's length is not declared. */
  async encodedLength(): Promise<number | undefined> {
    return totalLength(await this.#measured());
  }

  /** The encoded form in memory. A stream that is not as long as declared fails it with `unexpectedInputStreamLength`. */
  async encode({ signal }: ReadOptions = {}): Promise<Uint8Array> {
    const segments = await this.#measured();
    const { readWhole } = await loadFormOutput();
    return readWhole(segments, signal);
  }

  /**
   * Encodes the form on demand. Returning early closes open sources. Throws if a stream does not have its declared
   * length.
   */
  chunks({ signal, mayReuseMemory }: ReadOptions = {}): AsyncIterable<Uint8Array> {
    return this.#pieces({ lengths: 'exact', signal, mayReuseMemory });
  }

  /**
   * Writes the encoded form to a new file that its owner alone can read, in constant memory. Of a stream that is
   * longer than declared only that length is written; one that is shorter fails.
   *
   * Fails with `outputStreamFileAlreadyExists`, leaving the file as it is, and with `outputStreamURLInvalid`,
   * `outputStreamCreationFailed` and `outputStreamWriteFailed`; whatever was written is removed then.
   */
  async writeEncodedData(to: URL | string, options: WriteOptions = {}): Promise<void> {
    this.#check();
    const { fileManager = this.#fileManager, signal } = options;
    // The platform's own FileManager has written a chunk before it asks for the next; a caller's may keep it.
    const mayReuseMemory = fileManager === platformFileManager;
    const { writeFile } = await loadFormOutput();
    await writeFile(to, fileManager, this.#pieces({ lengths: 'prefix', signal, mayReuseMemory }));
  }

  /**
   * The encoded form as a Blob of its parts, nothing of which is copied; undefined when some are files or streams.
   * Throws `error` when there is one.
   */
  toBlob(): Blob | undefined {
    this.#check();
    const parts: (string | Uint8Array<ArrayBuffer> | Blob)[] = [];
    for (const segment of layOut(this.#form)) {
      if (segment.kind === 'text') parts.push(segment.text);
      else if (segment.kind === 'bytes') parts.push(blobPart(segment.bytes));
      else if (segment.kind === 'blob') parts.push(segment.blob);
      else return undefined;
    }
    return new Blob(parts, { type: this.contentType });
  }

  async *#pieces(rules: ReadingRules): AsyncGenerator<Uint8Array, void, undefined> {
    const segments = await this.#measured();
    const { readPieces } = await loadFormOutput();
    yield* readPieces(segments, rules);
  }

  async #measured(): Promise<Segment[]> {
    this.#check();
    const segments = layOut(this.#form);
    const { measureFiles } = await loadFormOutput();
    return measureFiles(segments);
  }

  #check(): void {
    const { error } = this;
    if (error !== undefined) throw error;
  }

  #part(content: MultipartContent, options: BodyPartOptions): BodyPart {
    if (content instanceof MultipartFormData) return content[NESTED](options);
    return bodyPart(content, options, this.#fileManager);
  }

  /** @internal The form as a part of another one. */
  [NESTED](options: BodyPartOptions): BodyPart {
    if (options.length !== undefined) throw new TypeError('A form in a form has the length it has.');
    const mimeType = contentTypeWithBoundary('multipart/mixed', this.boundary);
    return { head: headOf({ mimeType, ...options }), body: { kind: 'form', form: this.#form } };
  }
}

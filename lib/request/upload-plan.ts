import type { Answer } from '../answers/answer.js';
import type { FileManager } from '../transport/file-manager.js';
import type { RequestBody } from '../transport/request-body.js';
import { currentContext } from '../answers/async-context.js';
import { claimStream, isByteStream, piecesOf, type ByteStream } from '../encoding/byte-stream.js';
import { encodeForm, type EncodedForm } from '../multipart/encode-multipart.js';
import { MultipartFormData } from '../multipart/multipart-form-data.js';
import { platformFileManager } from '../multipart/platform-file-manager.js';
import { SessionError } from '../errors/session-error.js';
import { typeNameOf } from '../errors/type-name.js';
import { bytesOfSource, type BufferSource } from '../message/body-bytes.js';
import type { Uploadable } from '../message/uploadable.js';
import type { URLRequest } from '../message/url-request.js';
import type { UploadBody, UploadPlan } from '../exchange/exchange.js';
import type { UploadBodyContent, UploadContent, UploadOptions } from './upload-content.js';

/** Makes the body of an upload from what the caller gave, for one attempt after the other. */
export class ContentUploadPlan implements UploadPlan {
  readonly #content: UploadContent;
  readonly #options: UploadOptions;
  readonly #fileManager: FileManager | undefined;
  #current: UploadBodyContent | undefined;
  #isUsedUp = false;
  #making: Promise<UploadBody> | undefined;
  #stopMaking: AbortController | undefined;

  constructor(content: UploadContent, options: UploadOptions) {
    this.#content = content;
    this.#options = options;
    this.#fileManager = options.fileManager ?? platformFileManager;
  }

  get canMakeAgain(): boolean {
    return !this.#isUsedUp || typeof this.#content === 'function';
  }

  /** The URLRequest with the content type of the body, which for a form is the only one that can be right. */
  describe(request: URLRequest): URLRequest {
    const content = this.#contentOfAttempt();
    const contentType = contentTypeOf(content);
    const isGiven = request.headers.has('Content-Type') && !(content instanceof MultipartFormData);
    if (contentType === undefined || isGiven) return request;
    return request.with({ headers: request.headers.set('Content-Type', contentType) });
  }

  make(urlRequest: URLRequest): UploadBody | Promise<UploadBody> {
    const content = this.#current ?? this.#contentOfAttempt();
    if (content instanceof URL) return this.#file(content);
    if (content instanceof MultipartFormData) return this.#form(content);
    if (isByteStream(content)) return this.#stream(content, declaredLength(urlRequest));
    return bodyInMemory(content);
  }

  release(): Answer<void> {
    return this.#making && this.#remove(this.#making);
  }

  async #remove(making: Promise<UploadBody>): Promise<void> {
    this.#stopMaking?.abort();
    const made = await making.catch(() => undefined);
    if (made?.uploadable.kind === 'file' && made.uploadable.shouldRemove) {
      await this.#fileManager?.remove(made.uploadable.url);
    }
    if (this.#making === making) this.#making = undefined;
  }

  #contentOfAttempt(): UploadBodyContent {
    const content = this.#content;
    this.#current = typeof content === 'function' ? built(content, this.#fileManager) : content;
    return this.#current;
  }

  async #file(url: URL): Promise<UploadBody> {
    if (url.protocol !== 'file:') throw new TypeError('A URL to be uploaded is that of a file.');
    const fileManager = this.#fileManager;
    if (fileManager === undefined) throw new SessionError({ kind: 'unsupported', feature: 'files on disk' });
    const size = await fileManager.attributes(url).then(
      (attributes) => attributes.size,
      () => undefined,
    );
    return { uploadable: { kind: 'file', url, shouldRemove: false }, body: this.#bodyOfFile(url, size) };
  }

  #form(form: MultipartFormData): Promise<UploadBody> {
    this.#isUsedUp = !form.isReplayable;
    this.#stopMaking = new AbortController();
    const { usingThreshold, encoding } = this.#options;
    const { signal } = this.#stopMaking;
    const options = { usingThreshold, encoding, fileManager: this.#fileManager, signal };
    this.#making = encodeForm(form, options).then((encoded) => this.#uploadOfForm(encoded));
    return this.#making;
  }

  #uploadOfForm(encoded: EncodedForm): UploadBody {
    switch (encoded.kind) {
      case 'data':
        return inMemory({ kind: 'data', data: encoded.data }, { kind: 'bytes', bytes: encoded.data });
      case 'blob':
        return inMemory({ kind: 'data', data: encoded.blob }, { kind: 'blob', blob: encoded.blob });
      case 'file': {
        const { url, length } = encoded;
        return { uploadable: { kind: 'file', url, shouldRemove: true }, body: this.#bodyOfFile(url, length) };
      }
      case 'stream':
        return { uploadable: { kind: 'stream', length: encoded.length }, body: encoded };
    }
  }

  /** The transport reads the files of the platform; those of the caller's own FileManager nobody else can. */
  #bodyOfFile(url: URL, length: number | undefined): RequestBody {
    const { fileManager } = this.#options;
    if (fileManager === undefined) return { kind: 'file', url, length };
    return { kind: 'stream', length, isReplayable: true, open: (options) => fileManager.read(url, options) };
  }

  /** A function is asked for another stream where a redirect wants the body again. */
  #stream(first: ByteStream, length: number | undefined): UploadBody {
    const runInContext = currentContext();
    let unread: ByteStream | undefined = first;
    const open = (): AsyncIterable<Uint8Array> => {
      const stream = unread ?? runInContext(() => this.#anotherStream(first));
      unread = undefined;
      this.#isUsedUp = true;
      if (!claimStream(stream)) throw usedUp();
      return piecesOf(stream);
    };
    const isReplayable = typeof this.#content === 'function';
    return { uploadable: { kind: 'stream', length }, body: { kind: 'stream', length, isReplayable, open } };
  }

  /** The one that there was where no other can be had, for it to be seen as used up. */
  #anotherStream(before: ByteStream): ByteStream {
    const content = this.#contentOfAttempt();
    return isByteStream(content) ? content : before;
  }
}

function built(
  build: Extract<UploadContent, (...args: never) => unknown>,
  fileManager: FileManager | undefined,
): UploadBodyContent {
  const form = new MultipartFormData({ fileManager });
  return build(form) ?? form;
}

function contentTypeOf(content: UploadBodyContent): string | undefined {
  if (content instanceof MultipartFormData) return content.contentType;
  if (content instanceof Blob && content.type !== '') return content.type;
  return typeof content === 'string' ? 'text/plain; charset=utf-8' : undefined;
}

function bodyInMemory(content: BufferSource | Blob | string): UploadBody {
  if (content instanceof Blob) {
    return { uploadable: { kind: 'data', data: content }, body: { kind: 'blob', blob: content } };
  }
  const bytes = bytesOf(content);
  return { uploadable: { kind: 'data', data: bytes }, body: { kind: 'bytes', bytes } };
}

function bytesOf(content: BufferSource | string): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  const bytes = bytesOfSource(content);
  if (bytes !== undefined) return bytes;
  throw new TypeError(`the body is ${typeNameOf(content)}, which cannot be uploaded as it is`);
}

function inMemory(uploadable: Uploadable, body: RequestBody): UploadBody {
  return { uploadable, body };
}

/** Bytes a stream will have, where the caller said so in a header. */
function declaredLength({ headers }: URLRequest): number | undefined {
  const length = headers.get('Content-Length');
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

function usedUp(): SessionError {
  const detail = 'the stream to be uploaded was read before';
  return new SessionError({ kind: 'sessionTaskFailed', code: 'requestBodyStreamExhausted', detail });
}

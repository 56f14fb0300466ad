import { Readable } from 'node:stream';
import { from, Observable, type ObservableInput } from 'rxjs';
import { claimStream, isByteStream, type ByteStream } from '../../encoding/byte-stream.js';
import { IterablePieces, ReadablePieces, WebStreamPieces, type InboundPieces } from './inbound-pieces.js';
import { knownLimits, readingFailure, type MultipartLimits } from './multipart-limits.js';
import { PartReader } from './part-reader.js';
import type { Part } from './part.js';

/** Headers of a message: those of `node:http`, of `fetch`, or {@link HTTPHeaders}. */
export type InboundHeaders =
  | { get(name: string): string | null | undefined }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Message with a form in it: an inbound request of `node:http` (or one derived from it), or the headers and body of any
 * other message, such as a response of `fetch`.
 */
export type IncomingMultipart =
  | (Readable & { readonly headers: InboundHeaders })
  | { readonly headers: InboundHeaders; readonly body: ByteStream | null };

/** Options of {@link multipartParts}. */
export interface MultipartPartsOptions {
  /** Limits of the form. */
  limits?: MultipartLimits | undefined;
  /** Keeps the folders of file names. Default: false. */
  preservePath?: boolean | undefined;
}

/**
 * The parts of an inbound `multipart/form-data` body (RFC 7578), one at a time and in constant memory.
 *
 * With a projection, the Observable reads when it is subscribed to, and emits what the projections emit; the next
 * part comes when the projection of the one before completes. Without one, the parts are an async iterable, and the
 * next comes when the loop asks for it. Either way what is unread of a part by then is passed over, and its `body`,
 * if anyone still reads it, fails with the reason `partLeft`. Nothing is read of the message while nobody reads.
 *
 * Whatever is wrong with the form, a limit included, ends it once, with a `SessionError` of kind
 * `multipartReadingFailed`, after the parts before it; what the body itself fails with is its `cause`. An error of a
 * projection passes through. A part that is no `form-data` is passed over.
 *
 * When the reading ends early (by unsubscribing, by leaving the loop, by an error), an inbound request is paused, so
 * that it can still be answered: close its connection then, or `resume()` it. A response or a `body` is destroyed.
 * A body can be read once; content codings are not undone.
 *
 * @example
 * createServer((request, response) => {
 *   multipartParts(request, (part) => store(part.name, part.body)).subscribe({
 *     error: () => response.writeHead(400, { Connection: 'close' }).end(),
 *     complete: () => response.end(),
 *   });
 * });
 *
 * @example
 * for await (const part of multipartParts(request)) console.log(part.name, await part.text());
 */
export function multipartParts(
  incoming: IncomingMultipart,
  options?: MultipartPartsOptions,
): AsyncIterable<Part>;
export function multipartParts<R>(
  incoming: IncomingMultipart,
  project: (part: Part) => ObservableInput<R>,
  options?: MultipartPartsOptions,
): Observable<R>;
export function multipartParts<R>(
  incoming: IncomingMultipart,
  projectOrOptions?: ((part: Part) => ObservableInput<R>) | MultipartPartsOptions,
  options?: MultipartPartsOptions,
): Observable<R> | AsyncIterable<Part> {
  if (typeof projectOrOptions !== 'function') {
    return { [Symbol.asyncIterator]: () => new PartIterator(() => openReader(incoming, projectOrOptions)) };
  }
  return projectParts(() => openReader(incoming, options), projectOrOptions);
}

function projectParts<R>(open: () => PartReader, project: (part: Part) => ObservableInput<R>): Observable<R> {
  return new Observable((subscriber) => {
    const reader = open();
    subscriber.add(() => {
      reader.release();
    });
    const fail = (error: unknown): void => {
      subscriber.error(error);
    };
    const take = (part: Part | undefined): void => {
      if (subscriber.closed) return;
      if (part === undefined) subscriber.complete();
      else
        subscriber.add(
          projected(part).subscribe({
            next: (value) => subscriber.next(value),
            error: fail,
            complete: advance,
          }),
        );
    };
    const projected = (part: Part): Observable<R> =>
      new Observable((out) => from(project(part)).subscribe(out));
    const advance = (): void => {
      if (!subscriber.closed) reader.next().then(take, fail);
    };
    advance();
  });
}

/** Iterates over parts, and opens the body with the first. */
class PartIterator implements AsyncIterator<Part, undefined> {
  readonly #open: () => PartReader;
  #reader: PartReader | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(open: () => PartReader) {
    this.#open = open;
  }

  next(): Promise<IteratorResult<Part, undefined>> {
    const next = this.#last.then(() => this.#next());
    this.#last = next.catch(() => undefined);
    return next;
  }

  return(): Promise<IteratorResult<Part, undefined>> {
    this.#isOver = true;
    this.#reader?.release();
    return Promise.resolve({ done: true, value: undefined });
  }

  async #next(): Promise<IteratorResult<Part, undefined>> {
    if (this.#isOver) return { done: true, value: undefined };
    try {
      this.#reader ??= this.#open();
      const value = await this.#reader.next();
      if (value !== undefined) return { done: false, value };
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
    this.#isOver = true;
    return { done: true, value: undefined };
  }
}

function openReader(incoming: IncomingMultipart, options: MultipartPartsOptions = {}): PartReader {
  const { preservePath = false } = options;
  const parserOptions = { limits: knownLimits(options.limits), preservePath };
  return new PartReader(
    contentTypeOf((incoming as Partial<IncomingMultipart>).headers ?? {}),
    parserOptions,
    () => openPieces(incoming),
  );
}

function openPieces(incoming: IncomingMultipart): InboundPieces {
  const body = incoming instanceof Readable ? incoming : incoming.body;
  if (!isByteStream(body)) {
    const error = new TypeError('The body of a multipart message is a stream of bytes.');
    throw readingFailure({ kind: 'inputStreamReadFailed', error });
  }
  if (!claimStream(body)) throw readingFailure({ kind: 'bodyConsumed' });
  if ('getReader' in body) return opened(() => new WebStreamPieces(body));
  if (!(body instanceof Readable)) return opened(() => new IterablePieces(body));
  const isRequest =
    body === incoming && typeof (incoming as { statusCode?: unknown }).statusCode !== 'number';
  return new ReadablePieces(body, isRequest ? 'paused' : 'destroyed');
}

/** Opens a body. One that cannot be opened fails like one that fails later. */
function opened(open: () => InboundPieces): InboundPieces {
  try {
    return open();
  } catch (error) {
    throw readingFailure({ kind: 'inputStreamReadFailed', error });
  }
}

function contentTypeOf(headers: InboundHeaders): string | undefined {
  if (isLookup(headers)) return headers.get('content-type') ?? undefined;
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === 'content-type') return typeof value === 'string' ? value : value?.[0];
  }
  return undefined;
}

function isLookup(headers: InboundHeaders): headers is Extract<InboundHeaders, { get: unknown }> {
  return typeof headers.get === 'function';
}

import type { FileManager } from '../transport/file-manager.js';
import { bytesOfSource } from '../message/body-bytes.js';
import { claimStream, isByteStream, piecesOf, type ByteStream } from './byte-stream.js';
import { multipartFailure, noFileManager } from './multipart-failure.js';
import { utf8Length } from './bytes.js';

/** Makes the bytes of a part anew each time it is called. */
export type ByteStreamFactory = () => ByteStream;

/** A body whose bytes lie somewhere, or come from somewhere. */
export type Segment =
  /**
   * UTF-8 text, encoded together with its neighbours when the form is read: separate byte arrays cost more than the
   * text.
   */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'blob'; readonly blob: Blob }
  | FileSegment
  | StreamSegment;

export interface FileSegment {
  readonly kind: 'file';
  readonly url: URL;
  readonly fileManager: FileManager;
  /** As declared, until it was measured. */
  readonly length: number | undefined;
}

export interface StreamSegment {
  readonly kind: 'stream';
  readonly length: number | undefined;
  readonly isReplayable: boolean;
  /** Throws when the stream was used up before. */
  open(): AsyncIterable<Uint8Array>;
}

/** Properties of a body that its caller declares. */
export interface SegmentOptions {
  readonly name: string;
  readonly fileName?: string | undefined;
  readonly length?: number | undefined;
}

/** The body that something stands for. Reads nothing; throws the reason for which it is none. */
export function makeSegment(
  content: unknown,
  options: SegmentOptions,
  fileManager: FileManager | undefined,
): Segment {
  const segment = segmentOf(content, options, fileManager);
  if (options.length !== undefined) checkLength(options.length, segment);
  return segment;
}

/** The bytes of a body; undefined when they are not known before it was measured or read. */
export function segmentLength(segment: Segment): number | undefined {
  switch (segment.kind) {
    case 'text':
      return utf8Length(segment.text);
    case 'bytes':
      return segment.bytes.byteLength;
    case 'blob':
      return segment.blob.size;
    case 'file':
    case 'stream':
      return segment.length;
  }
}

function segmentOf(content: unknown, options: SegmentOptions, fileManager: FileManager | undefined): Segment {
  if (typeof content === 'string') return { kind: 'text', text: content };
  if (content instanceof Blob) return { kind: 'blob', blob: content };
  if (content instanceof URL) return fileSegment(content, options, fileManager);
  if (typeof content === 'function') return factorySegment(content as ByteStreamFactory, options);
  const bytes = bytesOfSource(content);
  if (bytes !== undefined) return { kind: 'bytes', bytes };
  if (isByteStream(content)) return streamSegment(content, options);
  throw new TypeError(`The part "${options.name}" is of no kind that a form can hold.`);
}

function fileSegment(url: URL, options: SegmentOptions, fileManager: FileManager | undefined): FileSegment {
  if (url.protocol !== 'file:') throw multipartFailure({ kind: 'bodyPartURLInvalid', url: url.href });
  if (fileManager === undefined) throw noFileManager();
  if (options.fileName === undefined && lastPathComponent(url) === undefined) {
    throw multipartFailure({ kind: 'bodyPartFilenameInvalid', url: url.href });
  }
  return { kind: 'file', url, fileManager, length: options.length };
}

function factorySegment(factory: ByteStreamFactory, { length }: SegmentOptions): StreamSegment {
  return { kind: 'stream', length, isReplayable: true, open: () => piecesOf(factory()) };
}

function streamSegment(stream: ByteStream, { name, length }: SegmentOptions): StreamSegment {
  const open = (): AsyncIterable<Uint8Array> => {
    if (!claimStream(stream)) throw multipartFailure({ kind: 'bodyPartConsumed', name });
    return piecesOf(stream);
  };
  return { kind: 'stream', length, isReplayable: false, open };
}

function checkLength(declared: number, segment: Segment): void {
  const length = segmentLength(segment) ?? 0;
  if (length !== declared || !Number.isSafeInteger(declared) || declared < 0) {
    throw multipartFailure({
      kind: 'unexpectedInputStreamLength',
      bytesExpected: declared,
      bytesRead: length,
    });
  }
}

/** The name of the file a URL leads to; undefined when there is none. */
export function lastPathComponent(url: URL): string | undefined {
  const components = url.pathname.split('/').filter((each) => each !== '');
  const component = components.at(-1) ?? '';
  try {
    return component === '' ? undefined : decodeURIComponent(component);
  } catch {
    return undefined;
  }
}

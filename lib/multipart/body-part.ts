import type { FileManager } from '../transport/file-manager.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPHeadersInit } from '../message/http-headers.js';
import { headLines } from './multipart-header.js';
import { lastPathComponent, makeSegment, type FileSegment, type Segment } from '../encoding/segment.js';

/** How a part is called and described. */
export interface BodyPartOptions {
  name: string;
  /** That of a File, or the last part of a file's path, unless given. */
  fileName?: string | undefined;
  /** That of a Blob, or what a file's extension stands for, unless given. */
  mimeType?: string | undefined;
  /** Bytes the content has; needed of streams alone, where it lets the length of the form be known. */
  length?: number | undefined;
  /** More header fields of the part. */
  headers?: HTTPHeadersInit | undefined;
}

/** The parts of a form as they are now, and what went wrong while they were appended. */
export interface FormParts {
  readonly boundary: string;
  readonly parts: readonly BodyPart[];
  readonly error: SessionError | undefined;
}

/** A part: its header lines, and its body, which may be a form again. */
export interface BodyPart {
  readonly head: string;
  readonly body: Segment | { readonly kind: 'form'; readonly form: FormParts };
}

/** A part of anything but a form. Reads nothing; throws the reason for which it is none. */
export function bodyPart(
  content: unknown,
  options: BodyPartOptions,
  fileManager: FileManager | undefined,
): BodyPart {
  const body = makeSegment(content, options, fileManager);
  const { fileName, mimeType } = descriptionOf(body, options);
  return { head: headOf({ name: options.name, fileName, mimeType, headers: options.headers }), body };
}

/** The header lines of a part. */
export function headOf(options: BodyPartOptions): string {
  const { name, fileName, mimeType, headers } = options;
  return headLines({ name, fileName, mimeType, headers });
}

function descriptionOf(
  body: Segment,
  options: BodyPartOptions,
): Pick<BodyPartOptions, 'fileName' | 'mimeType'> {
  switch (body.kind) {
    case 'text':
    case 'bytes':
    case 'stream':
      return options;
    case 'blob':
      return blobDescription(body.blob, options);
    case 'file':
      return fileDescription(body, options);
  }
}

function blobDescription(
  blob: Blob,
  options: BodyPartOptions,
): Pick<BodyPartOptions, 'fileName' | 'mimeType'> {
  const fileName = options.fileName ?? (blob as Partial<File>).name;
  const unknownType = fileName === undefined ? undefined : UNKNOWN_TYPE;
  return { fileName, mimeType: options.mimeType ?? (blob.type === '' ? unknownType : blob.type) };
}

const UNKNOWN_TYPE = 'application/octet-stream';

function fileDescription(
  { url, fileManager }: FileSegment,
  options: BodyPartOptions,
): Pick<BodyPartOptions, 'fileName' | 'mimeType'> {
  const onDisk = lastPathComponent(url) ?? '';
  const fileName = options.fileName ?? onDisk;
  const mimeType = options.mimeType ?? fileManager.mimeType(fileName) ?? fileManager.mimeType(onDisk);
  return { fileName, mimeType: mimeType ?? UNKNOWN_TYPE };
}

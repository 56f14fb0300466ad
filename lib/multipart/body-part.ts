import type { FileManager } from '../transport/file-manager.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPHeadersInit } from '../message/http-headers.js';
import { headLines } from './multipart-header.js';
import { lastPathComponent, makeSegment, type FileSegment, type Segment } from '../encoding/segment.js';

/** Name and description of a part. */
export interface BodyPartOptions {
  /** Field name of the part in its `Content-Disposition`. */
  name: string;
  /** File name. Default: the name of a File, or the last component of a file's path. */
  fileName?: string | undefined;
  /** MIME type. Default: the type of a Blob, or the one of a file's extension. */
  mimeType?: string | undefined;
  /** Bytes the content has; needed of streams alone, where it lets the length of the form be known. */
  length?: number | undefined;
  /** More header fields of the part. */
  headers?: HTTPHeadersInit | undefined;
}

/** Parts of a form, and the first error met while appending them. */
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

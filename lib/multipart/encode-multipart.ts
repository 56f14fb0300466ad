import type { FileManager, ReadingOptions } from '../transport/file-manager.js';
import { blobPart } from '../encoding/bytes.js';
import { MultipartFormData } from './multipart-form-data.js';
import { platformFileManager } from './platform-file-manager.js';

/** Options of {@link encodeForm}. */
export interface EncodeFormOptions {
  /** Bytes of part bodies below which a form is encoded in memory; 10 000 000 unless given. */
  usingThreshold?: number | undefined;
  /** `streamed`: straight from the parts while it is sent. `automatic` unless given: in memory or through a file. */
  encoding?: 'automatic' | 'streamed' | undefined;
  /** Holds the temporary file; the platform's unless given. */
  fileManager?: FileManager | undefined;
  /** Aborts between two chunks with `explicitlyCancelled`, and removes the file. */
  signal?: AbortSignal | undefined;
}

/** A form ready to be sent. */
export type EncodedForm =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  | { readonly kind: 'blob'; readonly blob: Blob }
  /** Temporary file. Its sender removes it. */
  | { readonly kind: 'file'; readonly url: URL; readonly length: number }
  | {
      readonly kind: 'stream';
      readonly length: number | undefined;
      readonly isReplayable: boolean;
      open(options?: ReadingOptions): AsyncIterable<Uint8Array>;
    };

/**
 * Turns a form into a body to send. Bytes if the part bodies are known to be below the threshold, else a temporary
 * file readable by its owner alone; `streamed` reads the parts while sending. Without a FileManager, as in browsers,
 * all three become a Blob of the parts, except that streams are sent as streams on request.
 *
 * Fails with a `SessionError` of kind `multipartEncodingFailed` or `unsupported`, and then leaves no file.
 */
export async function encodeForm(
  form: MultipartFormData,
  options: EncodeFormOptions = {},
): Promise<EncodedForm> {
  const { encoding = 'automatic', fileManager = platformFileManager, signal } = options;
  const { usingThreshold = MultipartFormData.encodingMemoryThreshold } = options;
  if (fileManager === undefined) return blobOf(form, encoding, signal);
  if (encoding === 'streamed') return streamOf(form);
  const contentLength = await form.measure();
  if (contentLength !== undefined && contentLength < usingThreshold) {
    return { kind: 'data', data: await form.encode({ signal }) };
  }
  return temporaryFileOf(form, fileManager, signal);
}

async function streamOf(form: MultipartFormData): Promise<EncodedForm> {
  const length = await form.encodedLength();
  return { kind: 'stream', length, isReplayable: form.isReplayable, open: (options) => form.chunks(options) };
}

async function blobOf(
  form: MultipartFormData,
  encoding: 'automatic' | 'streamed',
  signal: AbortSignal | undefined,
): Promise<EncodedForm> {
  const blob = form.toBlob();
  if (blob !== undefined) return { kind: 'blob', blob };
  return encoding === 'streamed' ? streamOf(form) : { kind: 'blob', blob: await readBlob(form, signal) };
}

/** Turns each chunk into a Blob at once, which the platform may keep on disk. */
async function readBlob(form: MultipartFormData, signal: AbortSignal | undefined): Promise<Blob> {
  const pieces: Blob[] = [];
  for await (const piece of form.chunks({ signal })) pieces.push(new Blob([blobPart(piece)]));
  return new Blob(pieces, { type: form.contentType });
}

async function temporaryFileOf(
  form: MultipartFormData,
  fileManager: FileManager,
  signal: AbortSignal | undefined,
): Promise<EncodedForm> {
  const url = await fileManager.temporaryFileURL();
  await form.writeEncodedData(url, { fileManager, signal });
  try {
    const { size } = await fileManager.attributes(url);
    return { kind: 'file', url, length: size };
  } catch (error) {
    await fileManager.remove(url);
    throw error;
  }
}

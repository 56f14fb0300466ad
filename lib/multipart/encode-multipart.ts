import type { FileManager, ReadingOptions } from '../transport/file-manager.js';
import { blobPart } from '../encoding/bytes.js';
import { MultipartFormData } from './multipart-form-data.js';
import { platformFileManager } from './platform-file-manager.js';

/** What is left out has its default. */
export interface EncodeFormOptions {
  /** Bytes of part bodies below which a form is encoded in memory; 10 000 000 unless given. */
  usingThreshold?: number | undefined;
  /** `streamed`: straight from the parts while it is sent. `automatic` unless given: in memory or through a file. */
  encoding?: 'automatic' | 'streamed' | undefined;
  /** Holds the temporary file; the platform's unless given. */
  fileManager?: FileManager | undefined;
  /** Ends it between two pieces, with `explicitlyCancelled`; nothing is left then. */
  signal?: AbortSignal | undefined;
}

/** A form ready to be sent. */
export type EncodedForm =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  | { readonly kind: 'blob'; readonly blob: Blob }
  /** A temporary file, which whoever sends it removes. */
  | { readonly kind: 'file'; readonly url: URL; readonly length: number }
  | {
      readonly kind: 'stream';
      readonly length: number | undefined;
      readonly isReplayable: boolean;
      open(options?: ReadingOptions): AsyncIterable<Uint8Array>;
    };

/**
 * Makes of a form what can be sent: bytes when its part bodies are known to be fewer than the threshold, else a
 * temporary file that its owner alone can read; `streamed`, what reads the parts while it is sent. Without a
 * FileManager, as in browsers, a Blob of the parts takes the place of all three; only streams have to be read
 * for it, and are sent as streams when that is asked for.
 *
 * Fails with a `SessionError` of kind `multipartEncodingFailed` or `unsupported`, and leaves no file then.
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

/** Pieces become Blobs at once, which the platform may keep on disk. */
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

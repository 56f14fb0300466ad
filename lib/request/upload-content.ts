import type { FileManager } from '../transport/file-manager.js';
import type { ByteStream } from '../encoding/byte-stream.js';
import type { MultipartFormData } from '../multipart/multipart-form-data.js';

/** A body that can be uploaded as it is: text as UTF-8, of a view exactly its bytes, a URL stands for a file. */
export type UploadBodyContent =
  Uint8Array | ArrayBuffer | Blob | string | URL | ByteStream | MultipartFormData;

/**
 * What `session.upload` sends. A function is called for each attempt with a fresh form: the body it returns is
 * sent, else the form. It makes a stream replayable: a redirect that keeps the body asks it for another one.
 */
export type UploadContent = UploadBodyContent | ((form: MultipartFormData) => UploadBodyContent | void);

/** How an upload is encoded. */
export interface UploadOptions {
  /** Bytes of a form's part bodies from which on it goes through a temporary file; 10 000 000 unless given. */
  usingThreshold?: number | undefined;
  /** `'streamed'` sends a form straight from its parts; `'automatic'` unless given: in memory or through a file. */
  encoding?: 'automatic' | 'streamed' | undefined;
  /** Reads files and holds the temporary one; the platform's unless given. */
  fileManager?: FileManager | undefined;
}

import type { FileManager } from '../transport/file-manager.js';
import type { BufferSource } from '../message/body-bytes.js';
import type { ByteStream } from '../encoding/byte-stream.js';
import type { MultipartFormData } from '../multipart/multipart-form-data.js';

/** A body that can be uploaded as it is: text as UTF-8, a view or buffer as exactly its bytes, a URL for its file. */
export type UploadBodyContent = BufferSource | Blob | string | URL | ByteStream | MultipartFormData;

/**
 * What `session.upload` sends. A function is called for each attempt with a fresh form: the body it returns is
 * sent, else the form. It makes a stream replayable: a redirect that keeps the body asks it for another one.
 */
export type UploadContent = UploadBodyContent | ((form: MultipartFormData) => UploadBodyContent | void);

/** Options of an upload's body. */
export interface UploadOptions {
  /** Bytes of a form's part bodies from which it goes through a temporary file. Default: 10 000 000. */
  usingThreshold?: number | undefined;
  /** `'streamed'` sends a form straight from its parts. Default: `'automatic'`, in memory or through a file. */
  encoding?: 'automatic' | 'streamed' | undefined;
  /** Reads files and holds the temporary one. Default: the platform's. */
  fileManager?: FileManager | undefined;
}

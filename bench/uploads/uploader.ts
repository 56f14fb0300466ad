/** Pieces in which a raw upload reads its file. */
export const PIECE = 1024 * 1024;

/** One way of sending a file; a file of this folder exports one as `uploader`. It settles when it was answered. */
export interface Uploader {
  readonly name: string;
  send(file: URL, to: string): Promise<void>;
}

/** The part of a form that a file makes, as far as it is not the file. */
export const FORM = {
  boundary: 'boundary-of-bench',
  head: Buffer.from(
    '--boundary-of-bench\r\nContent-Disposition: form-data; name="file"; filename="file.bin"\r\nContent-Type: application/octet-stream\r\n\r\n',
  ),
  tail: Buffer.from('\r\n--boundary-of-bench--\r\n'),
} as const;

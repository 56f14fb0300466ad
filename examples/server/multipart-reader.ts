import busboy from 'busboy';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export interface ReceivedFile {
  name: string;
  filename: string;
  mimeType: string;
  bytes: number;
  sha256: string;
}

export interface ReceivedForm {
  fields: { name: string; value: string }[];
  files: ReceivedFile[];
  /** Of the whole body, boundaries and headers of the parts included. */
  bytes: number;
  sha256: string;
}

const UNLIMITED = { fieldNameSize: Infinity, fieldSize: Infinity };

/** Reads a multipart body in constant memory: parts by busboy, and a hash of everything that came. */
export function readMultipart(headers: IncomingHttpHeaders, body: Readable): Promise<ReceivedForm> {
  return new Promise((resolve, reject) => {
    const form: ReceivedForm = { fields: [], files: [], bytes: 0, sha256: '' };
    const whole = createHash('sha256');
    const parser = busboy({ headers, preservePath: true, defParamCharset: 'utf8', limits: UNLIMITED });
    parser.on('field', (name, value) => form.fields.push({ name, value }));
    parser.on('file', (name, content, { filename = '', mimeType }) => {
      const file: ReceivedFile = { name, filename, mimeType, bytes: 0, sha256: '' };
      form.files.push(file);
      hashInto(file, content);
      content.on('error', reject);
    });
    parser.on('error', reject);
    parser.on('close', () => {
      resolve({ ...form, sha256: whole.digest('hex') });
    });
    body.on('data', (piece: Buffer) => {
      form.bytes += piece.length;
      whole.update(piece);
    });
    body.on('error', reject);
    body.pipe(parser);
  });
}

/** Counts and hashes a stream while it flows. */
export function hashInto(into: { bytes: number; sha256: string }, content: Readable): void {
  const hash = createHash('sha256');
  content.on('data', (piece: Buffer) => {
    into.bytes += piece.length;
    hash.update(piece);
  });
  content.on('end', () => {
    into.sha256 = hash.digest('hex');
  });
}

import { EMPTY, filter, firstValueFrom, Subscription, toArray } from 'rxjs';
import {
  MultipartFormData,
  RetryPolicy,
  Session,
  type Progress,
  type SessionErrorKind,
  type UploadBodyContent,
  type UploadContent,
  type UploadOptions,
  type UploadRequest,
} from 'rxsession';

/** What was sent, what the server says that it received, and the progress in between. */
export interface Upload {
  readonly sha256: string;
  readonly received: unknown;
  readonly counts: readonly number[];
  readonly total: number | undefined;
}

/** An entry of a form; bytes of a file as numbers. */
export type Entry = readonly [name: string, value: string | FileEntry];
export interface FileEntry {
  readonly name: string;
  readonly type: string;
  readonly bytes: readonly number[];
}

export type Kind = 'bytes' | 'blob' | 'file' | 'text' | 'function';

const session = new Session();

/** Sends so many bytes; text is of one byte a character. */
export async function upload(url: string, kind: Kind, size: number): Promise<Upload> {
  const bytes = patterned(size);
  return { sha256: await sha256(bytes), ...(await sent(bodyOf(kind, bytes), url)) };
}

/** Sends a form with fields and one large file. */
export async function uploadForm(url: string, size: number, options: UploadOptions = {}): Promise<Upload> {
  const bytes = patterned(size);
  const form = new MultipartFormData()
    .append('français', { name: 'french' })
    .append(new File([bytes], 'large "file".bin', { type: 'application/x-pattern' }), { name: 'large' })
    .append('日本語', { name: 'japanese' });
  return { sha256: await sha256(bytes), ...(await sent(form, url, options)) };
}

/** Sends a form that has a stream for a part. */
export async function uploadStreamInForm(url: string, size: number): Promise<Upload> {
  const bytes = patterned(size);
  const form = new MultipartFormData();
  form.append(new Blob([bytes]).stream(), { name: 'stream', fileName: 'stream.bin' });
  return { sha256: await sha256(bytes), ...(await sent(form, url)) };
}

/** How often a body was made for a request that is retried, and what came in the end. */
export async function uploadWithRetries(url: string): Promise<{ made: number; received: unknown }> {
  const policy = { retryLimit: 3, exponentialBackoffScale: 1, retryableHTTPMethods: ['POST'] };
  let made = 0;
  const content = (): Blob => {
    made += 1;
    return new Blob(['again']);
  };
  const request = session.upload(content, url, { interceptor: new RetryPolicy(policy) }).validate();
  const received = await firstValueFrom(request.responseJSON().value());
  return { made, received };
}

/** What becomes of bodies that a browser cannot send. */
export async function refusalOf(
  url: string,
  kind: 'stream' | 'iterable' | 'file' | 'file in a form' | 'streamed form',
): Promise<{ kind: SessionErrorKind | undefined; message: string | undefined; tasks: number }> {
  const options: UploadOptions = kind === 'streamed form' ? { encoding: 'streamed' } : {};
  const request = session.upload(unsendable(kind), url, options);
  const { error } = await firstValueFrom(request.response());
  return { kind: error?.kind, message: error?.message, tasks: request.tasks.length };
}

let uploading: UploadRequest | undefined;
let listening = new Subscription();
let received: Promise<unknown> | undefined;

/** Sends so many bytes until {@link stopUpload}. */
export function startUpload(url: string, size: number): void {
  const request = session.upload(new Blob([patterned(size)]), url).validate();
  const response = request.responseJSON();
  received = new Promise((resolve) => {
    listening = response.subscribe(({ value }) => {
      resolve(value);
    });
  });
  uploading = request;
}

/** The progress of it as soon as some bytes have left, and not all. */
export function partialProgress(): Promise<Progress | undefined> {
  const progress = uploading?.uploadProgress ?? EMPTY;
  const isPartial = ({ fractionCompleted }: Progress): boolean =>
    fractionCompleted > 0 && fractionCompleted < 1;
  return firstValueFrom(progress.pipe(filter(isPartial)), { defaultValue: undefined });
}

export function uploadReceived(): Promise<unknown> {
  return Promise.resolve(received);
}

export function stopUpload(): void {
  listening.unsubscribe();
}

type Appended = readonly (readonly [name: string, value: string | File])[];

const PLAIN: Appended = [
  ['plain', 'value'],
  ['empty', ''],
  ['lines', 'a\r\nb\n--\r\n'],
  ['same', 'one'],
  ['same', 'two'],
  ['näme', '日本語 😃'],
  ['file', new File([patterned(300)], 'päth of 日本.bin', { type: 'application/x-pattern' })],
  ['nothing', new File([], 'empty.txt', { type: 'text/plain' })],
];

const TO_BE_ESCAPED: Appended = [
  ['"quoted"', 'value'],
  ['two\r\nlines', 'value'],
  ['%22', 'value'],
  ['file', new File(['content'], 'a "quoted"\r\nname.txt', { type: 'text/plain' })],
];

/** What the platform reads from an encoded form, and what was put into it. */
export async function readBack(way: 'encode' | 'toBlob'): Promise<Record<'read' | 'appended', Entry[]>> {
  return { read: await readOf(PLAIN, way), appended: await Promise.all(PLAIN.map(entry)) };
}

/** What the platform reads from an encoded form, and from one that it has encoded itself. */
export async function readEscaped(): Promise<Record<'ours' | 'own', Entry[]>> {
  const form = new FormData();
  for (const [name, value] of TO_BE_ESCAPED) form.append(name, value as Blob);
  return { ours: await readOf(TO_BE_ESCAPED, 'encode'), own: await entriesIn(new Response(form)) };
}

async function readOf(appended: Appended, way: 'encode' | 'toBlob'): Promise<Entry[]> {
  const form = new MultipartFormData();
  for (const [name, value] of appended) form.append(value, { name });
  const body =
    way === 'encode' ? new Blob([(await form.encode()) as Uint8Array<ArrayBuffer>]) : form.toBlob();
  return entriesIn(new Response(body, { headers: { 'Content-Type': form.contentType } }));
}

async function entriesIn(response: Response): Promise<Entry[]> {
  return Promise.all([...(await response.formData())].map(entry));
}

async function sent(
  content: UploadContent,
  url: string,
  options?: UploadOptions,
): Promise<Omit<Upload, 'sha256'>> {
  const request = session.upload(content, url, options).validate();
  const progress = firstValueFrom(request.uploadProgress.pipe(toArray()));
  const received = await firstValueFrom(request.responseJSON().value());
  const all = await progress;
  return {
    received,
    counts: all.map(({ completedUnitCount }) => completedUnitCount),
    total: all.at(-1)?.totalUnitCount,
  };
}

function bodyOf(kind: Kind, bytes: Uint8Array<ArrayBuffer>): UploadContent {
  switch (kind) {
    case 'bytes':
      return insideALargerBuffer(bytes);
    case 'blob':
      return new Blob([bytes]);
    case 'file':
      return new File([bytes], 'pattern.bin');
    case 'text':
      return new TextDecoder().decode(bytes);
    case 'function':
      return () => new Blob([bytes]);
  }
}

function unsendable(kind: Parameters<typeof refusalOf>[1]): UploadBodyContent {
  const file = new URL('file:///etc/hostname');
  const stream = new Blob(['piece']).stream();
  switch (kind) {
    case 'stream':
      return stream;
    case 'iterable':
      return pieces();
    case 'file':
      return file;
    case 'file in a form':
      return new MultipartFormData().append(file, { name: 'file' });
    case 'streamed form':
      return new MultipartFormData().append(stream, { name: 'stream' });
  }
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(patterned(10));
}

/** Bytes below 128, so that they are text as well. */
function patterned(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0x7f);
}

function insideALargerBuffer(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.byteLength + 20).fill(0xff);
  larger.set(bytes, 10);
  return larger.subarray(10, 10 + bytes.byteLength);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function entry([name, value]: readonly [string, FormDataEntryValue]): Promise<Entry> {
  if (typeof value === 'string') return [name, value];
  const bytes = [...new Uint8Array(await value.arrayBuffer())];
  return [name, { name: value.name, type: value.type, bytes }];
}

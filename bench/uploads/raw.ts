import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { once } from 'node:events';
import { FORM, PIECE } from './uploader.js';

/** Sends what a stream gives with node:http, and reads the answer. */
export async function sendRaw(body: Readable, length: number, to: string, type: string): Promise<void> {
  const headers = { 'content-length': length, 'content-type': type };
  const sending = request(to, { method: 'POST', headers, agent: false });
  const answered = once(sending, 'response') as Promise<[Readable]>;
  await pipeline(body, sending);
  const [response] = await answered;
  response.resume();
  await once(response, 'end');
}

export function piecesOf(file: URL): Readable {
  return createReadStream(file, { highWaterMark: PIECE });
}

export async function lengthOf(file: URL): Promise<number> {
  return (await stat(file)).size;
}

export async function formLengthOf(file: URL): Promise<number> {
  return FORM.head.length + (await lengthOf(file)) + FORM.tail.length;
}

/** A form with the file in it, piece for piece. */
export async function* formOf(file: URL): AsyncGenerator<Buffer> {
  yield FORM.head;
  yield* piecesOf(file) as AsyncIterable<Buffer>;
  yield FORM.tail;
}

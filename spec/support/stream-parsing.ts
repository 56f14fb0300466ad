import type { DataStreamFormat } from '../../lib/serializers/data-stream-serializer.js';
import { bytesOf, responseOf } from './received.js';

/** What the values of a body are, and what ended them. */
export interface Parsed<T> {
  readonly values: T[];
  readonly error: unknown;
}

/** Parses a body that comes in these pieces, each text or bytes. */
export function parsed<T>(
  format: DataStreamFormat<T>,
  pieces: readonly (string | Uint8Array)[],
  contentType?: string,
): Parsed<T> {
  const parser = format.makeParser(responseOf(200, contentType));
  const values: T[] = [];
  try {
    for (const piece of pieces) {
      const data = typeof piece === 'string' ? bytesOf(piece) : piece;
      values.push(...(parser.parse(data) as Iterable<T>));
    }
    values.push(...((parser.finish?.() ?? []) as Iterable<T>));
  } catch (error) {
    return { values, error };
  }
  return { values, error: undefined };
}

/** The same, one value at a time, so that those before a failure are kept. */
export function valuesBefore<T>(format: DataStreamFormat<T>, body: string): T[] {
  const values: T[] = [];
  const parser = format.makeParser(undefined);
  try {
    for (const value of parser.parse(bytesOf(body)) as Iterable<T>) values.push(value);
  } catch {
    return values;
  }
  throw new Error('nothing was thrown');
}

/** Cuts bytes at these places, each counted from the beginning. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places, bytes.length].sort((a, b) => a - b);
  let start = 0;
  return ends.map((end) => {
    const piece = bytes.subarray(start, end);
    start = Math.max(start, end);
    return piece;
  });
}

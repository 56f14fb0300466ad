import type { Answer } from '../answers/answer.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';

/**
 * Makes one value of each chunk of a body (Alamofire's `DataStreamSerializer`). Chunks are as the platform delivers
 * them, neither joined nor split, and are serialized in order, one at a time.
 *
 * An error or a rejection is the failure of this chunk alone: a `SessionError` as it is, any other error as
 * `responseSerializationFailed` with reason `customSerializationFailed` and that error as `cause`.
 *
 * @example
 * const lengths: DataStreamSerializer<number> = { serialize: (data) => data.byteLength };
 * session.streamRequest(url).responseStream(lengths).subscribe(console.log);
 */
export interface DataStreamSerializer<T> {
  serialize(data: Uint8Array): Answer<T>;
}

/**
 * Layout of the values in a body, independent of its chunks: lines, frames, events. Each listener has a parser of its
 * own, and a new one for each attempt.
 *
 * @example
 * class Doubles implements DataStreamFormat<number> {
 *   makeParser(): DataStreamParser<number> {
 *     let rest = new Uint8Array();
 *     return {
 *       *parse(data) {
 *         const bytes = Uint8Array.of(...rest, ...data);
 *         const whole = bytes.length - (bytes.length % 8);
 *         for (let at = 0; at < whole; at += 8) yield new DataView(bytes.buffer).getFloat64(at);
 *         rest = bytes.subarray(whole);
 *       },
 *     };
 *   }
 * }
 */
export interface DataStreamFormat<T> {
  /** Creates a parser of the body that a head announces. */
  makeParser(response: HTTPURLResponse | undefined): DataStreamParser<T>;
}

/**
 * Parses one body. An error, after the values before it, is a failure as that of a {@link DataStreamSerializer}, and
 * ends the values.
 */
export interface DataStreamParser<T> {
  /** Returns the values that a chunk completes, if any. */
  parse(data: Uint8Array): Answer<Iterable<T>>;
  /** Returns the values that only the end of the body completes. Not called if the request has failed. */
  finish?(): Answer<Iterable<T>>;
}

/** True for a format. An object that is a serializer too is used as a format. */
export function isStreamFormat<T>(
  serializer: DataStreamSerializer<T> | DataStreamFormat<T>,
): serializer is DataStreamFormat<T> {
  return typeof (serializer as Partial<DataStreamFormat<T>>).makeParser === 'function';
}

/** Failure in the place of one value. The values after it follow all the same. */
export class StreamFailure {
  constructor(readonly error: SessionError) {}
}

/** Value that was read from a stream, or the failure to read it. */
export type StreamEntry<T> = T | StreamFailure;

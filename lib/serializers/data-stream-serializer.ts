import type { Answer } from '../answers/answer.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';

/**
 * Makes one value of each piece of a body, as it comes (Alamofire's `DataStreamSerializer`). Pieces are as the
 * platform hands them over: they are neither joined nor split, and are serialized in order, one at a time.
 *
 * What it throws, rejects with or errors with is the failure of this piece alone: a `SessionError` as it is, any
 * other value as `responseSerializationFailed` with reason `customSerializationFailed` and that value as `cause`.
 *
 * @example
 * const lengths: DataStreamSerializer<number> = { serialize: (data) => data.byteLength };
 * session.streamRequest(url).responseStream(lengths).subscribe(console.log);
 */
export interface DataStreamSerializer<T> {
  serialize(data: Uint8Array): Answer<T>;
}

/**
 * How values lie in a body, whatever the pieces it comes in: lines, frames, events. Everybody who listens is given
 * a parser of their own, and a new one for each attempt.
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
  /** A parser of the body that this head announces. */
  makeParser(response: HTTPURLResponse | undefined): DataStreamParser<T>;
}

/**
 * Parses one body. What it throws, after the values it gave before, is a failure as that of a
 * {@link DataStreamSerializer}, and its end: it is given nothing more.
 */
export interface DataStreamParser<T> {
  /** The values that a piece has completed: none, one or several. */
  parse(data: Uint8Array): Answer<Iterable<T>>;
  /** The values that only the end of the body completes. Not asked when the request has failed. */
  finish?(): Answer<Iterable<T>>;
}

/** Whether values are found by a parser, not made of each piece; where something is both, they are. */
export function isStreamFormat<T>(
  serializer: DataStreamSerializer<T> | DataStreamFormat<T>,
): serializer is DataStreamFormat<T> {
  return typeof (serializer as Partial<DataStreamFormat<T>>).makeParser === 'function';
}

/** Failure in the place of one value. The values after it follow all the same. */
export class StreamFailure {
  constructor(readonly error: SessionError) {}
}

/** One value that was read from a stream, or the failure to read it. */
export type StreamEntry<T> = T | StreamFailure;

import { Session, type DataStreamRequest, type StreamObservable } from 'rxsession';
import type { Client, Done } from './client.js';

/** Counts the values of streams, of a session with nothing but defaults. */
export function streamClient<T>(
  name: string,
  read: (request: DataStreamRequest) => StreamObservable<T>,
): Client {
  const session = new Session();
  return {
    name,
    get: (url, done) => {
      count(read(session.streamRequest(url)), done);
    },
  };
}

/** The same by a `for await` loop. */
export function loopClient<T>(name: string, read: (request: DataStreamRequest) => AsyncIterable<T>): Client {
  const session = new Session();
  return {
    name,
    get: (url, done) => {
      countInLoop(read(session.streamRequest(url))).then((value) => done(undefined, value), done);
    },
  };
}

function count<T>(values: StreamObservable<T>, done: Done): void {
  let seen = 0;
  values.subscribe({
    next() {
      seen += 1;
    },
    error: done,
    complete() {
      done(undefined, answerTo(seen));
    },
  });
}

/** Resolves to the answer that the number of values stands for. */
export async function countInLoop<T>(values: AsyncIterable<T>): Promise<object> {
  let seen = 0;
  for await (const value of values) if (value !== undefined) seen += 1;
  return answerTo(seen);
}

/** Values of each streamed body. */
export const VALUES = 5000;

/** The right answer when all values have come. */
export function answerTo(count: number): object {
  return { id: count === VALUES ? 17 : count };
}

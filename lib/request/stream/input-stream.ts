import type { StreamSource } from './stream-source.js';

export interface InputStreamOptions {
  /** Bytes that may wait to be read before the server has to; 65 536 unless given. */
  bufferSize?: number | undefined;
}

/**
 * The bytes as a stream of the web, whose reader sets the pace once so many bytes wait for it. Cancelling it ends the
 * interest in them.
 */
export function inputStream(
  source: StreamSource<Uint8Array>,
  { bufferSize = 65_536 }: InputStreamOptions = {},
): ReadableStream<Uint8Array> {
  let leave: (() => void) | undefined;
  let proceed: (() => void) | undefined;
  const goOn = (): void => {
    const taken = proceed;
    proceed = undefined;
    taken?.();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        leave = source.listen({
          next(data, taken) {
            proceed = taken;
            // a read that waits pulls within this call
            controller.enqueue(data);
            if ((controller.desiredSize ?? 0) > 0) goOn();
          },
          fail(error) {
            controller.error(error);
          },
          complete({ error }) {
            if (error === undefined) controller.close();
            else controller.error(error);
          },
        });
      },
      pull: goOn,
      cancel() {
        leave?.();
      },
    },
    { highWaterMark: bufferSize, size: ({ byteLength }) => byteLength },
  );
}

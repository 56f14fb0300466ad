import type { ObservableInput, Unsubscribable } from 'rxjs';
import { observeInput } from './observe-input.js';
import type { StreamSink, StreamSource } from './stream-source.js';

/** Function that returns an input for each value of a stream. The next value is read when the input has completed. */
export type StreamProjection<T, R> = (value: T) => ObservableInput<R>;

/**
 * Values of the inputs that `project` returns, in order and one input at a time: a value counts as taken when its
 * input has completed. `failed` receives the error of a projection that throws, or of its input.
 */
export function projectStream<T, R>(
  source: StreamSource<T>,
  project: StreamProjection<T, R>,
  failed: (error: unknown) => void,
): StreamSource<R> {
  return {
    token: source.token,
    listen: (sink) => source.listen(projectingSink(sink, project, failed)),
  };
}

function projectingSink<T, R>(
  sink: StreamSink<R>,
  project: StreamProjection<T, R>,
  failed: (error: unknown) => void,
): StreamSink<T> {
  let inner: Unsubscribable | undefined;
  let isStopped = false;
  return {
    next(value, taken) {
      try {
        inner = handOn(project(value), sink, taken, failed);
        if (isStopped) inner.unsubscribe();
      } catch (error) {
        failed(error);
      }
    },
    fail(error, taken) {
      sink.fail(error, taken);
    },
    complete(completion) {
      sink.complete(completion);
    },
    stop() {
      isStopped = true;
      inner?.unsubscribe();
      sink.stop?.();
    },
  };
}

/** `taken` is called when the answer has completed, and all of it was taken. */
function handOn<R>(
  answer: ObservableInput<R>,
  sink: StreamSink<R>,
  taken: () => void,
  failed: (error: unknown) => void,
): Unsubscribable {
  let open = 1;
  const close = (): void => {
    open -= 1;
    if (open === 0) taken();
  };
  return observeInput(answer).subscribe({
    next: (value) => {
      open += 1;
      sink.next(value, close);
    },
    error: failed,
    complete: close,
  });
}

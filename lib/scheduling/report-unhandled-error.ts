import { config } from 'rxjs';

/**
 * Reports an error that has no listener left, like RxJS: to `config.onUnhandledError` if that is set, else by
 * throwing. In a macrotask either way, never in the flush of a virtual scheduler, which the exception would end.
 */
export function reportUnhandledError(error: unknown): void {
  setTimeout(() => {
    const { onUnhandledError } = config;
    if (!onUnhandledError) throw error;
    onUnhandledError(error);
  }, 0);
}

/** Runs foreign code whose exceptions must not stop ours, and reports them. */
export function reportingFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    reportUnhandledError(error);
  }
}

import { config } from 'rxjs';

/**
 * Reports what nobody can be told any more, as RxJS does: to `config.onUnhandledError` when that is set, else
 * thrown; in a macrotask of the platform either way, never in a virtual scheduler's flush, which it would end.
 */
export function reportUnhandledError(error: unknown): void {
  setTimeout(() => {
    const { onUnhandledError } = config;
    if (!onUnhandledError) throw error;
    onUnhandledError(error);
  }, 0);
}

/** Does the work of somebody else, which must not stop ours: what it throws is reported. */
export function reportingFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    reportUnhandledError(error);
  }
}

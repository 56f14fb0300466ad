import { config } from 'rxjs';

export interface ReportedErrors {
  readonly errors: readonly unknown[];
  /** Comes when so many errors have been reported, in all. */
  reported(count: number): Promise<void>;
}

/** What is reported as unhandled during each test of a describe block. */
export function reportedErrors(): ReportedErrors {
  const errors: unknown[] = [];
  const waiting = new Map<number, () => void>();
  beforeEach(() => {
    errors.length = 0;
    waiting.clear();
    config.onUnhandledError = (error) => {
      errors.push(error);
      waiting.get(errors.length)?.();
    };
  });
  afterEach(async () => {
    // the timers of reports that are on their way come before this one
    await new Promise((resolve) => setTimeout(resolve, 0));
    config.onUnhandledError = null;
  });
  const reported = (count: number): Promise<void> =>
    new Promise((resolve) => {
      if (errors.length >= count) resolve();
      else waiting.set(count, resolve);
    });
  return { errors, reported };
}

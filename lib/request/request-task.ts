/** What a {@link RequestTask} steers. */
export interface TaskControls {
  readonly isCancelled: boolean;
  resume(): unknown;
  suspend(): unknown;
  cancel(): unknown;
  /** @internal Cancels with the reason of the signal. */
  abortBy?(signal: AbortSignal): void;
}

/** A request in the hands of code that awaits what comes of it. */
export abstract class RequestTask<Controls extends TaskControls = TaskControls> {
  /** @internal */
  protected readonly request: Controls;

  /** @internal */
  constructor(request: Controls) {
    this.request = request;
  }

  get isCancelled(): boolean {
    return this.request.isCancelled;
  }

  /** Cancels the request: loops end, and promises that wait settle with `explicitlyCancelled`. */
  cancel(): void {
    this.request.cancel();
  }

  resume(): void {
    this.request.resume();
  }

  suspend(): void {
    this.request.suspend();
  }
}

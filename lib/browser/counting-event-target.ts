/**
 * An EventTarget that knows whether anyone listens. It counts as the platform does: the same listener twice
 * is one, a `once` listener is gone when called, one with a signal when that aborts.
 */
export class CountingEventTarget extends EventTarget {
  readonly #registrations = new Map<string, Registration[]>();

  get hasListeners(): boolean {
    return this.#registrations.size > 0;
  }

  hasListenersFor(type: string): boolean {
    return this.#registrations.has(type);
  }

  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void {
    const { capture, once, signal, ...rest } = asOptions(options);
    if (listener === null || signal?.aborted || this.#find(type, listener, capture)) return;
    const remove = (): void => {
      this.removeEventListener(type, listener, capture);
    };
    const called = once ? callingOnce(listener, remove) : listener;
    const forgetSignal = signal && onAbort(signal, remove);
    const others = this.#registrations.get(type) ?? [];
    this.#registrations.set(type, [...others, { listener, capture, called, forgetSignal }]);
    super.addEventListener(type, called, { ...rest, capture });
  }

  override removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: EventListenerOptions | boolean,
  ): void {
    const { capture } = asOptions(options);
    const registration = listener === null ? undefined : this.#find(type, listener, capture);
    if (!registration) return;
    super.removeEventListener(type, registration.called, { capture });
    registration.forgetSignal?.();
    const rest = this.#registrations.get(type)?.filter((other) => other !== registration) ?? [];
    if (rest.length > 0) this.#registrations.set(type, rest);
    else this.#registrations.delete(type);
  }

  #find(
    type: string,
    listener: EventListenerOrEventListenerObject,
    capture: boolean,
  ): Registration | undefined {
    return this.#registrations
      .get(type)
      ?.find((registration) => registration.listener === listener && registration.capture === capture);
  }
}

interface Registration {
  readonly listener: EventListenerOrEventListenerObject;
  readonly capture: boolean;
  /** Listener that the platform calls: the given one, or its wrapper. */
  readonly called: EventListenerOrEventListenerObject;
  readonly forgetSignal: (() => void) | undefined;
}

function asOptions(
  options: AddEventListenerOptions | boolean = {},
): AddEventListenerOptions & { capture: boolean } {
  return typeof options === 'object'
    ? { ...options, capture: options.capture ?? false }
    : { capture: options };
}

function callingOnce(listener: EventListenerOrEventListenerObject, remove: () => void): EventListener {
  return function (this: unknown, event) {
    remove();
    if (typeof listener === 'function') listener.call(this as EventTarget, event);
    else listener.handleEvent(event);
  };
}

function onAbort(signal: AbortSignal, remove: () => void): () => void {
  signal.addEventListener('abort', remove, { once: true });
  return () => {
    signal.removeEventListener('abort', remove);
  };
}

import { Subject, type Observable } from 'rxjs';
import type { RunInContext } from '../answers/context.js';
import type { EventMonitor } from './event-monitor.js';
import { isListening, listensTo, notifyMonitor, wants } from './notify-monitor.js';
import type { SessionEvent, SessionEventType } from './session-event.js';

/**
 * Notifies of every event: the monitors in their order, then the subscribers of `events`. An exception of one of them
 * is reported as an unhandled error and harms neither the sender nor the others. Events emitted during an event
 * follow it, for every listener.
 */
export class EventHub {
  /** Events from now on, shared by all subscribers. */
  readonly events: Observable<SessionEvent>;
  readonly #subject = new Subject<SessionEvent>();
  readonly #monitors: readonly EventMonitor[];
  readonly #runInContext: RunInContext | undefined;
  readonly #waiting: Told[] = [];
  #isTelling = false;
  #isComplete = false;

  /** @param runInContext - context of events that are emitted without one. */
  constructor(monitors: readonly EventMonitor[] = [], runInContext?: RunInContext) {
    this.#monitors = [...monitors];
    this.#runInContext = runInContext;
    this.events = this.#subject.asObservable();
  }

  /** True if any event would reach a listener. */
  get isObserved(): boolean {
    return this.#subject.observed || this.#monitors.some(isListening);
  }

  /** True if an event of this type would reach a listener. Ask before building the event. */
  hasListenersFor(type: SessionEventType): boolean {
    if (this.#subject.observed) return true;
    try {
      for (const monitor of this.#monitors) if (wants(monitor, type)) return true;
      return false;
    } catch {
      return this.#monitors.some((monitor) => listensTo(monitor, type));
    }
  }

  /** Emits an event, in the async context that it belongs to. Without effect after `complete()`. */
  emit(event: SessionEvent, runInContext = this.#runInContext): void {
    this.#tellInOrder({ item: event, runInContext });
  }

  /** Completes `events`, after the events emitted before. */
  complete(): void {
    this.#tellInOrder({ item: END, runInContext: undefined });
  }

  #tellInOrder(next: Told): void {
    if (this.#isTelling) {
      this.#waiting.push(next);
      return;
    }
    this.#isTelling = true;
    this.#tell(next);
    for (const told of this.#waiting) this.#tell(told);
    this.#waiting.length = 0;
    this.#isTelling = false;
  }

  #tell({ item, runInContext }: Told): void {
    if (this.#isComplete) return;
    if (item === END) {
      this.#isComplete = true;
      this.#subject.complete();
      return;
    }
    for (const monitor of this.#monitors) notifyMonitor(monitor, item, runInContext);
    if (!this.#subject.observed) return;
    if (runInContext === undefined) this.#subject.next(item);
    else {
      runInContext(() => {
        this.#subject.next(item);
      });
    }
  }
}

const END = Symbol('end of events');

/** An event, or the end of all, and the context in which it is told. */
interface Told {
  readonly item: SessionEvent | typeof END;
  readonly runInContext: RunInContext | undefined;
}

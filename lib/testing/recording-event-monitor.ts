import type { SchedulerLike } from 'rxjs';
import type { RequestInfo } from '../message/request-info.js';
import type { EventMonitor } from '../events/event-monitor.js';
import { everyEvent } from '../events/every-event.js';
import type { SessionEvent, SessionEventType } from '../events/session-event.js';

/** Options of a {@link RecordingEventMonitor}. */
export interface RecordingEventMonitorOptions {
  /** Scheduler on which events are recorded. Default: synchronously. */
  readonly queue?: SchedulerLike | undefined;
}

/**
 * Remembers every event, in order.
 *
 * @example
 * const recording = new RecordingEventMonitor();
 * const session = new Session({ transport: new StubTransport(() => ({ body: '{}' })), eventMonitors: [recording] });
 * const request = session.request('https://api.example.com/');
 * await request.serializingData().response;
 * expect(recording.typesOf(request)).toContain('requestDidFinish');
 */
export class RecordingEventMonitor implements EventMonitor {
  /** Scheduler on which events are recorded; undefined records them synchronously. */
  readonly queue: SchedulerLike | undefined;
  readonly #events: SessionEvent[] = [];

  constructor({ queue }: RecordingEventMonitorOptions = {}) {
    this.queue = queue;
    const record = everyEvent((event) => {
      this.#events.push(event);
    });
    Object.assign(this, record);
  }

  /** Recorded events, in order. */
  get events(): readonly SessionEvent[] {
    return this.#events;
  }

  /** Types of the recorded events, in order. */
  get types(): readonly SessionEventType[] {
    return this.#events.map((event) => event.type);
  }

  /** The types of the events of one request, those of its tasks included. */
  typesOf(request: RequestInfo): readonly SessionEventType[] {
    return this.#events
      .filter((event) => 'request' in event && event.request === request)
      .map((event) => event.type);
  }

  /** Forgets all that was recorded. */
  clear(): void {
    this.#events.length = 0;
  }
}

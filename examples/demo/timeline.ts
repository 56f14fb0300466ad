import type { RequestInfo, SessionEvent } from 'rxsession';
import type { Observable } from 'rxjs';
import { Lane } from './lane.js';

/** Consecutive events of one type and request form one entry: a large body is sent in many chunks. */
interface Entry {
  readonly at: number;
  readonly type: SessionEvent['type'];
  readonly request: RequestInfo | undefined;
  times: number;
}

/** Records the events of a session, and draws them as one line a request, or lists them. */
export class Timeline {
  /** Resolves when the session has ended and its last event has arrived. */
  readonly ended: Promise<void>;
  readonly #entries: Entry[] = [];
  readonly #lanes = new Map<RequestInfo, Lane>();
  readonly #start = performance.now();

  constructor(events: Observable<SessionEvent>) {
    this.ended = events.forEach((event) => {
      this.#add(event, performance.now() - this.#start);
    });
  }

  get count(): number {
    return this.#entries.reduce((sum, { times }) => sum + times, 0);
  }

  countOf(type: SessionEvent['type']): number {
    return this.#entries.reduce((sum, entry) => sum + (entry.type === type ? entry.times : 0), 0);
  }

  /** One line a request: its name, its life as a bar in time, and how it ended. */
  picture(width = 44): string[] {
    const lanes = [...this.#lanes.values()];
    const end = Math.max(...lanes.map((lane) => lane.end));
    return [
      ...lanes.map((lane, index) => lane.draw(index + 1, end, width)),
      `${' '.repeat(Lane.labelWidth)}0 ms${`${end.toFixed(0)} ms`.padStart(width - 4)}`,
      '▒ preparing   █ under way   ↻ retried   ↪ redirected',
    ];
  }

  /** One line an event: milliseconds, request, type. */
  *list(): Generator<string> {
    const numbers = new Map([...this.#lanes.keys()].map((request, index) => [request, index + 1]));
    for (const { at, type, request, times } of this.#entries) {
      const lane = request === undefined ? undefined : this.#lanes.get(request);
      const name = request === undefined ? 'session' : `#${numbers.get(request)} ${lane?.name ?? ''}`;
      const time = `${at.toFixed(0)} ms`.padStart(8);
      yield `${time}  ${name.padEnd(26)} ${type}${times > 1 ? ` × ${times}` : ''}`;
    }
  }

  #add(event: SessionEvent, at: number): void {
    const request = 'request' in event ? event.request : undefined;
    if (request !== undefined) this.#laneOf(request).add(event, at);
    const last = this.#entries.at(-1);
    if (last?.type === event.type && last.request === request) last.times += 1;
    else this.#entries.push({ at, type: event.type, request, times: 1 });
  }

  #laneOf(request: RequestInfo): Lane {
    const lane = this.#lanes.get(request) ?? new Lane(request);
    this.#lanes.set(request, lane);
    return lane;
  }
}

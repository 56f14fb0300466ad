import type { RequestInfo, SessionEvent } from 'rxsession';
import type { Observable } from 'rxjs';

/** Consecutive events of one type and request are one entry: a large body is sent in many pieces. */
interface Entry {
  readonly at: number;
  readonly type: SessionEvent['type'];
  readonly request: RequestInfo | undefined;
  times: number;
}

/** Remembers what a session tells, to print it in the end. */
export class Timeline {
  /** Resolves when the session has ended and told everything. */
  readonly ended: Promise<void>;
  readonly #entries: Entry[] = [];
  readonly #start = performance.now();

  constructor(events: Observable<SessionEvent>) {
    this.ended = events.forEach((event) => {
      this.#add(event);
    });
  }

  /** How many events there were. */
  get count(): number {
    return this.#entries.reduce((sum, { times }) => sum + times, 0);
  }

  /** How many events of a type there were. */
  countOf(type: SessionEvent['type']): number {
    return this.#entries.reduce((sum, entry) => sum + (entry.type === type ? entry.times : 0), 0);
  }

  /** One line for each entry: milliseconds, request, what happened. */
  *lines(): Generator<string> {
    const numbers = new Map<RequestInfo | undefined, number>([[undefined, 0]]);
    for (const { at, type, request, times } of this.#entries) {
      if (!numbers.has(request)) numbers.set(request, numbers.size);
      const time = `${at.toFixed(0)} ms`.padStart(8);
      yield `${time}  ${nameOf(request, numbers).padEnd(26)} ${type}${times > 1 ? ` × ${times}` : ''}`;
    }
  }

  #add(event: SessionEvent): void {
    const request = 'request' in event ? event.request : undefined;
    const last = this.#entries.at(-1);
    if (last?.type === event.type && last.request === request) last.times += 1;
    else this.#entries.push({ at: performance.now() - this.#start, type: event.type, request, times: 1 });
  }
}

function nameOf(
  request: RequestInfo | undefined,
  numbers: ReadonlyMap<RequestInfo | undefined, number>,
): string {
  const { url, method } = request?.firstRequest ?? {};
  return url === undefined ? 'session' : `#${numbers.get(request)} ${method} ${new URL(url).pathname}`;
}

import { describe, expect, it } from '@jest/globals';
import { map, type Observable, repeat, share, take, takeUntil, timer } from 'rxjs';
import type { SessionError, SessionOptions } from 'rxsession';
import { eventSource, type EventSourceOptions, type EventSourceObservable } from 'rxsession/operators';
import type { StubReplier, StubReply } from 'rxsession/testing';
import { inVirtualTime, type VirtualSession, type VirtualTime } from '../support/virtual-session.js';

const URL_OF_TICKS = 'https://api.example.com/ticks';
const headers = { 'Content-Type': 'text/event-stream' };
const LOST = { error: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) };
const events = (...ids: number[]): string[] => ids.map((id) => `id: ${id}\ndata: ${id}\n\n`);
const stream = (body: string[], rest: Partial<StubReply & object> = {}): StubReply => ({
  headers,
  body,
  chunkDelay: 10,
  ...rest,
});

interface Ticks {
  readonly ticks: EventSourceObservable;
  readonly server: VirtualSession;
  /** `Last-Event-ID` of each connection. */
  readonly ids: (string | undefined)[];
}

/** An event source whose connections are answered one after the other, the last answer again and again. */
function source(
  { session }: VirtualTime,
  replies: readonly StubReply[],
  options: EventSourceOptions = {},
  sessionOptions?: SessionOptions,
): Ticks {
  const ids: (string | undefined)[] = [];
  const replier: StubReplier = ({ urlRequest }, attempt) => {
    ids.push(urlRequest.headers.get('Last-Event-ID'));
    return replies[attempt - 1] ?? replies.at(-1) ?? 'never';
  };
  const server = session(replier, sessionOptions);
  const reconnection = { jitter: 'none', ...options.reconnection } as const;
  return { ticks: eventSource(server, URL_OF_TICKS, { ...options, reconnection }), server, ids };
}

const data = (ticks: Observable<{ data: string }>): Observable<string> =>
  ticks.pipe(map((event) => event.data));

describe('eventSource', () => {
  it('connects again after the end of a connection, with the ID of the last event', () => {
    inVirtualTime((time) => {
      const { ticks, ids } = source(time, [stream(events(1, 2)), stream(events(3)), 'never']);
      time.expectObservable(data(ticks).pipe(take(3))).toBe('10ms 1 9ms 2 3009ms (3|)');
      time.flush();
      expect([ids, ticks.lastEventId]).toEqual([[undefined, '2'], '3']);
    });
  });

  it.each<[string, StubReply]>([
    ['a connection that is lost in the middle of an event', stream([...events(1), 'id: 2\ndata: 2'], LOST)],
    ['an end in the middle of an event', stream([...events(1), 'id: 2\ndata: 2\n'])],
  ])('has the event sent again after %s', (_what, broken) => {
    inVirtualTime((time) => {
      const { ticks, ids } = source(time, [broken, stream(events(2))]);
      time.expectObservable(data(ticks).pipe(take(2))).toBe('10ms 1 3019ms (2|)');
      time.flush();
      expect(ids).toEqual([undefined, '1']);
    });
  });

  it.each<[string, string[], string, string]>([
    ['keeps an ID over events without one', ['id: 7\ndata: a\n\n', 'data: b\n\n'], '7', '7'],
    ['learns an ID from an event without data', ['data: a\n\n', 'id: 8\n\n'], '8', '8'],
    ['forgets an ID that is emptied', ['id: 7\ndata: a\n\n', 'id\ndata: b\n\n'], '', '(none)'],
    ['sends an ID in UTF-8', ['id: é\ndata: a\n\n'], 'é', 'Ã©'],
  ])('%s', (_what, body, lastEventId, sent) => {
    inVirtualTime((time) => {
      const { ticks, ids } = source(time, [stream(body), 'never']);
      ticks.pipe(takeUntil(timer(4000))).subscribe();
      time.flush();
      expect([ticks.lastEventId, ids[1] ?? '(none)']).toEqual([lastEventId, sent]);
    });
  });

  it('keeps the ID over connections that send none', () => {
    inVirtualTime((time) => {
      const { ticks, ids } = source(time, [stream(['data: a\n\n'])], { lastEventId: '5' });
      ticks.pipe(takeUntil(timer(7000))).subscribe();
      time.flush();
      expect(ids).toEqual(['5', '5', '5']);
    });
  });

  it.each<[string, readonly StubReply[], EventSourceOptions, number[]]>([
    ['after the delay given', [stream([])], { reconnection: { delay: 100 } }, [0, 100, 200, 300]],
    ['after the retry of the server', [stream(['retry: 50\n\n'])], {}, [0, 60, 120, 180]],
    [
      'no earlier than the retry of the server, however random the delays',
      [stream(['retry: 50\n\n'])],
      { reconnection: { jitter: 'full', random: () => 0 } },
      [0, 60, 120],
    ],
    [
      'with growing delays after failures',
      [LOST],
      { reconnection: { delay: 10 } },
      [0, 10, 30, 70, 150, 310],
    ],
    [
      'with delays up to a maximum',
      [LOST],
      { reconnection: { delay: 10, maximumDelay: 15 } },
      [0, 10, 25, 40],
    ],
    [
      'with random delays',
      [LOST],
      { reconnection: { delay: 100, base: 1, jitter: 'full', random: () => 0.5 } },
      [0, 50, 100, 150],
    ],
    [
      'no earlier than Retry-After asks',
      [{ statusCode: 503, headers: { 'Retry-After': '2' } }],
      { reconnection: { delay: 10 } },
      [0, 2000, 4000],
    ],
    [
      'from the beginning of the delays after an event',
      [LOST, LOST, stream(events(1)), LOST],
      { reconnection: { delay: 10 } },
      [0, 10, 30, 50, 60, 80],
    ],
  ])('connects again %s', (_when, replies, options, frames) => {
    inVirtualTime((time) => {
      const { ticks, server } = source(time, replies, options);
      ticks.pipe(takeUntil(timer((frames.at(-1) ?? 0) + 1))).subscribe();
      time.flush();
      expect(server.sent.map(([frame]) => frame)).toEqual(frames);
    });
  });

  it.each<[string, StubReply, string, unknown]>([
    ['completes with 204', { statusCode: 204 }, '|', undefined],
    ['errors with another status code', { statusCode: 404, headers }, '#', 'unacceptableStatusCode'],
    ['errors with another success', { statusCode: 206, headers }, '#', 'unacceptableStatusCode'],
    [
      'errors with another content type',
      { headers: { 'Content-Type': 'text/html' }, body: 'x' },
      '#',
      'unacceptableContentType',
    ],
    ['errors without a content type', { body: 'x' }, '#', 'missingContentType'],
  ])('%s', (_what, reply, marbles, reason) => {
    inVirtualTime((time) => {
      const { ticks, server } = source(time, [reply]);
      const seen: unknown[] = [];
      ticks.subscribe({ error: (error: SessionError) => seen.push(error.reason?.kind) });
      time.expectObservable(ticks.states, '^ 9ms !').toBe('(cd)', { c: 'connecting', d: 'closed' });
      time.flush();
      expect([seen, server.sent.length]).toEqual([marbles === '#' ? [reason] : [], 1]);
    });
  });

  it('ends with a failure that no attempt can mend', () => {
    inVirtualTime((time) => {
      const untrusted = {
        error: Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      };
      const { ticks, server } = source(time, [untrusted]);
      const kinds: unknown[] = [];
      ticks.subscribe({ error: (error: SessionError) => kinds.push(error.kind) });
      time.flush();
      expect([kinds, server.sent.length]).toEqual([['sessionTaskFailed'], 1]);
    });
  });

  it('tells its states in order', () => {
    inVirtualTime((time) => {
      const { ticks } = source(time, [LOST, stream(events(1), { delay: 5 }), 'never'], {
        reconnection: { delay: 20 },
      });
      time.expectObservable(data(ticks), '^ 59ms !').toBe('35ms 1');
      const states = { c: 'connecting', w: 'waiting', o: 'open', x: 'closed' };
      time.expectObservable(ticks.states, '^ 69ms !').toBe('(cw) 16ms c 4ms o 9ms w 19ms c 4ms x', states);
    });
  });

  it('shares one connection, and closes it with its last subscriber', () => {
    inVirtualTime((time) => {
      const { ticks, server } = source(time, [stream(events(1, 2, 3, 4))]);
      time.expectObservable(data(ticks), '^ 25ms !').toBe('10ms 1 9ms 2');
      time.expectObservable(data(ticks), '15ms ^ 20ms !').toBe('20ms 2 9ms 3');
      time.expectObservable(ticks.states, '100ms ^ !').toBe('100ms x', { x: 'closed' });
      time.flush();
      expect(server.sent).toHaveLength(1);
    });
  });

  it.each<[string, (ticks: Observable<string>) => Observable<string>, string]>([
    ['repeat', (ticks) => ticks.pipe(take(1), repeat(2)), '10ms 1 9ms (1|)'],
    ['share', (ticks) => ticks.pipe(share(), take(2)), '10ms 1 9ms (2|)'],
  ])('connects anew under %s', (_operator, compose, marbles) => {
    inVirtualTime((time) => {
      const { ticks } = source(time, [stream(events(1, 2))]);
      time.expectObservable(compose(data(ticks))).toBe(marbles);
    });
  });
});

import type { Observable } from 'rxjs';
import type { BodyFlow } from '../../../lib/transport/body-receiver.js';
import { SessionError } from '../../../lib/errors/session-error.js';
import { type ChunkListener, StreamedBody } from '../../../lib/request/stream/streamed-body.js';
import { bytesOf } from '../../support/received.js';

class Flow implements BodyFlow {
  readonly told: string[] = [];
  isHeld = false;

  hold(): void {
    if (!this.isHeld) this.told.push('hold');
    this.isHeld = true;
  }

  release(): void {
    if (this.isHeld) this.told.push('release');
    this.isHeld = false;
  }

  fail(): void {
    this.told.push('fail');
  }
}

/** Takes what it is given at once, or when it is told. */
class Listener implements ChunkListener {
  readonly seen: string[] = [];
  readonly waiting: (() => void)[] = [];

  constructor(private readonly takesAtOnce = true) {}

  take(data: Uint8Array, taken: () => void): void {
    this.#see(new TextDecoder().decode(data), taken);
  }

  finish(taken: () => void): void {
    this.#see('end', taken);
  }

  reset(): void {
    this.seen.push('reset');
  }

  proceed(): void {
    this.waiting.shift()?.();
  }

  #see(what: string, taken: () => void): void {
    this.seen.push(what);
    if (this.takesAtOnce) taken();
    else this.waiting.push(taken);
  }
}

function bodyFor(...listeners: Listener[]): {
  body: StreamedBody;
  flow: Flow;
  receive(...pieces: string[]): void;
} {
  const body = new StreamedBody();
  const flow = new Flow();
  for (const listener of listeners) body.add(listener);
  const receive = (...pieces: string[]): void => {
    for (const piece of pieces) body.receive(bytesOf(piece), flow);
  };
  return { body, flow, receive };
}

describe('a streamed body', () => {
  it('is handed to all who listen, piece by piece, and never held by those who take it at once', () => {
    const listeners = [new Listener(), new Listener()];
    const { body, flow, receive } = bodyFor(...listeners);
    receive('a', '', 'b');
    expect(body.finish(undefined)).toBeUndefined();
    for (const { seen } of listeners) expect(seen).toEqual(['a', 'b', 'end']);
    expect(flow.told).toEqual([]);
  });

  it('is held while one takes its time, and pieces that come all the same wait', () => {
    const slow = new Listener(false);
    const quick = new Listener();
    const { flow, receive } = bodyFor(slow, quick);
    receive('a', 'b');
    expect([slow.seen, quick.seen, flow.told]).toEqual([['a'], ['a'], ['hold']]);
    slow.proceed();
    expect([slow.seen, quick.seen, flow.told]).toEqual([['a', 'b'], ['a', 'b'], ['hold']]);
    slow.proceed();
    expect(flow.told).toEqual(['hold', 'release']);
  });

  it('is lost while nobody listens, and given to who comes from then on', () => {
    const { body, flow, receive } = bodyFor();
    receive('a');
    const late = new Listener();
    body.add(late);
    receive('b');
    body.remove(late);
    receive('c');
    expect([late.seen, flow.told]).toEqual([['b'], []]);
  });

  it('ends when all have taken all of it', () => {
    const slow = new Listener(false);
    const { body, receive } = bodyFor(slow);
    receive('a', 'b');
    const ends: unknown[] = [];
    (body.finish(undefined) as Observable<undefined>).subscribe((end) => ends.push(end));
    slow.proceed();
    slow.proceed();
    expect([slow.seen, ends]).toEqual([['a', 'b', 'end'], []]);
    slow.proceed();
    expect(ends).toEqual([undefined]);
  });

  it('that is broken off ends with its error, after what had come of it', () => {
    const slow = new Listener(false);
    const { body, receive } = bodyFor(slow);
    const error = new SessionError({ kind: 'explicitlyCancelled' });
    expect(body.finish(error)).toBe(error);
    receive('a');
    const ends: unknown[] = [];
    (body.finish(error) as Observable<SessionError>).subscribe((end) => ends.push(end));
    slow.proceed();
    expect([slow.seen, ends]).toEqual([['a'], [error]]);
  });

  it('forgets what waits, and who has it still, when another attempt begins', () => {
    const slow = new Listener(false);
    const { body, receive } = bodyFor(slow);
    receive('a', 'b');
    body.reset();
    slow.proceed();
    receive('c');
    expect(slow.seen).toEqual(['a', 'reset', 'c']);
  });
});

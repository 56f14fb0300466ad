import { expect } from '@jest/globals';
import { TestScheduler } from 'rxjs/testing';
import { Session, type SessionOptions } from 'rxsession';
import { type StubReplier, StubTransport } from 'rxsession/testing';

type Helpers = Parameters<Parameters<TestScheduler['run']>[0]>[0];

/** What a spec works with in virtual time. */
export interface VirtualTime extends Helpers {
  readonly scheduler: TestScheduler;
  /** A session whose rootQueue and transport keep virtual time. */
  session(replier: StubReplier, options?: SessionOptions): VirtualSession;
  /** Does something at a frame. */
  at(frame: number, work: () => void): void;
}

/** A session, and what its transport was asked. */
export type VirtualSession = Session & {
  /** Method and URL of each message that was sent, after the frame it was sent at. */
  readonly sent: readonly (readonly [frame: number, message: string])[];
};

/** Runs a spec on a TestScheduler: every delay of its sessions is a frame, of a millisecond. */
export function inVirtualTime(work: (time: VirtualTime) => void): void {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  scheduler.run((helpers) => {
    work({
      ...helpers,
      scheduler,
      session: (replier, options) => virtualSession(scheduler, replier, options),
      at: (frame, act) => void scheduler.schedule(act, frame),
    });
  });
}

function virtualSession(
  scheduler: TestScheduler,
  replier: StubReplier,
  options?: SessionOptions,
): VirtualSession {
  const sent: [number, string][] = [];
  const recording: StubReplier = (request, attempt) => {
    sent.push([scheduler.now(), String(request.urlRequest)]);
    return replier(request, attempt);
  };
  const transport = new StubTransport(recording, { scheduler });
  return Object.assign(new Session({ transport, rootQueue: scheduler, ...options }), { sent });
}

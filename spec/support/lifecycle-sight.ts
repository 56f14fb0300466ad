import { expect } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { LifecycleBench, Listener } from './lifecycle-bench.js';
import type { LifecycleModel } from './lifecycle-model.js';

/** What can be seen of a request from outside. */
export interface Sight {
  readonly now: number;
  readonly state: string;
  readonly hasEnded: boolean;
  readonly sent: number;
  readonly exchanging: number;
  readonly openQuestions: number;
  readonly deliveries: readonly (readonly string[])[];
}

export function seen({
  scheduler,
  request,
  isOver,
  exchanges,
  ongoing,
  openQuestions,
  listeners,
}: LifecycleBench): Sight {
  return {
    now: scheduler.now(),
    state: request.state,
    hasEnded: isOver,
    sent: exchanges.length,
    exchanging: ongoing.length,
    openQuestions: openQuestions.length,
    deliveries: listeners.map(({ responses }) => responses.map(({ error }) => error?.kind ?? 'a value')),
  };
}

export function expected(model: LifecycleModel): Sight {
  const { now, state, hasEnded, sent, isExchanging, listeners } = model;
  const deliveries = listeners.map(({ delivered }) => (delivered === undefined ? [] : [delivered]));
  return {
    now,
    state,
    hasEnded,
    sent,
    exchanging: Number(isExchanging),
    openQuestions: model.openQuestions.length,
    deliveries,
  };
}

/** Thousands of times a second, which `expect` alone is not made for. */
export function expectEqual(actual: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toEqual(wanted);
}

/** Who left keeps what there was; everybody else has one response, and that is all. */
function isServed({ responses, isComplete, hasErrored, hasLeft, countWhenLeft }: Listener): boolean {
  if (hasErrored) return false;
  return hasLeft
    ? responses.length === countWhenLeft && countWhenLeft <= 1
    : responses.length === 1 && isComplete;
}

/** What a request that is over has left behind anywhere; nothing is the only right answer. */
export function leftBehind(bench: LifecycleBench): unknown {
  let active: number | undefined;
  bench.session.withAllRequests((requests) => (active = requests.size));
  bench.turn();
  return {
    active,
    isOver: bench.isOver,
    streaming: [...bench.streaming],
    unserved: bench.listeners.filter((listener) => !isServed(listener)).length,
    scheduled: bench.scheduler.actions.length,
    exchanging: bench.ongoing.length,
    openQuestions: bench.openQuestions.length,
    abortListeners: getEventListeners(bench.signal, 'abort').length,
  };
}

export const NOTHING = {
  active: 0,
  isOver: true,
  streaming: [],
  unserved: 0,
  scheduled: 0,
  exchanging: 0,
  openQuestions: 0,
  abortListeners: 0,
};

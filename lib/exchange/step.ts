import type { Answer } from '../answers/answer.js';
import type { SessionError } from '../errors/session-error.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { Exchange, Stop } from './exchange.js';
import type { ChallengeAnswerer } from './message/challenge-answerer.js';
import type { RedirectFollower } from './message/redirect-follower.js';

/**
 * One step of the route: a plain function. `made` is what the step before it has made of the attempt.
 *
 * A step makes exactly one {@link Moves | move}, before it returns or later. A step that waits returns what stops it. An
 * exception is a failure.
 */
export type Step<In, Out> = (exchange: RoutedExchange, made: In, go: Moves<Out>) => Stop | void;

/** Exchange as the route sees it: with those parts of the route that are loaded on first use. */
export interface RoutedExchange extends Exchange {
  /** Browsers load it with the first challenge. */
  readonly loadChallengeAnswerer: () => Answer<ChallengeAnswerer>;
  /** Browsers load it with the first redirect that they are shown. */
  readonly loadRedirectFollower: () => Answer<RedirectFollower>;
}

/** Moves of a step. All but `once` and `later` take effect as soon as the step returns, without growing the stack. */
export interface Moves<Out> {
  /** Continues with the next step. */
  next(made: Out): Stop | undefined;
  /** Continues where failures do. */
  fail(error: SessionError): Stop | undefined;
  /** Continues at the top of the route, with the next attempt. */
  again(): Stop | undefined;
  /** Continues with this step once more, at once. */
  now(): Stop | undefined;
  /** Continues with this step once more, queued on the rootQueue. */
  later(): Stop | undefined;
  /**
   * Asks user code a question, once: on `queue`, in the async context of the request. Continues on the rootQueue with
   * `answered` or `failed`, which make the move, or ask on.
   */
  once<T>(
    queue: SerialScheduler,
    question: () => Answer<T>,
    answered: (answer: T) => Stop | void,
    failed: (cause: unknown) => Stop | void,
  ): Stop | void;
}

/** A step as the route runs it, whatever it receives and makes: {@link inOrder} has checked that these fit. */
export type AnyStep = Steps['any'];
interface Steps {
  // declared as a method, whose parameters may be narrower
  any(exchange: RoutedExchange, made: unknown, go: Moves<unknown>): Stop | void;
}

/** Lists the steps of a route. Compiles only if each accepts what the one before it makes. */
export function inOrder<const List extends readonly AnyStep[]>(
  ...steps: List & Fitting<List, undefined>
): readonly AnyStep[] {
  return steps;
}

type Fitting<List, Made> = List extends readonly [infer First, ...infer Rest]
  ? First extends Step<Made, infer Next>
    ? readonly [First, ...Fitting<Rest, Next>]
    : readonly [Step<Made, unknown>, ...Rest]
  : readonly [];

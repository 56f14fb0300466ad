import type { RunInContext } from '../answers/context.js';

/**
 * Knows who judges the servers of a session, host by host; `ServerTrustManager` of `rxsession/node` does, which names
 * what evaluators are given.
 */
export interface ServerTrustManaging {
  /** Undefined where the platform is to judge by itself; a throw refuses the server. */
  serverTrustEvaluator(forHost: string): { evaluate(trust: never, forHost: string): unknown } | undefined;
}

/** How a session decides whom it trusts. */
export interface ServerTrustHandling {
  readonly serverTrustManager: ServerTrustManaging;
  /** Evaluators run where the session was made: the connection they judge may serve anybody. */
  readonly runInContext: RunInContext;
}

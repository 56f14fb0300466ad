import type { RunInContext } from '../answers/context.js';

/**
 * Knows the evaluator of each host. `ServerTrustManager` of `rxsession/node` is one, and declares what evaluators
 * receive.
 */
export interface ServerTrustManaging {
  /** Undefined where the platform is to judge by itself; a throw refuses the server. */
  serverTrustEvaluator(forHost: string): { evaluate(trust: never, forHost: string): unknown } | undefined;
}

/** Trust manager of a session, and the context it runs in. */
export interface ServerTrustHandling {
  readonly serverTrustManager: ServerTrustManaging;
  /** Runs evaluators in the context of the session: the connection they judge may serve any request. */
  readonly runInContext: RunInContext;
}

import type { ServerTrustManaging } from '../../transport/server-trust-managing.js';
import { parsedURL } from '../../message/parsed-url.js';
import { unbracketedHost } from '../../message/unbracketed-host.js';
import { refusal } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/** Options of a {@link ServerTrustManager}. */
export interface ServerTrustManagerOptions {
  /** Evaluators by host: a name or an address, without a port. There are no wildcards. */
  evaluators: Readonly<Record<string, ServerTrustEvaluating>>;
  /** Refuses a host without an evaluator; false lets Node judge it. Default: true. */
  allHostsMustBeEvaluated?: boolean | undefined;
}

/**
 * Decides which evaluator judges which host (Alamofire's `ServerTrustManager`), for every connection of a session that
 * is made over TLS: of requests and their redirects, downloads, streams and WebSockets.
 *
 * A key of `evaluators` that is no host throws a TypeError: nothing would ever be judged by it.
 *
 * @example
 * const session = new Session({
 *   serverTrustManager: new ServerTrustManager({
 *     evaluators: { 'api.example.com': new PublicKeysTrustEvaluator({ keys }) },
 *   }),
 * });
 */
export class ServerTrustManager implements ServerTrustManaging {
  /** Refuses a host without an evaluator. */
  readonly allHostsMustBeEvaluated: boolean;
  readonly #evaluators: ReadonlyMap<string, ServerTrustEvaluating>;

  constructor({ evaluators, allHostsMustBeEvaluated = true }: ServerTrustManagerOptions) {
    this.allHostsMustBeEvaluated = allHostsMustBeEvaluated;
    this.#evaluators = new Map(Object.entries(evaluators).map(([host, each]) => [hostNamed(host), each]));
  }

  /**
   * The evaluator for a host, undefined where there is none. Throws `serverTrustEvaluationFailed` with the reason
   * `noRequiredEvaluator` where there is none and must be one.
   */
  serverTrustEvaluator(forHost: string): ServerTrustEvaluating | undefined {
    const evaluator = this.#evaluators.get(canonicalHost(forHost));
    if (evaluator === undefined && this.allHostsMustBeEvaluated) {
      throw refusal({ kind: 'noRequiredEvaluator', host: forHost });
    }
    return evaluator;
  }
}

/** Canonical spelling of a host: lower case, without the brackets of an IPv6 address and without the root's dot. */
export function canonicalHost(host: string): string {
  return unbracketedHost(host.toLowerCase()).replace(/\.$/, '');
}

/** As a URL would spell it, international names and addresses included. */
function hostNamed(text: string): string {
  const host = text.split(':').length > 2 && !text.startsWith('[') ? `[${text}]` : text;
  const url = HOST_ALONE.test(host) ? parsedURL(`https://${host}`) : undefined;
  if (url === undefined) throw new TypeError(`${JSON.stringify(text)} is no host.`);
  return canonicalHost(url.hostname);
}

const HOST_ALONE = /^(\[[^\]]*\]|[^:*/?#@\\\s]+)$/;

import { isIP } from 'node:net';
import type { ServerTrustManaging } from '../../transport/server-trust-managing.js';
import { parsedURL } from '../../message/parsed-url.js';
import { unbracketedHost } from '../../message/unbracketed-host.js';
import { refusal } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/** Options of a {@link ServerTrustManager}. */
export interface ServerTrustManagerOptions {
  /**
   * Evaluators by host: a name or an address, without a port. `*.example.com` stands for every name below `example.com`,
   * at any depth; the exact name wins, then the longest pattern.
   */
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
  readonly #hasPatterns: boolean;

  constructor({ evaluators, allHostsMustBeEvaluated = true }: ServerTrustManagerOptions) {
    this.allHostsMustBeEvaluated = allHostsMustBeEvaluated;
    this.#evaluators = new Map(Object.entries(evaluators).map(([host, each]) => [hostNamed(host), each]));
    this.#hasPatterns = [...this.#evaluators.keys()].some((host) => host.startsWith('*.'));
  }

  /**
   * The evaluator for a host, undefined where there is none. Throws `serverTrustEvaluationFailed` with the reason
   * `noRequiredEvaluator` where there is none and must be one.
   */
  serverTrustEvaluator(forHost: string): ServerTrustEvaluating | undefined {
    const host = canonicalHost(forHost);
    const evaluator = this.#evaluators.get(host) ?? (this.#hasPatterns ? this.#byPattern(host) : undefined);
    if (evaluator === undefined && this.allHostsMustBeEvaluated) {
      throw refusal({ kind: 'noRequiredEvaluator', host: forHost });
    }
    return evaluator;
  }

  #byPattern(host: string): ServerTrustEvaluating | undefined {
    if (isIP(host) !== 0) return undefined;
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      const evaluator = this.#evaluators.get(`*${host.slice(dot)}`);
      if (evaluator !== undefined) return evaluator;
    }
    return undefined;
  }
}

/** Canonical spelling of a host: lower case, without the brackets of an IPv6 address and without the root's dot. */
export function canonicalHost(host: string): string {
  return unbracketedHost(host.toLowerCase()).replace(/\.$/, '');
}

/** As a URL would spell it, international names and addresses included. */
function hostNamed(text: string): string {
  if (text.startsWith('*.')) return `*.${nameBelow(text)}`;
  const host = text.split(':').length > 2 && !text.startsWith('[') ? `[${text}]` : text;
  const url = HOST_ALONE.test(host) ? parsedURL(`https://${host}`) : undefined;
  if (url === undefined) throw new TypeError(`${JSON.stringify(text)} is no host.`);
  return canonicalHost(url.hostname);
}

/** The domain of a pattern. An address has no names below it. */
function nameBelow(pattern: string): string {
  const domain = pattern.slice(2);
  const name = domain.startsWith('*') ? '' : hostNamed(domain);
  if (name === '' || isIP(name) !== 0) throw new TypeError(`${JSON.stringify(pattern)} is no host.`);
  return name;
}

const HOST_ALONE = /^(\[[^\]]*\]|[^:*/?#@\\\s]+)$/;

import type { X509Certificate } from 'node:crypto';
import {
  chainValidation,
  type ChainValidation,
  type ChainValidationOptions,
} from './default-trust-evaluator.js';
import { refusal, type ServerTrust } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/**
 * Sources of a {@link RevocationTrustEvaluator}, and how strict it is. `any`: every source. `ocsp`: the response that the
 * server staples to the handshake. `crl`: the lists in `crls`. `requirePositiveResponse`: some source must say that the
 * server's certificate is good.
 */
export type RevocationOption = 'any' | 'ocsp' | 'crl' | 'requirePositiveResponse';

/** Options of a {@link RevocationTrustEvaluator}. */
export interface RevocationTrustEvaluatorOptions extends ChainValidationOptions {
  /** Sources and strictness. Default: `['any']`. */
  options?: readonly RevocationOption[] | undefined;
  /** Certificate revocation lists of the authorities, in PEM or DER. Default: none. */
  crls?: readonly (Uint8Array | string)[] | undefined;
  /** Authorities that may vouch for the host, instead of those that Node trusts. */
  anchorCertificates?: readonly X509Certificate[] | undefined;
}

/**
 * Accepts a server whose certificate chain is valid and not revoked (Alamofire's `RevocationTrustEvaluator`). Reads the
 * OCSP response that the server staples to the handshake (RFC 6066 §8, RFC 6960) and the given revocation lists (RFC
 * 5280 §5); it asks nothing over the network. A revoked server receives no byte of a request.
 *
 * Refuses with the reasons of {@link DefaultTrustEvaluator}, and with `trustEvaluationFailed` for a certificate that is
 * revoked, for a stapled response that is stale, about another certificate or signed by another, and for a missing
 * response if the certificate demands one (RFC 7633) or `requirePositiveResponse` does. A revocation list that cannot be
 * read refuses every server with `customEvaluationFailed`, which names it.
 *
 * @example
 * const evaluator = new RevocationTrustEvaluator({
 *   options: ['any', 'requirePositiveResponse'],
 *   crls: [await readFile('authority.crl')],
 * });
 */
export class RevocationTrustEvaluator implements ServerTrustEvaluating {
  /** Certificates to which the chain must lead, instead of those that Node trusts. */
  readonly anchorCertificates: readonly X509Certificate[] | undefined;
  /** Asks the server to staple an OCSP response. */
  readonly requestsStapledResponse: boolean;
  readonly #requiresPositiveResponse: boolean;
  readonly #validateChain: ChainValidation;
  readonly #crls: readonly (Uint8Array | string)[];
  #checker: Promise<RevocationChecker> | undefined;

  constructor({
    options = ['any'],
    crls = [],
    anchorCertificates,
    ...validation
  }: RevocationTrustEvaluatorOptions = {}) {
    const usesAny = options.includes('any');
    this.anchorCertificates = anchorCertificates && [...anchorCertificates];
    this.requestsStapledResponse = usesAny || options.includes('ocsp');
    this.#requiresPositiveResponse = options.includes('requirePositiveResponse');
    this.#validateChain = chainValidation(validation);
    this.#crls = usesAny || options.includes('crl') ? [...crls] : [];
  }

  /** Validates the chain, then looks for a revocation. */
  async evaluate(trust: ServerTrust, forHost: string): Promise<void> {
    this.#validateChain(trust, forHost);
    this.#checker ??= makeChecker(this.#crls);
    const checker = await this.#checker;
    const stapledResponse = this.requestsStapledResponse ? trust.stapledResponse : undefined;
    const finding = checker.check(trust.certificates, stapledResponse, Date.now());
    switch (finding.kind) {
      case 'good':
        return;
      case 'unknown':
        if (!this.#requiresPositiveResponse && !(this.requestsStapledResponse && finding.mustStaple)) return;
        throw refused(finding.why);
      case 'revoked':
        throw refused(`a certificate of its chain was revoked on ${finding.at.toISOString()}`);
      case 'invalid':
        throw refused(finding.why);
    }
  }
}

type RevocationChecker = import('./revocation/revocation-checker.js').RevocationChecker;

/** Parsing X.509 takes a library that few sessions need: it is loaded here, with the first server to be judged. */
async function makeChecker(crls: readonly (Uint8Array | string)[]): Promise<RevocationChecker> {
  const { RevocationChecker: Checker } = await import('./revocation/revocation-checker.js');
  return new Checker(crls);
}

function refused(why: string): Error {
  return refusal({ kind: 'trustEvaluationFailed', error: new Error(why) });
}

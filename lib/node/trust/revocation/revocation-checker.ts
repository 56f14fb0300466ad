import type { X509Certificate } from 'node:crypto';
import { revocationListsIn, type CertificateRevocationList } from './certificate-revocation-list.js';
import { ocspStatus } from './ocsp-response.js';
import type { RevocationStatus } from './revocation-status.js';
import { ParsedCertificate } from './signed-statement.js';

/** Status of a whole chain. `mustStaple`: the server's certificate demands a stapled response. */
export type ChainFinding =
  | Exclude<RevocationStatus, { kind: 'unknown' }>
  | { readonly kind: 'unknown'; readonly why: string; readonly mustStaple: boolean };

/** Looks for revocations in a chain, in its stapled response and in revocation lists. */
export class RevocationChecker {
  readonly #lists: readonly CertificateRevocationList[];

  /** Throws an error that names the list which cannot be read. */
  constructor(crls: readonly (Uint8Array | string)[]) {
    this.#lists = crls.flatMap((crl, index) => {
      try {
        return revocationListsIn(crl);
      } catch (error) {
        throw new Error(`crls[${index}] is no certificate revocation list in PEM or DER`, { cause: error });
      }
    });
  }

  /**
   * Checks every certificate of a chain. A revocation decides, then a source that is not to be believed. The chain is
   * good if a source says so of the server's own certificate.
   */
  check(chain: readonly X509Certificate[], stapled: Uint8Array | undefined, now: number): ChainFinding {
    const certificates = chain.map((each) => new ParsedCertificate(each));
    const [own, ownIssuer] = certificates;
    if (own === undefined) return { kind: 'invalid', why: 'the server has no certificate' };
    const response =
      ownIssuer && stapled && ocspStatus(stapled, { certificate: own, issuer: ownIssuer, now });
    const ofOwn = [...(response === undefined ? [] : [response]), ...this.#listed(own, ownIssuer, now)];
    const ofOthers = certificates
      .slice(1)
      .flatMap((each, index) => this.#listed(each, certificates[index + 2], now));
    const decisive =
      [...ofOwn, ...ofOthers].find(({ kind }) => kind === 'revoked') ??
      [...ofOwn, ...ofOthers].find(({ kind }) => kind === 'invalid');
    if (decisive !== undefined && decisive.kind !== 'unknown') return decisive;
    if (own.mustStaple && response?.kind !== 'good') return unknown(response, own);
    return ofOwn.find(({ kind }) => kind === 'good') === undefined
      ? unknown(ofOwn[0], own)
      : { kind: 'good' };
  }

  #listed(
    certificate: ParsedCertificate,
    issuer: ParsedCertificate | undefined,
    now: number,
  ): RevocationStatus[] {
    if (issuer === undefined) return [];
    const lists = this.#lists.filter((list) => list.isOf(issuer));
    return lists.map((list) => list.statusOf(certificate, issuer, now));
  }
}

function unknown(status: RevocationStatus | undefined, own: ParsedCertificate): ChainFinding {
  const why = status?.kind === 'unknown' ? status.why : 'nothing says that its certificate is not revoked';
  return { kind: 'unknown', why, mustStaple: own.mustStaple };
}

import { X509Certificate, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SessionError } from '../../errors/session-error.js';

/**
 * State of a server after the TLS handshake, in which it proved to own the first certificate (Foundation's
 * `SecTrust`).
 */
export class ServerTrust {
  /**
   * Chain of the server's certificate, its issuer's, and so on: each is signed by the next. Leaves out other
   * certificates that the server presents.
   */
  readonly certificates: readonly X509Certificate[];
  /**
   * Why the chain is not valid: a code of OpenSSL, such as `CERT_HAS_EXPIRED`; undefined where it is valid, and
   * leads to an anchor. It says nothing about names.
   */
  readonly chainFailure: string | undefined;

  /** OCSP response that the server stapled to the handshake (RFC 6066 §8), if one was requested and came. */
  readonly stapledResponse: Uint8Array | undefined;

  constructor(socket: TLSSocket, stapledResponse?: Uint8Array) {
    this.stapledResponse = stapledResponse;
    this.certificates = signedChain(knownCertificates(socket.getPeerCertificate(true)));
    this.chainFailure = socket.authorized ? undefined : codeOf(socket.authorizationError);
  }

  /** Public keys of the chain, in its order. */
  get publicKeys(): readonly KeyObject[] {
    return this.certificates.map(({ publicKey }) => publicKey);
  }

  /** Throws `trustEvaluationFailed` unless the chain is valid: its signatures, dates, and the anchor it leads to. */
  performDefaultValidation(): void {
    if (this.chainFailure === undefined) return;
    const error = new Error(`its chain of certificates is not valid: ${this.chainFailure}`);
    throw refusal({
      kind: 'trustEvaluationFailed',
      error: Object.assign(error, { code: this.chainFailure }),
    });
  }

  /** Throws as the default validation does, and `hostValidationFailed` unless the certificate names the host. */
  performValidation(forHost: string): void {
    this.performDefaultValidation();
    const [certificate] = this.certificates;
    if (certificate === undefined || !names(certificate, forHost)) {
      throw refusal({ kind: 'hostValidationFailed', host: forHost });
    }
  }
}

type Reason = Extract<SessionError['failure'], { kind: 'serverTrustEvaluationFailed' }>['reason'];

/** The error for a server that is not trusted. */
export function refusal(reason: Reason): SessionError {
  return new SessionError({ kind: 'serverTrustEvaluationFailed', reason });
}

/** RFC 6125 §6.4: by its alternative names alone; a wildcard stands for one whole label. */
function names(certificate: X509Certificate, host: string): boolean {
  const found =
    isIP(host) === 0
      ? certificate.checkHost(host, { subject: 'never', partialWildcards: false })
      : certificate.checkIP(host);
  return found !== undefined;
}

/** Presented certificates, issuer after issuer by name, followed by those of the anchors. */
function knownCertificates(first: KnownCertificate): X509Certificate[] {
  const known = new Map<KnownCertificate, X509Certificate>();
  let next: KnownCertificate | undefined = first;
  while (next?.raw !== undefined && !known.has(next)) {
    known.set(next, new X509Certificate(next.raw));
    next = next.issuerCertificate;
  }
  return [...known.values()];
}

/** As Node has it: empty without a certificate, and of a root its own issuer. */
interface KnownCertificate {
  readonly raw?: Buffer;
  readonly issuerCertificate?: KnownCertificate;
}

/**
 * Presenting a CA certificate proves nothing. Keeps only the chain in which each certificate is signed by the next.
 */
function signedChain(known: readonly X509Certificate[]): X509Certificate[] {
  const end = known.findIndex((issuer, index) => {
    const issued = known[index - 1];
    return issued !== undefined && !isIssuedBy(issued, issuer);
  });
  return end < 0 ? [...known] : known.slice(0, end);
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Node has a text there, whatever its types say. */
function codeOf(authorizationError: Error | string | null | undefined): string {
  return authorizationError instanceof Error ? authorizationError.message : (authorizationError ?? 'unknown');
}

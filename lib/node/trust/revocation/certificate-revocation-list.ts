import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';
import { CLOCK_SKEW, type RevocationStatus } from './revocation-status.js';
import { derOf, isSignedBy, sameBytes, type ParsedCertificate } from './signed-statement.js';

/**
 * List of the certificates that an authority has revoked (RFC 5280 §5), searched by serial number. Lists of other
 * issuers' certificates (indirect ones) and changes to a list (delta ones) carry critical extensions, and prove nothing
 * here.
 */
export class CertificateRevocationList {
  readonly #list: CertificateList;
  readonly #issuer: Uint8Array;
  readonly #revoked: ReadonlyMap<string, Date>;
  readonly #isWhole: boolean;

  /** Throws for bytes that are no list in DER. */
  constructor(der: Uint8Array) {
    this.#list = AsnConvert.parse(der, CertificateList);
    const { issuer, revokedCertificates = [], crlExtensions = [] } = this.#list.tbsCertList;
    this.#issuer = derOf(issuer);
    this.#revoked = new Map(
      revokedCertificates.map(({ userCertificate, revocationDate }) => [
        hexOf(new Uint8Array(userCertificate)),
        revocationDate.getTime(),
      ]),
    );
    this.#isWhole = !crlExtensions.some(({ critical }) => critical);
  }

  /** Lists of an authority's name, whoever has signed them. */
  isOf(issuer: ParsedCertificate): boolean {
    return sameBytes(this.#issuer, issuer.subject);
  }

  /** Status of a certificate of `issuer`. A list that is out of date still says what it has revoked. */
  statusOf(certificate: ParsedCertificate, issuer: ParsedCertificate, now: number): RevocationStatus {
    const { tbsCertListRaw, signatureAlgorithm, signature, tbsCertList } = this.#list;
    const statement = { signed: tbsCertListRaw, algorithm: signatureAlgorithm.algorithm, signature };
    if (!isSignedBy(statement, issuer.publicKey)) {
      return { kind: 'invalid', why: 'the revocation list is not signed by the issuer' };
    }
    if (!this.#isWhole) return { kind: 'unknown', why: 'the revocation list is not a whole one' };
    const at = this.#revoked.get(hexOf(certificate.serialNumber));
    if (at !== undefined) return { kind: 'revoked', at };
    const { thisUpdate, nextUpdate } = tbsCertList;
    const isOfNow =
      thisUpdate.getTime().getTime() <= now + CLOCK_SKEW &&
      (nextUpdate?.getTime().getTime() ?? Infinity) >= now - CLOCK_SKEW;
    return isOfNow ? { kind: 'good' } : { kind: 'unknown', why: 'the revocation list is out of date' };
  }
}

/** Lists in PEM, any number in one text, or one in DER. Throws for bytes that hold none. */
export function revocationListsIn(given: Uint8Array | string): CertificateRevocationList[] {
  const text = typeof given === 'string' ? given : Buffer.from(given).toString('latin1');
  const blocks = Array.from(text.matchAll(PEM_BLOCK), ([, base64 = '']) => Buffer.from(base64, 'base64'));
  const lists = blocks.length > 0 || typeof given === 'string' ? blocks : [given];
  if (lists.length === 0) throw new Error('there is no X509 CRL block');
  return lists.map((der) => new CertificateRevocationList(der));
}

const PEM_BLOCK = /-----BEGIN X509 CRL-----([^-]*)-----END X509 CRL-----/g;

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

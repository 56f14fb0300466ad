import {
  constants,
  createHash,
  createPublicKey,
  verify,
  type KeyObject,
  type X509Certificate,
} from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, ExtendedKeyUsage, id_ce_extKeyUsage, type Name } from '@peculiar/asn1-x509';

/** Signed part of a certificate, a revocation list or an OCSP response. */
export interface SignedStatement {
  /** DER bytes that the signature covers. */
  readonly signed: ArrayBuffer | undefined;
  /** OID of the signature algorithm. */
  readonly algorithm: string;
  readonly signature: ArrayBuffer;
}

/**
 * True if the key has signed the statement. False for an algorithm that is unknown or no longer safe, such as MD5 and
 * SHA-1.
 */
export function isSignedBy({ signed, algorithm, signature }: SignedStatement, publicKey: KeyObject): boolean {
  if (signed === undefined) return false;
  const key = algorithm === RSA_PSS ? pssKey(publicKey) : publicKey;
  const digests = algorithm === RSA_PSS ? ['sha256', 'sha384', 'sha512'] : [DIGESTS.get(algorithm)];
  return digests.some(
    (digest) => digest !== undefined && verifies(digest, new Uint8Array(signed), key, signature),
  );
}

type VerifyKey =
  KeyObject | { readonly key: KeyObject; readonly padding: number; readonly saltLength: number };

function verifies(digest: string, signed: Uint8Array, key: VerifyKey, signature: ArrayBuffer): boolean {
  try {
    return verify(digest === 'none' ? null : digest, signed, key, new Uint8Array(signature));
  } catch {
    // a key of another kind than the algorithm
    return false;
  }
}

function pssKey(key: KeyObject): VerifyKey {
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
}

const RSA_PSS = '1.2.840.113549.1.1.10';

/** Digest of each signature algorithm (RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3). */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.3.101.112', 'none'],
  ['1.3.101.113', 'none'],
]);

/** Fields of a certificate that revocation needs and `X509Certificate` does not show. */
export class ParsedCertificate {
  readonly #certificate: Certificate;
  #publicKey: KeyObject | undefined;

  constructor(certificate: X509Certificate | Certificate) {
    this.#certificate =
      certificate instanceof Certificate ? certificate : AsnConvert.parse(certificate.raw, Certificate);
  }

  get publicKey(): KeyObject {
    const { subjectPublicKeyInfo } = this.#certificate.tbsCertificate;
    const key = Buffer.from(AsnConvert.serialize(subjectPublicKeyInfo));
    return (this.#publicKey ??= createPublicKey({ key, format: 'der', type: 'spki' }));
  }

  isSignedBy(issuer: ParsedCertificate): boolean {
    const { tbsCertificateRaw, signatureAlgorithm, signatureValue } = this.#certificate;
    const statement = {
      signed: tbsCertificateRaw,
      algorithm: signatureAlgorithm.algorithm,
      signature: signatureValue,
    };
    return isSignedBy(statement, issuer.publicKey);
  }

  isValidAt(time: number): boolean {
    const { notBefore, notAfter } = this.#certificate.tbsCertificate.validity;
    return notBefore.getTime().getTime() <= time && time <= notAfter.getTime().getTime();
  }

  /** Serial number as it is encoded. */
  get serialNumber(): Uint8Array {
    return new Uint8Array(this.#certificate.tbsCertificate.serialNumber);
  }

  get subject(): Uint8Array {
    return derOf(this.#certificate.tbsCertificate.subject);
  }

  get issuer(): Uint8Array {
    return derOf(this.#certificate.tbsCertificate.issuer);
  }

  /** Bits of the public key, without tag, length and unused-bits octet. */
  get keyBits(): Uint8Array {
    return new Uint8Array(this.#certificate.tbsCertificate.subjectPublicKeyInfo.subjectPublicKey);
  }

  /** True for a certificate that demands a stapled response: the TLS feature `status_request` (RFC 7633 §4). */
  get mustStaple(): boolean {
    return featuresIn(this.#extension(TLS_FEATURE)).includes(STATUS_REQUEST);
  }

  /** True for a certificate that may sign OCSP responses of its issuer (RFC 6960 §4.2.2.2). */
  get signsResponses(): boolean {
    const usage = this.#extension(id_ce_extKeyUsage);
    return usage ? AsnConvert.parse(usage, ExtendedKeyUsage).includes(OCSP_SIGNING) : false;
  }

  #extension(oid: string): Buffer | undefined {
    const found = this.#certificate.tbsCertificate.extensions?.find(({ extnID }) => extnID === oid);
    return found && Buffer.from(found.extnValue.buffer);
  }
}

/** SEQUENCE OF INTEGER in DER; each feature is smaller than 2¹⁵ (RFC 7633 §6). */
function featuresIn(der: Buffer = Buffer.alloc(0)): number[] {
  const features: number[] = [];
  for (let at = 2; at + 2 < der.length; at += 2 + der.readUInt8(at + 1)) {
    features.push(der.readUIntBE(at + 2, Math.min(2, der.readUInt8(at + 1), der.length - at - 2)));
  }
  return features;
}

const TLS_FEATURE = '1.3.6.1.5.5.7.1.24';
const STATUS_REQUEST = 5;
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

export function derOf(name: Name): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(name));
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** Hash of bytes by the OID of its algorithm; undefined for an unknown one. */
export function hashOf(oid: string, bytes: Uint8Array): Uint8Array | undefined {
  const name = HASHES.get(oid);
  return name === undefined ? undefined : createHash(name).update(bytes).digest();
}

/** SHA-1 names a certificate here (RFC 6960 §4.1.1) and proves nothing. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

export const SHA1 = '1.3.14.3.2.26';

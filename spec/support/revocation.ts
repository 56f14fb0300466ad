import { createHash } from 'node:crypto';
import {
  der,
  ECDSA_WITH_SHA256,
  integer,
  nameOf,
  sequence,
  signedBy,
  type Identity,
} from './certificates.js';

export interface OCSPResponseOptions {
  /** Certificate that the response is about. */
  readonly about: Identity;
  readonly issuer: Identity;
  readonly status?: 'good' | 'revoked' | 'unknown' | undefined;
  /** Signer of the response. Default: the issuer. */
  readonly signer?: Identity | undefined;
  /** Certificates that come along. */
  readonly certificates?: readonly Identity[] | undefined;
  /** Days from now. Default: yesterday, tomorrow. */
  readonly thisUpdate?: number | undefined;
  readonly nextUpdate?: number | undefined;
}

/** Makes an OCSP response (RFC 6960 §4.2.1). */
export function ocspResponse(options: OCSPResponseOptions): Buffer {
  const { about, issuer, status = 'good', signer = issuer, certificates = [] } = options;
  const id = sequence(SHA1, hashed(nameOf(issuer.name)), hashed(keyBitsOf(issuer)), serialOf(about));
  const single = sequence(
    id,
    STATUSES[status],
    timeIn(options.thisUpdate ?? -1),
    der(0xa0, timeIn(options.nextUpdate ?? 1)),
  );
  const data = sequence(der(0xa1, nameOf(signer.name)), timeIn(-1), sequence(single));
  const chain = certificates.map(({ certificate }) => certificate.raw);
  const basic = signedBy(signer, data, ...(chain.length > 0 ? [der(0xa0, sequence(...chain))] : []));
  return sequence(der(0x0a, Buffer.of(0)), der(0xa0, sequence(OCSP_BASIC, der(0x04, basic))));
}

/** An OCSP response that only says `tryLater`. */
export const tryLater = sequence(der(0x0a, Buffer.of(3)));

export interface RevocationListOptions {
  readonly issuer: Identity;
  readonly revoked?: readonly Identity[] | undefined;
  readonly signer?: Identity | undefined;
  /** Days from now. Default: tomorrow. */
  readonly nextUpdate?: number | undefined;
  /** Adds a critical extension, as a list of changes has. */
  readonly isDelta?: boolean | undefined;
}

/** Makes a certificate revocation list (RFC 5280 §5.1). */
export function revocationList(options: RevocationListOptions): Buffer {
  const { issuer, revoked = [], signer = issuer, nextUpdate = 1, isDelta = false } = options;
  const entries = revoked.map((each) => sequence(serialOf(each), timeIn(-1)));
  const extension = sequence(DELTA_INDICATOR, der(0x01, Buffer.of(0xff)), der(0x04, integer(1)));
  const list = sequence(
    integer(1),
    ECDSA_WITH_SHA256,
    nameOf(issuer.name),
    timeIn(-1),
    timeIn(nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    ...(isDelta ? [der(0xa0, sequence(extension))] : []),
  );
  return signedBy(signer, list);
}

export function inPEM(list: Buffer): string {
  return `-----BEGIN X509 CRL-----\n${list.toString('base64')}\n-----END X509 CRL-----\n`;
}

const SHA1 = Buffer.from('300906052b0e03021a0500', 'hex');
const OCSP_BASIC = Buffer.from('06092b0601050507300101', 'hex');
const DELTA_INDICATOR = Buffer.of(0x06, 3, 0x55, 0x1d, 0x1b);
const STATUSES = {
  good: Buffer.of(0x80, 0),
  revoked: der(0xa1, timeIn(-1)),
  unknown: Buffer.of(0x82, 0),
};

function hashed(bytes: Buffer): Buffer {
  return der(0x04, createHash('sha1').update(bytes).digest());
}

/** Bits of an uncompressed point on P-256: the last 65 bytes. */
function keyBitsOf({ keys }: Identity): Buffer {
  return keys.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
}

function serialOf({ certificate }: Identity): Buffer {
  return der(0x02, Buffer.from(certificate.serialNumber, 'hex'));
}

function timeIn(days: number): Buffer {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString();
  return der(0x18, Buffer.from(`${iso.slice(0, 19).replace(/[-:T]/g, '')}Z`));
}

import { generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';

export interface CertificateOptions {
  /** The common name. */
  name: string;
  /** Who signs it; itself unless given. */
  issuer?: Identity | undefined;
  /** Whether it is an authority, which may sign others. */
  isAuthority?: boolean | undefined;
  dnsNames?: readonly string[] | undefined;
  uris?: readonly string[] | undefined;
  addresses?: readonly (readonly number[])[] | undefined;
  /** Whether its time is over. */
  isExpired?: boolean | undefined;
  /** Demands a stapled OCSP response (RFC 7633). */
  mustStaple?: boolean | undefined;
  /** May sign OCSP responses of its issuer (RFC 6960 §4.2.2.2). */
  signsResponses?: boolean | undefined;
  /** Of another certificate, which this one renews; a key of its own unless given. */
  keys?: KeyPair | undefined;
}

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A certificate and the key that it is about. */
export interface Identity {
  readonly name: string;
  readonly certificate: X509Certificate;
  readonly keys: KeyPair;
}

/** Makes a certificate (RFC 5280 §4.1), with a key on P-256. */
export function makeIdentity(options: CertificateOptions): Identity {
  const { name, issuer, keys = generateKeyPairSync('ec', { namedCurve: 'P-256' }) } = options;
  const years =
    options.isExpired === true
      ? ['20200101000000Z', '20210101000000Z']
      : ['20200101000000Z', '21200101000000Z'];
  const toBeSigned = sequence(
    der(0xa0, integer(2)),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    nameOf(issuer?.name ?? name),
    sequence(...years.map((time) => der(0x18, Buffer.from(time)))),
    nameOf(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...extensionsOf(options),
  );
  const signed = signedBy(issuer ?? { keys }, toBeSigned);
  return { name, keys, certificate: new X509Certificate(signed) };
}

/** What a TLS server presents: a chain whose first certificate is its own. */
export function presenting(own: Identity, ...others: readonly Identity[]): { key: string; cert: string } {
  return {
    key: own.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: [own, ...others].map(({ certificate }) => certificate.toString()).join(''),
  };
}

/** Signs DER with an identity's key, and joins both with the algorithm (X.509's SIGNED). */
export function signedBy(
  { keys }: Pick<Identity, 'keys'>,
  toBeSigned: Buffer,
  ...rest: readonly Buffer[]
): Buffer {
  const signature = sign('sha256', toBeSigned, keys.privateKey);
  return sequence(
    toBeSigned,
    ECDSA_WITH_SHA256,
    der(0x03, Buffer.concat([Buffer.of(0), signature])),
    ...rest,
  );
}

const COMMON_NAME = Buffer.of(0x06, 3, 0x55, 0x04, 0x03);
export const ECDSA_WITH_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex');
const BASIC_CONSTRAINTS = Buffer.of(0x06, 3, 0x55, 0x1d, 0x13);
const ALTERNATIVE_NAME = Buffer.of(0x06, 3, 0x55, 0x1d, 0x11);

const TLS_FEATURE = Buffer.from('06082b06010505070118', 'hex');
const EXTENDED_KEY_USAGE = Buffer.of(0x06, 3, 0x55, 0x1d, 0x25);
const OCSP_SIGNING = Buffer.from('06082b06010505070309', 'hex');

function extensionsOf({
  isAuthority,
  mustStaple,
  signsResponses,
  dnsNames = [],
  uris = [],
  addresses = [],
}: CertificateOptions): Buffer[] {
  const names = [
    ...dnsNames.map((name) => der(0x82, Buffer.from(name))),
    ...uris.map((uri) => der(0x86, Buffer.from(uri))),
    ...addresses.map((address) => der(0x87, Buffer.from(address))),
  ];
  const authority = sequence(der(0x01, Buffer.of(0xff)));
  const extensions = [
    ...(isAuthority === true ? [sequence(BASIC_CONSTRAINTS, der(0x04, authority))] : []),
    ...(mustStaple === true ? [sequence(TLS_FEATURE, der(0x04, sequence(integer(5))))] : []),
    ...(signsResponses === true ? [sequence(EXTENDED_KEY_USAGE, der(0x04, sequence(OCSP_SIGNING)))] : []),
    ...(names.length > 0 ? [sequence(ALTERNATIVE_NAME, der(0x04, sequence(...names)))] : []),
  ];
  return extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : [];
}

export function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
}

export function integer(value: number): Buffer {
  return der(0x02, Buffer.of(value));
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** Tag, length and content (X.690 §8.1). */
export function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

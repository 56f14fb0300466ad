import { AsnConvert } from '@peculiar/asn1-schema';
import { BasicOCSPResponse, id_pkix_ocsp_basic, OCSPResponse, OCSPResponseStatus } from '@peculiar/asn1-ocsp';
import type { CertID, CertStatus, SingleResponse } from '@peculiar/asn1-ocsp';
import { CLOCK_SKEW, type RevocationStatus } from './revocation-status.js';
import { derOf, hashOf, isSignedBy, ParsedCertificate, sameBytes, SHA1 } from './signed-statement.js';

/** Certificate in question, its issuer, and the time in milliseconds since 1970. */
export interface OCSPQuestion {
  readonly certificate: ParsedCertificate;
  readonly issuer: ParsedCertificate;
  readonly now: number;
}

/**
 * Reads the status of a certificate from an OCSP response (RFC 6960 §3.2). Accepts a response only if the issuer, or a
 * responder that the issuer has delegated, has signed it, if it is about this certificate, and if it is of now.
 */
export function ocspStatus(response: Uint8Array, question: OCSPQuestion): RevocationStatus {
  const basic = basicResponse(response);
  if (typeof basic === 'string') return { kind: 'invalid', why: basic };
  const single = basic.tbsResponseData.responses.find(({ certID }) => isAbout(certID, question));
  if (single === undefined) return { kind: 'invalid', why: 'the OCSP response is about another certificate' };
  if (!isAuthentic(basic, question)) {
    return { kind: 'invalid', why: 'the OCSP response is signed by no responder of the issuer' };
  }
  const untimely = timeliness(single, question.now);
  return untimely === undefined ? statusIn(single.certStatus) : { kind: 'invalid', why: untimely };
}

/** The signed response, or why there is none. */
function basicResponse(bytes: Uint8Array): BasicOCSPResponse | string {
  try {
    const { responseStatus, responseBytes } = AsnConvert.parse(bytes, OCSPResponse);
    if (
      responseStatus !== OCSPResponseStatus.successful ||
      responseBytes?.responseType !== id_pkix_ocsp_basic
    ) {
      return `the OCSP responder answered with the status ${responseStatus}`;
    }
    return AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse);
  } catch {
    return 'the OCSP response cannot be parsed';
  }
}

function isAbout({ hashAlgorithm, ...id }: CertID, { certificate, issuer }: OCSPQuestion): boolean {
  const nameHash = hashOf(hashAlgorithm.algorithm, issuer.subject);
  const keyHash = hashOf(hashAlgorithm.algorithm, issuer.keyBits);
  return (
    nameHash !== undefined &&
    keyHash !== undefined &&
    sameBytes(nameHash, new Uint8Array(id.issuerNameHash.buffer)) &&
    sameBytes(keyHash, new Uint8Array(id.issuerKeyHash.buffer)) &&
    sameBytes(certificate.serialNumber, new Uint8Array(id.serialNumber))
  );
}

/** RFC 6960 §4.2.2.2: signed by the issuer itself, or by a certificate of the issuer's for signing responses. */
function isAuthentic(basic: BasicOCSPResponse, { issuer, now }: OCSPQuestion): boolean {
  const statement = {
    signed: basic.tbsResponseDataRaw,
    algorithm: basic.signatureAlgorithm.algorithm,
    signature: basic.signature,
  };
  const delegates = (basic.certs ?? [])
    .map((each) => new ParsedCertificate(each))
    .filter((each) => isDelegate(each, issuer, now));
  const responder = [issuer, ...delegates].find((each) => isResponder(basic, each));
  return responder !== undefined && isSignedBy(statement, responder.publicKey);
}

function isResponder(
  { tbsResponseData: { responderID } }: BasicOCSPResponse,
  each: ParsedCertificate,
): boolean {
  const { byName, byKey } = responderID;
  if (byName !== undefined) return sameBytes(derOf(byName), each.subject);
  const keyHash = hashOf(SHA1, each.keyBits);
  return byKey !== undefined && keyHash !== undefined && sameBytes(keyHash, new Uint8Array(byKey.buffer));
}

function isDelegate(delegate: ParsedCertificate, issuer: ParsedCertificate, now: number): boolean {
  return (
    sameBytes(delegate.issuer, issuer.subject) &&
    delegate.isSignedBy(issuer) &&
    delegate.isValidAt(now) &&
    delegate.signsResponses
  );
}

/** Why a response is not of now; undefined when it is (RFC 6960 §4.2.2.1). Without `nextUpdate` it holds for a day. */
function timeliness({ thisUpdate, nextUpdate }: SingleResponse, now: number): string | undefined {
  const until = nextUpdate?.getTime() ?? thisUpdate.getTime() + ONE_DAY;
  if (thisUpdate.getTime() > now + CLOCK_SKEW) return 'the OCSP response is of a time to come';
  return until < now - CLOCK_SKEW ? 'the OCSP response is stale' : undefined;
}

const ONE_DAY = 86_400_000;

function statusIn({ good, revoked }: CertStatus): RevocationStatus {
  if (revoked !== undefined) return { kind: 'revoked', at: revoked.revocationTime };
  return good === undefined
    ? { kind: 'unknown', why: 'the OCSP responder does not know the certificate' }
    : { kind: 'good' };
}

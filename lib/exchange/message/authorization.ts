import type { PreparedRequest } from '../exchange.js';
import type { DigestAuthorizer } from './digest-authorizer.js';
import type { RequestBody } from '../../transport/request-body.js';
import { basicAuthorization } from '../../message/http-header.js';
import { makeRandomID } from '../../message/random-id.js';
import type { AnsweredSpace } from './challenge-rules.js';

type Eventually<T> = T | Promise<T>;

/**
 * The value of the `Authorization` header that answers a space for a message to this URL; undefined when the scheme cannot:
 * a username with a colon in Basic (RFC 7617 §2), a hash that the platform has not, a body to be hashed that is not
 * known before it is sent. It counts as a use of the nonce.
 */
export function authorizationFor(
  { urlRequest, body }: PreparedRequest,
  url: string,
  space: AnsweredSpace,
  authorizeDigest: DigestAuthorizer,
): Eventually<string | undefined> {
  const { challenge, credential } = space;
  const { username, password } = credential;
  if (challenge.kind === 'basic') {
    return username.includes(':') ? undefined : basicAuthorization({ username, password });
  }
  const { pathname, search } = new URL(url);
  space.nonceCount += 1;
  return authorizeDigest({
    challenge,
    username,
    password,
    method: urlRequest.method,
    uri: pathname + search,
    body: knownBytes(body),
    nonceCount: space.nonceCount,
    cnonce: (space.cnonce ??= makeRandomID()),
  });
}

function knownBytes(body: RequestBody | undefined): Uint8Array | undefined {
  if (body === undefined) return new Uint8Array();
  if (body.kind === 'bytes') return body.bytes;
  return body.kind === 'text' ? new TextEncoder().encode(body.text) : undefined;
}

import type { DigestAuthorizer } from '../exchange/message/digest-authorizer.js';
import { challengeAnswererWith } from '../exchange/message/answer-challenge.js';
import { digestAuthorization } from '../exchange/message/digest-authorization.js';

/** Answers Digest challenges with the one hash of theirs that `crypto.subtle` has: SHA-256, in secure contexts. */
const authorizeDigest: DigestAuthorizer = (order) => {
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (subtle === undefined || order.challenge.hash !== 'SHA-256') return undefined;
  return digestAuthorization(order, async (name, bytes) =>
    hexOf(await subtle.digest(name, bytes as BufferSource)),
  );
};

function hexOf(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Answers the challenges of servers. */
export const challengeAnswerer = challengeAnswererWith(authorizeDigest);

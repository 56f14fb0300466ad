import { createHash } from 'node:crypto';
import type { DigestAuthorizer } from '../exchange/message/digest-authorizer.js';
import { challengeAnswererWith } from '../exchange/message/challenged-message.js';
import { digestAuthorization } from '../exchange/message/digest-authorization.js';

/** Answers Digest challenges with the hashes of `node:crypto`, at once. */
const authorizeDigest: DigestAuthorizer = (order) =>
  digestAuthorization(order, (name, bytes) =>
    createHash(name.replaceAll('-', '').replace('SHA512', 'sha512-')).update(bytes).digest('hex'),
  );

/** Answers the challenges of servers. */
export const challengeAnswerer = challengeAnswererWith(authorizeDigest);

import { describe, expect, it } from '@jest/globals';
import {
  RevocationTrustEvaluator,
  ServerTrustManager,
  type RevocationTrustEvaluatorOptions,
} from 'rxsession/node';
import { makeIdentity, presenting } from '../support/certificates.js';
import { ca2, root } from '../support/judged-servers.js';
import { revocationList } from '../support/revocation.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const names = { dnsNames: ['localhost'], addresses: [[127, 0, 0, 1]] };
const expired = makeIdentity({ name: 'expired', issuer: ca2, isExpired: true, ...names });
const revoked = makeIdentity({ name: 'revoked', issuer: ca2, ...names });
const valid = makeIdentity({ name: 'valid', issuer: ca2, ...names });
const expiredServer = useServer({ tls: presenting(expired, ca2, root) });
const revokedServer = useServer({ tls: presenting(revoked, ca2, root) });
const validServer = useServer({ tls: presenting(valid, ca2, root) });
const sessions = useSessions(expiredServer, revokedServer, validServer);
const crls = [revocationList({ issuer: ca2, revoked: [revoked] })];

function checking(options: RevocationTrustEvaluatorOptions) {
  const evaluator = new RevocationTrustEvaluator({ anchorCertificates: [root.certificate], ...options });
  return sessions.make({
    serverTrustManager: new ServerTrustManager({ evaluators: { localhost: evaluator } }),
  });
}

describe('a session that checks revocation', () => {
  it.each([
    ['an expired server', expiredServer, {}],
    ['a revoked server', revokedServer, { options: ['requirePositiveResponse', 'any'], crls }],
    [
      'a server without proof, where one is required',
      validServer,
      { options: ['requirePositiveResponse', 'any'] },
    ],
  ] as const)('refuses %s, which receives no request', async (_, server, options) => {
    const url = `https://localhost:${new URL(server.url).port}/get`;
    const { error } = await checking(options).request(url).serializingData().response;
    expect(error).toMatchObject({
      kind: 'serverTrustEvaluationFailed',
      reason: { kind: 'trustEvaluationFailed' },
    });
    expect(server.requestsTo('/get')).toHaveLength(0);
  });

  it('sends to a server that the list of its issuer does not hold', async () => {
    const url = `https://localhost:${new URL(validServer.url).port}/get`;
    const session = checking({ options: ['requirePositiveResponse', 'crl'], crls });
    expect((await session.request(url).serializingData().response).response?.statusCode).toBe(200);
  });
});

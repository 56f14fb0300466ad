import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type SecureVersion, type TLSSocket } from 'node:tls';
import { isSessionError } from '../../lib/errors/session-error.js';
import { ServerTrustEvaluation } from '../../lib/node/trust/server-trust-evaluation.js';
import type { ServerTrustEvaluating } from '../../lib/node/trust/server-trust-evaluating.js';
import { makeIdentity, presenting, type CertificateOptions, type Identity } from './certificates.js';

export const HOST = 'test.alamofire.org';

const leaf = (options: Partial<CertificateOptions>): Identity =>
  makeIdentity({ name: HOST, issuer: ca2, ...options });

export const root = makeIdentity({ name: 'Root', isAuthority: true });
export const ca1 = makeIdentity({ name: 'CA 1', issuer: root, isAuthority: true });
export const ca2 = makeIdentity({ name: 'CA 2', issuer: root, isAuthority: true });

/** Certificates of servers, by what is special about them. */
export const leaves = {
  dns: leaf({ dnsNames: [HOST] }),
  another: leaf({ dnsNames: [HOST] }),
  ofCA1: leaf({ dnsNames: [HOST], issuer: ca1 }),
  several: leaf({ dnsNames: [HOST, 'blog.alamofire.org', 'www.alamofire.org'] }),
  wildcard: leaf({ dnsNames: ['*.alamofire.org'] }),
  uri: leaf({ uris: [`URI:${HOST}`, HOST] }),
  noName: leaf({}),
  expired: leaf({ dnsNames: [HOST], isExpired: true }),
  selfSigned: leaf({ dnsNames: [HOST], issuer: undefined }),
};

export interface Judgement {
  /** What the server presents. */
  readonly chain: readonly [Identity, ...Identity[]];
  /** What Node trusts; nothing of what is here unless given. */
  readonly anchors?: readonly Identity[] | undefined;
  readonly host?: string | undefined;
  /** OCSP response that the server staples, if it is asked to. */
  readonly stapled?: Buffer | undefined;
  /** Newest version that the server speaks. */
  readonly maxVersion?: SecureVersion | undefined;
}

/** What an evaluator says of a real server after a real handshake: `accepted`, or the kind of the reason. */
export async function judge(evaluator: ServerTrustEvaluating, judgement: Judgement): Promise<string> {
  const { chain, anchors = [], host = HOST, stapled, maxVersion = 'TLSv1.3' } = judgement;
  const evaluation = new ServerTrustEvaluation(host, evaluator, (work) => work());
  const ca = anchors.map(({ certificate }) => certificate.toString());
  const server = createServer({ ...presenting(...chain), maxVersion }).listen(0, '127.0.0.1');
  server.on('OCSPRequest', (_certificate, _issuer, answer) => {
    answer(null, stapled ?? Buffer.alloc(0));
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', ca, ...evaluation.connectionOptions });
  evaluation.watch(socket);
  try {
    await once(socket, 'secureConnect');
    return await decision(evaluation, socket);
  } finally {
    socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

function decision(evaluation: ServerTrustEvaluation, socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    evaluation.start(
      socket,
      () => resolve('accepted'),
      (error) => resolve(isSessionError(error) ? String(error.reason?.kind) : 'no SessionError'),
    );
  });
}

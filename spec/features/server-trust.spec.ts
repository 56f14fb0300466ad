import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import type { DataRequest } from 'rxsession';
import { SessionConfiguration, SessionDelegate, type SessionError } from 'rxsession';
import {
  DefaultTrustEvaluator,
  DisabledTrustEvaluator,
  PinnedCertificatesTrustEvaluator,
  PublicKeysTrustEvaluator,
  ServerTrustManager,
  TrustEvaluator,
  type ServerTrustEvaluating,
} from 'rxsession/node';
import { StubTransport, StubWebSocketTransport } from 'rxsession/testing';
import { platform as browsers } from '../../lib/browser/platform.js';
import { serverTrustHandling } from '../../lib/session/session-parts.js';
import { useAdapter } from '../support/adapter-client.js';
import { makeIdentity, presenting } from '../support/certificates.js';
import { ca1, ca2, root } from '../support/judged-servers.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { thrownBy } from '../support/thrown.js';
import { all, failureIn, kindsOf, webSocketURL } from '../support/web-sockets.js';

const names = { dnsNames: ['localhost'], addresses: [[127, 0, 0, 1]] };
const expired = makeIdentity({ name: 'expired', issuer: ca2, isExpired: true, ...names });
const valid = makeIdentity({ name: 'valid', issuer: ca2, ...names });
const server = useServer({ tls: presenting(expired, ca2, root) });
const good = useServer({ tls: presenting(valid, ca2) });
const sessions = useSessions(server, good);
const adapter = useAdapter();

const disabled = new DisabledTrustEvaluator();
const byRoot = new DefaultTrustEvaluator({ anchorCertificates: [root.certificate] });
const alone = { performDefaultValidation: false, validateHost: false };

function trusting(localhost: ServerTrustEvaluating, others: Record<string, ServerTrustEvaluating> = {}) {
  const serverTrustManager = new ServerTrustManager({ evaluators: { localhost, ...others } });
  return sessions.make({ serverTrustManager });
}

function pinned(certificates: readonly (typeof root)[], options = {}): ServerTrustEvaluating {
  return new PinnedCertificatesTrustEvaluator({
    certificates: certificates.map(({ certificate }) => certificate),
    ...options,
  });
}

function keyOf({ keys }: typeof root, options = {}): ServerTrustEvaluating {
  return new PublicKeysTrustEvaluator({ keys: [keys.publicKey], ...options });
}

async function errorOf(request: DataRequest): Promise<SessionError | undefined> {
  return (await request.serializingData().response).error;
}

describe('a session with a server trust manager', () => {
  it('has that manager, beside its configuration and its delegate', async () => {
    const delegate = new SessionDelegate();
    const serverTrustManager = new ServerTrustManager({ evaluators: {} });
    const configuration = new SessionConfiguration();
    const session = sessions.make({ configuration, delegate, serverTrustManager });
    expect(session.delegate).toBe(delegate);
    expect(session.serverTrustManager).toBe(serverTrustManager);
    expect(await errorOf(session.request(`${good.url}/get`))).toMatchObject({
      kind: 'serverTrustEvaluationFailed',
      reason: { kind: 'noRequiredEvaluator', host: 'localhost' },
    });
  });

  it('sends nothing to a server that is refused, and closes the connection', async () => {
    const session = trusting(TrustEvaluator(() => Promise.reject(new Error('no'))));
    const request = session.request(`${good.url}/post`, { method: 'POST', parameters: { a: 1 } });
    expect((await errorOf(request))?.reason).toEqual({
      kind: 'customEvaluationFailed',
      error: new Error('no'),
    });
    expect(request.task?.sendPhase).toBe('nothing');
    await good.whenDisconnected();
    expect(good.requests).toEqual([]);
  });

  it('leaves hosts without an evaluator to Node where they need none', async () => {
    const serverTrustManager = new ServerTrustManager({ evaluators: {}, allHostsMustBeEvaluated: false });
    const error = await errorOf(sessions.make({ serverTrustManager }).request(`${good.url}/get`));
    expect(error?.code).toBe('serverCertificateHasUnknownRoot');
  });

  it('judges each connection once, and never resumes the TLS of another', async () => {
    const seen: number[] = [];
    const counting = TrustEvaluator(({ certificates }) => void seen.push(certificates.length));
    const session = trusting(counting);
    const url = `${good.url}/get`;
    for (const each of [url, url]) expect(await errorOf(session.request(each))).toBeUndefined();
    expect(seen).toEqual([2]);
    const held = errorOf(session.request(`${good.url}/latch/held`));
    await good.latch('held').reached();
    expect(await errorOf(session.request(url))).toBeUndefined();
    good.latch('held').release();
    expect([await held, seen]).toEqual([undefined, [2, 2]]);
  });

  it('judges where a redirect leads to for its own host', async () => {
    const target = `${server.url.replace('localhost', '127.0.0.1')}/get`;
    const session = trusting(byRoot, { '127.0.0.1': pinned([valid], alone) });
    const request = session.request(`${good.url}/redirect-to?url=${encodeURIComponent(target)}`);
    expect((await errorOf(request))?.reason).toEqual({ kind: 'certificatePinningFailed', host: '127.0.0.1' });
    expect([good.requests.length, server.requests.length]).toEqual([1, 0]);
  });

  it('judges what its own axios instance is used for', async () => {
    const { session } = trusting(byRoot);
    expect((await session?.get<unknown>(`${good.url}/get`))?.status).toBe(200);
    await expect(session?.get<unknown>(`${server.url}/get`)).rejects.toMatchObject({
      cause: { kind: 'serverTrustEvaluationFailed' },
    });
  });

  it('judges the servers of WebSockets', async () => {
    const session = trusting(byRoot);
    const socketAt = (url: string) =>
      session.webSocketRequest(`${webSocketURL(url)}/websocket?closeCode=1000`);
    expect(kindsOf(await all(socketAt(good.url)))).toContain('connected');
    expect(failureIn(await all(socketAt(server.url))).reason?.kind).toBe('trustEvaluationFailed');
    expect(server.requests).toEqual([]);
  });
});

describe('a server whose certificate is expired', () => {
  it('fails with the error of Node where nobody judges', async () => {
    adapter.configure({ tls: { ca: root.certificate.toString() } });
    const session = sessions.make({ session: axios.create({ adapter: adapter.wire.adapter }) });
    const error = await errorOf(session.request(`${server.url}/get`));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', underlyingError: { code: 'CERT_HAS_EXPIRED' } });
    expect(session.serverTrustManager).toBeUndefined();
  });

  it.each([
    ['by default', new DefaultTrustEvaluator({ validateHost: true })],
    ['by default, its root being trusted', byRoot],
    ['when it is pinned', pinned([expired])],
    ['when all of its chain is pinned', pinned([expired, ca2, root])],
    [
      'when all of its chain is trusted',
      pinned([expired, ca2, root], { acceptSelfSignedCertificates: true }),
    ],
    [
      'when its root is pinned, and its host to be validated',
      pinned([root], { performDefaultValidation: false }),
    ],
    ['when its key is pinned', keyOf(expired)],
  ])('is refused %s', async (_, evaluator) => {
    const error = await errorOf(trusting(evaluator).request(`${server.url}/get`));
    expect(error?.kind).toBe('serverTrustEvaluationFailed');
    expect(error?.reason?.kind).toBe('trustEvaluationFailed');
    expect(server.requests).toEqual([]);
  });

  it('is refused where the key of a root is pinned that its chain does not lead to', async () => {
    const error = await errorOf(trusting(keyOf(ca1, alone)).request(`${server.url}/get`));
    expect(error?.reason).toEqual({ kind: 'publicKeyPinningFailed', host: 'localhost' });
  });

  it.each([
    ['its certificate is pinned alone', pinned([expired], alone)],
    ['its key is pinned alone', keyOf(expired, alone)],
    ['the key of its issuer is pinned alone', keyOf(ca2, alone)],
    ['nothing is evaluated', disabled],
  ])('is accepted where %s', async (_, evaluator) => {
    expect(await errorOf(trusting(evaluator).request(`${server.url}/get`))).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });
});

describe('a server trust manager', () => {
  const serverTrustManager = new ServerTrustManager({ evaluators: {} });

  it.each([
    ['an axios instance of the caller', { session: axios.create() }],
    ['another transport', { transport: new StubTransport(() => ({})) }],
    ['another transport of WebSockets', { webSocketTransport: new StubWebSocketTransport(() => undefined) }],
  ])('is unsupported beside %s', async (_, options) => {
    const session = sessions.make({ ...options, serverTrustManager });
    expect(await errorOf(session.request(good.url))).toMatchObject({ kind: 'unsupported' });
  });

  it('is unsupported in browsers', () => {
    expect(thrownBy(() => serverTrustHandling({ serverTrustManager }, browsers))).toMatchObject({
      kind: 'unsupported',
      failure: { feature: 'a serverTrustManager: browsers judge servers themselves' },
    });
  });
});

import { createHash } from 'node:crypto';
import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';

/**
 * Digest authentication (RFC 7616). `?uses=` says how often a nonce may be used before it is stale, `?userhash=true`
 * asks for a hashed name, `?exposed` lets pages of other origins see the challenge, `?also=` is a challenge ahead of ours, on a line of its own.
 */
export const digestRoutes = [
  route('/digest-auth/:qop/:user/:password/:algorithm', async (exchange) => {
    const sent = parametersIn(exchange.seen.headers.authorization ?? '');
    const body = await exchange.body();
    const { nonce = '' } = sent;
    if (!isRight(exchange, sent, body)) refuse(exchange, false);
    else if (Number.parseInt(sent['nc'] ?? '1', 16) !== exchange.server.count(nonce)) refuse(exchange, false);
    else if (Number.parseInt(sent['nc'] ?? '1', 16) > exchange.number('uses', Infinity))
      refuse(exchange, true);
    else exchange.json({ authenticated: true, user: exchange.parameter('user'), sent });
  }),
];

type Parameters = Readonly<Partial<Record<string, string>>>;

function parametersIn(authorization: string): Parameters {
  const pairs = authorization.matchAll(/([a-z]+\*?)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g);
  const entries = Array.from(pairs, ([, name = '', quoted, plain]) => [
    name,
    quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
  ]);
  return Object.fromEntries(entries) as Parameters;
}

function isRight(exchange: ServerExchange, sent: Parameters, body: Buffer): boolean {
  const hash = (data: string | Buffer): string => createHash(hashOf(exchange)).update(data).digest('hex');
  const [user, password] = [exchange.parameter('user'), exchange.parameter('password')];
  const isNamed =
    sent['userhash'] === 'true' ? sent['username'] === hash(`${user}:${REALM}`) : nameIn(sent) === user;
  const secret = hash(`${user}:${REALM}:${password}`);
  const isSession = exchange.parameter('algorithm').endsWith('-sess');
  const a1 = isSession ? hash(`${secret}:${sent['nonce']}:${sent['cnonce']}`) : secret;
  const content = sent['qop'] === 'auth-int' ? `:${hash(body)}` : '';
  const a2 = hash(`${exchange.request.method}:${exchange.seen.target}${content}`);
  const use = sent['qop'] === undefined ? '' : `${sent['nc']}:${sent['cnonce']}:${sent['qop']}:`;
  return (
    isNamed && sent['opaque'] === OPAQUE && sent['response'] === hash(`${a1}:${sent['nonce']}:${use}${a2}`)
  );
}

function nameIn(sent: Parameters): string | undefined {
  const extended = sent['username*'];
  return extended === undefined ? sent['username'] : decodeURIComponent(extended.replace("UTF-8''", ''));
}

function hashOf(exchange: ServerExchange): string {
  const name = exchange.parameter('algorithm').replace('-sess', '');
  return { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' }[name] ?? 'sha1';
}

function refuse(exchange: ServerExchange, isStale: boolean): void {
  const qop = exchange.parameter('qop');
  const challenge = [
    `realm="${REALM.replace('"', '\\"')}"`,
    `nonce="nonce ${String(exchange.server.count('nonces'))}, fresh"`,
    `opaque="${OPAQUE}"`,
    `algorithm=${exchange.parameter('algorithm')}`,
    ...(qop === 'none' ? [] : [`qop="${qop}"`]),
    ...(exchange.query.get('userhash') === 'true' ? ['userhash=true'] : []),
    ...(isStale ? ['stale=TRUE'] : []),
  ];
  const lines = [exchange.query.get('also') ?? [], `Digest ${challenge.join(', ')}`].flat();
  const exposed = exchange.query.has('exposed')
    ? { 'Access-Control-Expose-Headers': 'WWW-Authenticate' }
    : {};
  exchange.json({ authenticated: false }, 401, { 'WWW-Authenticate': lines, ...exposed });
}

const REALM = 'loop "back';
const OPAQUE = 'one, two=3';

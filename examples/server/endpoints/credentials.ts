import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';

export const credentialRoutes = [
  /** `?exposed` lets pages of other origins see the challenge; `?realm=` names the realm; `?to=` redirects who is let in. */
  route('/basic-auth/:user/:password', (exchange) => {
    const user = exchange.parameter('user');
    const location = exchange.query.get('to');
    if (isBasic(exchange) && location !== null)
      exchange.empty(302, { Location: location, 'Content-Length': 0 });
    else if (isBasic(exchange)) exchange.json({ authenticated: true, user });
    else refuse(exchange, `Basic realm="${exchange.query.get('realm') ?? 'loopback'}"`);
  }),
  route('/hidden-basic-auth/:user/:password', (exchange) => {
    const user = exchange.parameter('user');
    if (isBasic(exchange)) exchange.json({ authenticated: true, user });
    else exchange.json({ error: 'not found' }, 404);
  }),
  route('/bearer', bearer),
  route('/bearer/:token', bearer),
  route('/token/:token', (exchange) => {
    const access_token = exchange.parameter('token');
    exchange.json({ access_token, refresh_token: `after-${access_token}`, expires_in: 3600 });
  }),
];

/** Any token will do, unless the path names one. */
function bearer(exchange: ServerExchange): void {
  const token = /^Bearer (.+)$/.exec(exchange.seen.headers.authorization ?? '')?.[1];
  const expected = exchange.parameter('token');
  if (token === undefined || (expected !== '' && token !== expected)) refuse(exchange, 'Bearer');
  else exchange.json({ authenticated: true, token });
}

function isBasic(exchange: ServerExchange): boolean {
  const pair = `${exchange.parameter('user')}:${exchange.parameter('password')}`;
  return exchange.seen.headers.authorization === `Basic ${Buffer.from(pair).toString('base64')}`;
}

function refuse(exchange: ServerExchange, challenge: string): void {
  const exposed = exchange.query.has('exposed')
    ? { 'Access-Control-Expose-Headers': 'WWW-Authenticate' }
    : {};
  exchange.empty(401, { 'WWW-Authenticate': challenge, 'Content-Length': 0, ...exposed });
}

import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';

export const cookieRoutes = [
  route('/cookies', (exchange) => {
    exchange.json({ cookies: sentCookies(exchange) });
  }),
  /** Sets each of its query, with the attributes of `?attributes=`, and redirects to `/cookies`. */
  route('/cookies/set', (exchange) => {
    const { attributes = 'Path=/', ...cookies } = Object.fromEntries(exchange.query);
    change(
      exchange,
      Object.entries(cookies).map(([name, value]) => `${name}=${value}; ${attributes}`),
    );
  }),
  route('/cookies/delete', (exchange) => {
    change(
      exchange,
      [...exchange.query.keys()].map((name) => `${name}=; Path=/; Max-Age=0`),
    );
  }),
];

function change(exchange: ServerExchange, lines: string[]): void {
  exchange.empty(302, { 'Set-Cookie': lines, Location: '/cookies', 'Content-Length': 0 });
}

function sentCookies(exchange: ServerExchange): Record<string, string> {
  const pairs = (exchange.seen.headers.cookie ?? '').split(/;\s*/).filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.replace(/^[^=]*=/, '')]));
}

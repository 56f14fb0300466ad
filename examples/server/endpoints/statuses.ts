import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';

export const statusRoutes = [
  route('/status/:code', (exchange) => {
    const code = exchange.number('code');
    if (code < 200 || code > 599) exchange.json({ error: 'no final status code' }, 400);
    else exchange.empty(code, isBodiless(code) ? {} : { 'Content-Length': 0 });
  }),
  ...[204, 205, 304].map((code) =>
    route(`/${String(code)}`, (exchange) => {
      exchange.empty(code);
    }),
  ),
  route('/empty-200', (exchange) => {
    exchange.send('', { 'Content-Type': 'application/json' });
  }),
  route('/flaky/:key', failAFewTimes),
  route('/informational', (exchange) => {
    exchange.response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
    exchange.json({ early: true });
  }),
];

/** Fails `failures` times for each key, with `status` and maybe `retry-after`, and succeeds from then on. */
function failAFewTimes(exchange: ServerExchange): void {
  const attempt = exchange.server.count(`flaky ${exchange.parameter('key')}`);
  const retryAfter = exchange.query.get('retry-after');
  if (attempt > exchange.number('failures', 2)) {
    exchange.json({ attempt });
    return;
  }
  const headers = retryAfter === null ? {} : { 'Retry-After': retryAfter };
  exchange.json({ attempt, error: 'not yet' }, exchange.number('status', 503), headers);
}

function isBodiless(code: number): boolean {
  return code === 204 || code === 304;
}

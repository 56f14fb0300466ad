import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';
import { seededBytes } from '../seeded-bytes.js';

export const redirectRoutes = [
  route('/redirect/:count', (exchange) => {
    redirect(exchange, hop('/redirect', exchange));
  }),
  route('/absolute-redirect/:count', (exchange) => {
    redirect(exchange, exchange.server.origin + hop('/absolute-redirect', exchange));
  }),
  route('/redirect-to', (exchange) => {
    redirect(exchange, exchange.query.get('url') ?? '/get');
  }),
  route('/redirect-loop/:side', (exchange) => {
    redirect(exchange, exchange.parameter('side') === 'a' ? '/redirect-loop/b' : '/redirect-loop/a');
  }),
  route('/redirect-without-location', (exchange) => {
    exchange.send('nowhere\n', { 'Content-Type': 'text/plain' }, 302);
  }),
];

function hop(prefix: string, exchange: ServerExchange): string {
  const count = exchange.number('count', 1);
  return count > 1 ? `${prefix}/${String(count - 1)}` : '/get';
}

/** `?status_code=` says how; `?bytes=` gives the redirect response itself a body of that length. */
function redirect(exchange: ServerExchange, location: string): void {
  const status = exchange.number('status_code', exchange.number('statusCode', 302));
  exchange.send(seededBytes(exchange.number('bytes')), { Location: location }, status);
}

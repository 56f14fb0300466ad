import { pause } from '../pace.js';
import { route } from '../route.js';

/** Endpoints that take their time: as long as a latch says, so many milliseconds, or for ever. */
export const heldRoutes = [
  route('/latch/:name', async (exchange) => {
    const name = exchange.parameter('name');
    if (await exchange.server.latch(name).pass(exchange.signal)) exchange.json({ name });
  }),
  route('/delay/:milliseconds', async (exchange) => {
    if (await pause(exchange, exchange.number('milliseconds'))) exchange.json({ url: exchange.url.href });
  }),
  route('/never', () => undefined),
];

import { Session } from 'rxsession';
import { startGateway } from '../../examples/gateway/gateway.js';

const [target = ''] = process.argv.slice(2);
const gateway = await startGateway({ session: new Session(), target });

/** Answers with the bytes it has in memory, and with the most it ever had. */
process.on('message', () => {
  process.send?.({ now: process.memoryUsage.rss(), most: process.resourceUsage().maxRSS * 1024 });
});
process.send?.(gateway.url);

import { createClient } from 'redis';
import { Session } from 'rxsession';
import { URLCache } from 'rxsession/node';
import { RedisCacheStore } from 'rxsession/redis';
import { startServer } from '../server/loopback-server.js';
import { startReadingGateway } from './reading-gateway.js';

// One of several gateways before an origin that share what they have fetched in one Redis. Start two, and ask both:
//   PORT=8081 npx tsx examples/gateway/cached-main.ts redis://127.0.0.1:6379 http://127.0.0.1:8080
const [redis = 'redis://127.0.0.1:6379', target] = process.argv.slice(2);
const client = createClient({ url: redis });
client.on('error', (error) => console.error(String(error)));
await client.connect();

const store = new RedisCacheStore({ client });
const urlCache = new URLCache({ store, mode: 'shared', collapsesRequests: true });
const session = new Session({ configuration: { urlCache } });
const origin = target ?? (await startServer()).url;
const gateway = await startReadingGateway({ session, origin, port: Number(process.env['PORT'] ?? 0) });

console.log(`Everything at ${origin} is at ${gateway.url} too, and cached. Until Ctrl+C, for example:`);
console.log(`  curl -i '${gateway.url}/response-headers?Cache-Control=max-age%3D60'`);
process.send?.(gateway.url);
process.once('SIGINT', () => process.exit());

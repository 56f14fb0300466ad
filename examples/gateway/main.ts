import { Session } from 'rxsession';
import { startServer } from '../server/loopback-server.js';
import { startGateway } from './gateway.js';

// Best started with --max-semi-space-size=2: V8 then collects the garbage of a stream before it has grown.
// Sends on to TARGET, or to a server of its own that answers with the hash of what it got.
const target = process.env['TARGET'] ?? `${(await startServer()).url}/upload`;
const session = new Session();
const gateway = await startGateway({ session, target, port: Number(process.env['PORT'] ?? 0) });

console.log(`Every file of a form goes on to ${target}. Until Ctrl+C, for example:`);
console.log(`  curl -F title=holidays -F movie=@package-lock.json ${gateway.url}`);
process.once('SIGINT', () => process.exit());

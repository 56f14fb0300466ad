import { startServer } from './loopback-server.js';
import { webSocketRoutes } from './endpoints/web-sockets.js';
import { routes } from './routes.js';

const server = await startServer({ port: Number(process.env['PORT'] ?? 0), allowCrossOrigin: true });
console.log(`Listening at ${server.url}, until Ctrl+C:`);
for (const { path } of [...routes, ...webSocketRoutes]) console.log(`  ${path}`);
process.once('SIGINT', () => void server.close());

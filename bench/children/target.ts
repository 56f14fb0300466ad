import { startServer } from '../../examples/server/loopback-server.js';

const server = await startServer();
process.send?.(`${server.url}/upload`);

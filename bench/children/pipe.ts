import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tellMemory } from './memory.js';

/** Sends every body on as it is: the least that Node needs for it. */
const [target = ''] = process.argv.slice(2);
const server = createServer((incoming, response) => {
  incoming.pipe(request(target, { method: 'POST', agent: false }, (answer) => answer.pipe(response)));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

tellMemory();
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { Latch } from '../../examples/server/latch.js';
import * as fault from '../support/fault-connection.js';
import { refusedURL, useFaultServer } from '../support/fault-server.js';
import { ask } from '../support/http-client.js';
import { expectNoLeaks } from '../support/leaks.js';
import { useServer } from '../support/server.js';
import { selfSigned } from '../support/tls.js';

const HELLO = fault.send('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello');

describe('the fault server', () => {
  expectNoLeaks();
  const server = useFaultServer();

  it('sends what its script says, and keeps what it received', async () => {
    server.script(fault.receiveHead, HELLO, fault.close);
    expect((await ask(`${server.url}/path`)).text).toBe('hello');
    const connection = await server.nextConnection();
    expect(connection.received.toString()).toMatch(/^GET \/path HTTP\/1.1\r\n/);
    await connection.closed;
  });

  it('answers two requests on one connection', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    server.script(fault.receiveHead, HELLO, fault.receiveHead, fault.receive(3), HELLO);
    await ask(server.url, { agent });
    await ask(server.url, { agent, method: 'PUT', headers: { 'Content-Length': 3 }, body: 'abc' });
    expect(server.connections).toHaveLength(1);
    expect(server.connections[0]?.received.toString()).toMatch(/abc$/);
    agent.destroy();
    await server.connections[0]?.closed;
  });

  it('waits in the middle for as long as the spec wants', async () => {
    const latch = new Latch();
    server.script(fault.receiveHead, fault.send('HTTP/1.0 200 OK\r\n\r\n'), fault.wait(latch), fault.close);
    const answer = ask(server.url);
    await latch.reached();
    latch.step();
    expect((await answer).text).toBe('');
  });

  it('resets', async () => {
    server.script(fault.receiveHead, fault.reset);
    await expect(ask(server.url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('half-closes and goes on reading', async () => {
    server.script(fault.endWriting, fault.receive(5));
    const socket = net.connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket.resume(), 'end');
    socket.end('after');
    const connection = await server.nextConnection();
    await connection.closed;
    expect(connection.received.toString()).toBe('after');
  });

  it('reads nothing when told so', async () => {
    server.script(fault.stopReading);
    const socket = net.connect(server.port, '127.0.0.1').on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const connection = await server.nextConnection();
    expect(socket.write(Buffer.alloc(30_000_000))).toBe(false);
    expect(connection.received).toHaveLength(0);
    await connection.close();
    await closed;
  });

  it('says nothing without a script, and sees the client go', async () => {
    const request = http.get(server.url, { agent: false }).on('error', () => undefined);
    const connection = await server.nextConnection();
    request.destroy();
    await connection.ended;
    await connection.closed;
  });

  it('refuses connections where nobody listens', async () => {
    await expect(ask(await refusedURL())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a server with the self-signed certificate', () => {
  expectNoLeaks();
  const server = useServer({ tls: selfSigned });

  it('is trusted by a client that has it as authority', async () => {
    const request = https.get(`${server.url}/get`, { ca: selfSigned.cert, agent: false });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await once(response.resume(), 'end');
    expect(response.statusCode).toBe(200);
    expect((await server.nextRequest('/get')).connection).toBe(1);
  });

  it('is not trusted by others', async () => {
    const request = https.get(`${server.url}/get`, { agent: false });
    const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    await server.whenDisconnected();
  });
});

import { describe, expect, it } from '@jest/globals';
import { Latch } from '../../../examples/server/latch.js';
import { useAdapter } from '../../support/adapter-client.js';
import { close, receiveHead, reset, send, wait } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';

const faults = useFaultServer();
const client = useAdapter();

const head = (...fields: string[]): string =>
  `HTTP/1.1 200 OK\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`;
const LENGTH = 'Content-Length: 10';
const CHUNKED = 'Transfer-Encoding: chunked';
const CLOSING = 'Connection: close';

describe('a body that breaks off', () => {
  it.each([
    ['of a known length, by a close', head(LENGTH), close, 'ECONNRESET'],
    ['of a known length, by a reset', head(LENGTH), reset, 'ECONNRESET'],
    ['of a known length on a closing connection', head(LENGTH, CLOSING), close, 'ECONNRESET'],
    ['between chunks', `${head(CHUNKED)}3\r\n`, close, 'ECONNRESET'],
    ['between chunks on a closing connection', `${head(CHUNKED, CLOSING)}5\r\n`, close, 'ECONNRESET'],
  ])('%s is a failure, after what had come', async (_, bytes, end, code) => {
    faults.script(receiveHead, send(`${bytes}abc`), end);
    const asked = client.ask(faults.url);
    expect((await asked.response).status).toBe(200);
    expect(await asked.failureCode()).toBe(code);
  });

  it('that ends with its connection, by a reset, is a failure too', async () => {
    const latch = new Latch();
    faults.script(receiveHead, send(`${head(CLOSING)}abc`), wait(latch), reset);
    const asked = client.ask(faults.url);
    await expect(asked.body(() => latch.release())).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('and one that ends with its connection is whole', async () => {
    faults.script(receiveHead, send(`${head(CLOSING)}abc`), close);
    expect((await client.ask(faults.url).body()).toString()).toBe('abc');
  });
});

describe('a response that is not HTTP', () => {
  it.each([
    ['a chunk size that is none', `${head(CHUNKED)}zz\r\n`],
    ['a length beside chunks', `${head(CHUNKED, LENGTH)}3\r\nabc\r\n`],
    ['a field name with a space', head('Set-Cookie: id=secret', 'Na me: a')],
  ])('with %s is a bad response, and nothing of it is kept', async (_, bytes) => {
    faults.script(receiveHead, send(bytes));
    const asked = client.ask(faults.url);
    expect(await asked.failureCode()).toBe('ERR_HTTP_MESSAGE_SYNTAX');
  });
});

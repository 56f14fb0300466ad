import { describe, expect, it } from '@jest/globals';
import { errors } from 'undici';
import { Latch } from '../../../examples/server/latch.js';
import { isSessionError } from '../../../lib/errors/session-error.js';
import { isLostConnection, wireFailure } from '../../../lib/node/wire/wire-failure.js';
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
    ['of a known length, by a close', head(LENGTH), close, /UND_ERR_SOCKET/],
    ['of a known length, by a reset', head(LENGTH), reset, /ECONNRESET|UND_ERR_SOCKET/],
    ['of a known length on a closing connection', head(LENGTH, CLOSING), close, /CONTENT_LENGTH_MISMATCH/],
    ['between chunks', `${head(CHUNKED)}3\r\n`, close, /UND_ERR_SOCKET/],
    [
      'between chunks on a closing connection',
      `${head(CHUNKED, CLOSING)}5\r\n`,
      close,
      /networkConnectionLost/,
    ],
  ])('%s is a failure, after what had come', async (_, bytes, end, code) => {
    faults.script(receiveHead, send(`${bytes}abc`), end);
    const asked = client.ask(faults.url);
    expect((await asked.response).status).toBe(200);
    expect(await asked.failureCode()).toMatch(code);
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
    expect(await asked.failureCode()).toBe('badServerResponse');
  });

  it('leaves nothing of what was read in its error', () => {
    const parserError = Object.assign(new errors.HTTPParserError('Invalid header token'), {
      data: 'Set-Cookie: id=secret',
    });
    const failure = wireFailure(parserError);
    expect(isSessionError(failure) && failure.code).toBe('badServerResponse');
    expect(JSON.stringify([failure.cause, Object.values(failure.cause as object)])).not.toContain('secret');
  });
});

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
const wasReset = Object.assign(new Error('read'), { code: 'ECONNRESET' });
const brokenPipe = Object.assign(new Error('write'), { code: 'EPIPE' });
const closed = new errors.SocketError('other side closed');
const badResponse = new errors.SocketError('bad response');

describe('wireFailure', () => {
  it.each([
    ['an upgrade nobody asked for', new errors.SocketError('bad upgrade'), 'badServerResponse'],
    ['an answer nobody asked for', badResponse, 'badServerResponse'],
    ['a destroyed client', new errors.ClientDestroyedError(), 'sessionInvalidated'],
    ['a closed client', new errors.ClientClosedError(), 'sessionInvalidated'],
  ])('of %s', (_, error, expected) => {
    const failure = wireFailure(error);
    expect(isSessionError(failure) && (failure.code ?? failure.kind)).toBe(expected);
  });

  it.each([
    ['a closed connection', closed],
    ['a refused one', refused],
    ['a header that is invalid', new errors.InvalidArgumentError('invalid header')],
  ])('of %s is what it was', (_, error) => {
    expect(wireFailure(error)).toBe(error);
  });
});

describe('isLostConnection', () => {
  it.each([
    ['closed by the other side', closed, true],
    ['reset', wasReset, true],
    ['broken', brokenPipe, true],
    ['refused', refused, false],
    ['answered badly', badResponse, false],
    ['answered at too great a length', new errors.HeadersOverflowError(), false],
  ])('of one that was %s', (_, error, expected) => {
    expect(isLostConnection(error)).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { AxiosHeaders, isAxiosError, isCancel } from 'axios';
import { useAdapter } from '../../support/adapter-client.js';
import { close, receiveHead, send } from '../../support/fault-connection.js';
import { refusedURL, useFaultServer } from '../../support/fault-server.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
const client = useAdapter();
expectNoLeaks(server);

describe('the head of a response', () => {
  it('is a real AxiosResponse, before the body has come', async () => {
    const asked = client.ask(`${server.url}/latch-body/held`);
    const { status, statusText, headers, config } = await asked.response;
    server.latch('held').release();
    expect({ status, statusText, url: config.url }).toEqual({
      status: 200,
      statusText: 'OK',
      url: `${server.url}/latch-body/held`,
    });
    expect(headers).toBeInstanceOf(AxiosHeaders);
    expect((await asked.body()).byteLength).toBe(30);
  });

  it('keeps repeated fields apart, and cookies as a list for axios', async () => {
    const asked = client.ask(`${server.url}/response-headers?set-cookie=a%3D1&set-cookie=b%3D2&x-a=1&x-a=2`);
    const { headers } = await asked.response;
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(headers['x-a']).toBe('1, 2');
    expect(asked.exchange.head?.headers.values('x-a')).toEqual(['1', '2']);
    expect(asked.exchange.head?.httpVersion).toBe('1.1');
  });

  it('reads field values as Latin-1', async () => {
    faults.script(receiveHead, send(Buffer.from('HTTP/1.1 204 Fine\r\nX-Name: caf\xe9\r\n\r\n', 'latin1')));
    const asked = client.ask(faults.url);
    await asked.response;
    expect(asked.exchange.head?.headers.get('x-name')).toBe('café');
  });

  it('is the last one: those that only inform are passed over', async () => {
    const hints = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    faults.script(receiveHead, send(`${hints}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`));
    const asked = client.ask(faults.url);
    expect((await asked.response).status).toBe(200);
    expect((await asked.body()).toString()).toBe('ok');
  });

  it('may be a redirect, which is not followed', async () => {
    const { status, headers } = await client.ask(`${server.url}/redirect/1`).response;
    expect([status, headers['location']]).toEqual([302, '/get']);
    expect(server.requestsTo('/get')).toHaveLength(0);
  });

  it.each([404, 500])('may have the status %d', async (status) => {
    expect((await client.ask(`${server.url}/status/${status}`).response).status).toBe(status);
  });
});

describe('the message', () => {
  it('has the method, path, query and fields that were asked for, and no others but its own', async () => {
    const url = `${server.url}/anything/a%20b?q=%C3%A9`;
    await client.ask(url, { method: 'PURGE', headers: { 'X-Trace': '17', 'X-List': ['a', 'b'] } }).body();
    const [seen] = server.requests;
    expect([seen?.method, seen?.target]).toEqual(['PURGE', '/anything/a%20b?q=%C3%A9']);
    expect(seen?.rawHeaders.map(([name]) => name)).toEqual([
      'Host',
      'Connection',
      'X-Trace',
      'X-List',
      'X-List',
    ]);
  });

  it('takes the user from the URL, unless there is an Authorization', async () => {
    const url = server.url.replace('//', '//ada:s%3Acret@');
    await client.ask(`${url}/get`).body();
    await client.ask(`${url}/get`, { headers: { Authorization: 'Bearer t0ken' } }).body();
    const sent = server.requests.flatMap(({ rawHeaders }) =>
      rawHeaders.filter(([name]) => /^auth/i.test(name)),
    );
    const basic = `Basic ${Buffer.from('ada:s:cret').toString('base64')}`;
    expect(sent.map(([, value]) => value)).toEqual([basic, 'Bearer t0ken']);
  });

  it.each([
    ['a relative URL', '/get', 'invalidURL'],
    ['another scheme', 'ftp://localhost/', 'unsupportedURL'],
  ])('cannot go to %s', async (_, url, code) => {
    expect(await client.ask(url).failureCode()).toBe(code);
  });

  it.each([
    ['the method CONNECT', { method: 'CONNECT' }, 'unsupported'],
    ['a method that is no token', { method: 'G ET' }, 'urlRequestValidationFailed'],
    ['an Expect field', { headers: { Expect: '100-continue' } }, 'unsupported'],
    ['an Upgrade field', { headers: { Upgrade: 'websocket' } }, 'unsupported'],
  ])('cannot have %s: nothing is sent', async (_, options, code) => {
    const asked = client.ask(server.url, options);
    expect(await asked.failureCode()).toBe(code);
    expect(asked.exchange.sendPhase).toBe('nothing');
    expect(server.requests).toHaveLength(0);
  });
});

describe('a failure before the head', () => {
  it('rejects with an AxiosError whose cause is the error of the platform; nothing was sent', async () => {
    const asked = client.ask(await refusedURL());
    const error: unknown = await asked.response.catch((failure: unknown) => failure);
    expect(isAxiosError(error) && error.code).toBe('ECONNREFUSED');
    expect(await asked.failureCode()).toBe('ECONNREFUSED');
    expect(asked.exchange.sendPhase).toBe('nothing');
  });

  it('tells a host that is not found', async () => {
    expect(await client.ask('http://nowhere.invalid/').failureCode()).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });

  it.each([
    ['/reset', /ECONNRESET/],
    ['/close-before-head', /ECONNRESET/],
    ['/garbage', /ERR_HTTP_MESSAGE_SYNTAX/],
    ['/large-headers?bytes=40000', /ERR_HTTP_MESSAGE_SYNTAX/],
  ])('tells what %s did, after something was sent', async (path, code) => {
    const asked = client.ask(`${server.url}${path}`);
    expect(await asked.failureCode()).toMatch(code);
    expect(asked.exchange.sendPhase).toBe('something');
  });

  it('takes an unasked 101 for a bad response', async () => {
    const fields = 'Connection: upgrade\r\nUpgrade: websocket\r\n';
    faults.script(receiveHead, send(`HTTP/1.1 101 Switching Protocols\r\n${fields}\r\n`), close);
    expect(await client.ask(faults.url).failureCode()).toBe('ERR_HTTP_MESSAGE_SYNTAX');
  });
});

describe('cancelling', () => {
  it('before anything was sent sends nothing', async () => {
    const asked = client.ask(`${server.url}/never`);
    asked.controls.abort();
    const error: unknown = await asked.response.catch((failure: unknown) => failure);
    expect(isCancel(error)).toBe(true);
    expect([asked.exchange.sendPhase, server.requests.length]).toEqual(['nothing', 0]);
  });

  it('before anything was sent on an idle connection keeps that', async () => {
    await client.ask(`${server.url}/get`).body();
    const asked = client.ask(`${server.url}/never`);
    asked.controls.abort();
    await expect(asked.response).rejects.toThrow('canceled');
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await client.ask(`${server.url}/get`).body();
    expect(server.requests.map(({ path }) => path)).toEqual(['/get', '/get']);
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1);
  });

  it('while the server thinks closes the connection', async () => {
    const asked = client.ask(`${server.url}/never`);
    const seen = await server.nextRequest('/never');
    asked.controls.abort();
    await seen.closed;
    await expect(asked.response).rejects.toThrow('canceled');
  });

  it('in the middle of the body closes the connection, and nothing more is told', async () => {
    const asked = client.ask(`${server.url}/latch-body/held?chunks=3`);
    server.latch('held').step();
    const told: string[] = [];
    const { data } = await asked.response;
    await new Promise<void>((received) => {
      data.read({
        data: () => received(told.push('data') as never),
        end: () => told.push('end'),
        fail: () => told.push('fail'),
      });
    });
    asked.controls.abort();
    await (
      await server.nextRequest('/latch-body/held')
    ).closed;
    expect(told).toEqual(['data']);
  });

  it('twice, or after the end, does nothing', async () => {
    const asked = client.ask(`${server.url}/get`);
    await asked.body();
    asked.controls.abort();
    asked.controls.discard();
    await client.ask(`${server.url}/get`).body();
    expect(server.requests.map(({ connection }) => connection)).toEqual([
      server.requests[0]?.connection,
      server.requests[0]?.connection,
    ]);
  });
});

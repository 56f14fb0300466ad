import { jest } from '@jest/globals';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import type { RequestBody } from '../../lib/transport/request-body.js';
import type { TransportClient, TransportTask } from '../../lib/transport/transport.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import type { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import type { StubReply } from '../../lib/testing/stub-reply.js';
import { StubTransport, type StubTransportOptions } from '../../lib/testing/stub-transport.js';

const URL_TEXT = 'https://api.example.com/users';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('StubTransport', () => {
  let time: VirtualTimeScheduler;
  let log: unknown[];
  let head: HTTPURLResponse | undefined;
  const told = new Subject<string>();
  const client: TransportClient = {
    didReceiveResponse: (response) => {
      head = response;
      note('response', response.statusCode);
    },
    didReceiveData: (data) => note('data', new TextDecoder().decode(data)),
    didSendBodyData: (sent) => note('sent', sent),
    didComplete: (error) => note('complete', error),
  };

  function note(name: string, value: unknown): void {
    log.push([time.frame, name, ...(value === undefined ? [] : [value])]);
    told.next(name);
  }

  function send(transport: StubTransport, body?: RequestBody, url = URL_TEXT): TransportTask {
    const urlRequest = new URLRequest(url, { method: body ? 'POST' : 'GET' });
    return transport.send({ urlRequest, body, previousHop: undefined, reportsUploadProgress: true }, client);
  }

  const virtualTransport = (reply: StubReply, options?: StubTransportOptions): StubTransport =>
    new StubTransport(() => reply, { scheduler: time, ...options });

  const completed = (): Promise<void> =>
    new Promise((resolve) => {
      const subscription = told.subscribe((name) => {
        if (name !== 'complete') return;
        subscription.unsubscribe();
        resolve();
      });
    });

  beforeEach(() => {
    time = new VirtualTimeScheduler();
    log = [];
    head = undefined;
  });

  describe('the answer', () => {
    it.each<[string, StubReply, unknown[]]>([
      ['an empty response', {}, [['response', 200], ['complete']]],
      ['a body as text', { body: 'text' }, [['response', 200], ['data', 'text'], ['complete']]],
      ['a body as bytes', { body: bytesOf('b') }, [['response', 200], ['data', 'b'], ['complete']]],
      [
        'a body in pieces',
        { statusCode: 404, body: ['a', bytesOf('b')] },
        [['response', 404], ['data', 'a'], ['data', 'b'], ['complete']],
      ],
      ['a failure', { error: 'down' }, [['complete', 'down']]],
      [
        'a response that breaks off',
        { body: 'half', error: 'lost' },
        [
          ['response', 200],
          ['data', 'half'],
          ['complete', 'lost'],
        ],
      ],
      [
        'a head that breaks off',
        { statusCode: 204, error: 'lost' },
        [
          ['response', 204],
          ['complete', 'lost'],
        ],
      ],
      ['nothing at all', 'never', []],
    ])('is %s, within send()', (_, reply, expected) => {
      send(new StubTransport(() => reply));
      expect(log).toEqual(expected.map((entry) => [0, ...(entry as unknown[])]));
    });

    it('comes in real time where there is a delay and no scheduler', async () => {
      const done = completed();
      send(new StubTransport(() => ({ delay: 1, body: 'late', chunkDelay: 1 })));
      log.push('sent');
      await done;
      expect(log).toEqual(['sent', [0, 'response', 200], [0, 'data', 'late'], [0, 'complete']]);
    });

    it('has the URL of the request, or its own', () => {
      send(new StubTransport(() => ({})));
      expect([head?.url, head?.httpVersion]).toEqual([URL_TEXT, '1.1']);
      send(new StubTransport(() => ({ url: 'https://other.example/' })));
      expect(head?.url).toBe('https://other.example/');
    });

    it.each([
      [
        'an object',
        { A: '1', B: '2' },
        [
          ['A', '1'],
          ['B', '2'],
        ],
      ],
      ['HTTPHeaders', new HTTPHeaders({ A: '1' }), [['A', '1']]],
      [
        'pairs, equal names kept',
        [
          ['Set-Cookie', 'a'],
          ['Set-Cookie', 'b'],
        ] as [string, string][],
        [
          ['Set-Cookie', 'a'],
          ['Set-Cookie', 'b'],
        ],
      ],
    ])('has headers from %s', (_, headers, expected) => {
      send(new StubTransport(() => ({ headers })));
      expect([...(head?.headers ?? [])]).toEqual(expected);
    });

    it('gives bytes away that are not those of the reply', () => {
      const body = bytesOf('mine');
      const didReceiveData = jest.fn((data: Uint8Array) => data.fill(0));
      const urlRequest = new URLRequest(URL_TEXT);
      new StubTransport(() => ({ body })).send(
        { urlRequest, body: undefined, previousHop: undefined, reportsUploadProgress: false },
        { ...client, didReceiveData },
      );
      expect([didReceiveData.mock.calls.length, body]).toEqual([1, bytesOf('mine')]);
    });

    it('is a failure when making it throws', () => {
      const thrown = new Error('no answer');
      const transport = new StubTransport(() => {
        throw thrown;
      });
      send(transport);
      expect(log).toEqual([[0, 'complete', thrown]]);
    });

    it('is made for the request and its attempt, counted by method and URL', () => {
      const asked: string[] = [];
      const transport = new StubTransport(({ urlRequest }, attempt) => {
        asked.push(`${String(urlRequest)} ${attempt}`);
        return {};
      });
      for (const path of ['/a', '/b', '/a']) send(transport, undefined, `https://x.example${path}`);
      send(transport, { kind: 'text', text: '' }, 'https://x.example/a');
      expect(asked.map((line) => line.replace('https://x.example', ''))).toEqual([
        'GET /a 1',
        'GET /b 1',
        'GET /a 2',
        'POST /a 1',
      ]);
    });
  });

  describe('in virtual time', () => {
    it('answers after the delay, and each piece after its own', () => {
      send(virtualTransport({ body: ['a', 'b'], delay: 100, chunkDelay: 10 }));
      time.flush();
      expect(log).toEqual([
        [100, 'response', 200],
        [110, 'data', 'a'],
        [120, 'data', 'b'],
        [120, 'complete'],
      ]);
    });

    it('answers without a delay on the scheduler too', () => {
      send(virtualTransport({}));
      log.push('sent');
      time.flush();
      expect(log).toEqual(['sent', [0, 'response', 200], [0, 'complete']]);
    });

    it('fails after the delay', () => {
      send(virtualTransport({ error: 'down', delay: 50 }));
      time.flush();
      expect(log).toEqual([[50, 'complete', 'down']]);
    });

    it('tells nothing while suspended, and the rest when resumed', () => {
      const task = send(virtualTransport({ body: ['a', 'b'], delay: 10, chunkDelay: 10 }));
      time.schedule(() => task.suspend(), 15);
      time.schedule(() => task.resume(), 100);
      time.flush();
      expect(log).toEqual([
        [10, 'response', 200],
        [100, 'data', 'a'],
        [110, 'data', 'b'],
        [110, 'complete'],
      ]);
    });

    it('waits on when resumed before it is due', () => {
      const task = send(virtualTransport({ delay: 10 }));
      task.suspend();
      task.resume();
      task.resume();
      time.flush();
      expect(log).toEqual([
        [10, 'response', 200],
        [10, 'complete'],
      ]);
    });

    it.each(['cancel', 'discard'] as const)('tells nothing more after %s, and holds no timer', (end) => {
      const task = send(virtualTransport({ body: ['a', 'b'], delay: 10, chunkDelay: 10 }));
      time.schedule(() => {
        task[end]();
        log.push(`timers: ${time.actions.length}`);
      }, 25);
      time.flush();
      task.resume();
      expect(log).toEqual([[10, 'response', 200], [20, 'data', 'a'], 'timers: 0']);
    });

    it('can be suspended and cancelled from inside the client', () => {
      const suspending = { ...client, didReceiveResponse: () => task.suspend() };
      const cancelling = { ...client, didReceiveResponse: () => other.cancel() };
      const request = { urlRequest: new URLRequest(URL_TEXT), body: undefined, previousHop: undefined };
      const transport = virtualTransport({ body: 'body' });
      const task = transport.send({ ...request, reportsUploadProgress: false }, suspending);
      const other = transport.send({ ...request, reportsUploadProgress: false }, cancelling);
      time.flush();
      expect(log).toEqual([]);
      task.resume();
      expect(log).toEqual([
        [0, 'data', 'body'],
        [0, 'complete'],
      ]);
    });

    it('has the timings of the scheduler', () => {
      const task = send(virtualTransport({ body: ['a'], delay: 10, chunkDelay: 5 }));
      time.flush();
      expect(task.timings).toEqual({
        fetchStart: 0,
        requestStart: 0,
        requestEnd: 0,
        responseStart: 10,
        responseEnd: 15,
      });
    });
  });

  describe('the request', () => {
    it('is remembered, hops and retries included', () => {
      const transport = new StubTransport(() => 'never');
      const first = send(transport);
      const hop = {
        urlRequest: new URLRequest('https://b.example/'),
        body: undefined,
        previousHop: first,
        reportsUploadProgress: false,
      };
      transport.send(hop, client);
      expect(transport.requests.map(({ urlRequest }) => urlRequest.url)).toEqual([
        URL_TEXT,
        'https://b.example/',
      ]);
      expect(transport.requests[1]).toBe(hop);
    });
  });

  describe('its options', () => {
    it('say that redirects are visible, and every body can be sent', () => {
      const { capabilities, baseURL } = new StubTransport(() => 'never');
      expect([capabilities.visibleRedirects, [...capabilities.bodies].sort(), baseURL]).toEqual([
        true,
        ['blob', 'bytes', 'file', 'stream', 'text'],
        undefined,
      ]);
    });

    it('can hide redirects and give a base URL', () => {
      const options = { visibleRedirects: false, baseURL: 'https://base.example/' };
      const { capabilities, baseURL } = new StubTransport(() => 'never', options);
      expect([capabilities.visibleRedirects, baseURL]).toEqual([false, 'https://base.example/']);
    });
  });
});

import { jest } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { SessionError } from '../../lib/errors/session-error.js';
import { ConsoleEventMonitor, describeEvent } from '../../lib/events/console-event-monitor.js';
import { EventHub } from '../../lib/events/event-hub.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { requestInfo, taskInfo } from '../support/request-info.js';
import { everyTypeOfEvent, finished } from '../support/session-events.js';

describe('ConsoleEventMonitor', () => {
  it('writes one line for each event', () => {
    const lines: string[] = [];
    const hub = new EventHub([new ConsoleEventMonitor({ log: (line) => lines.push(line) })]);
    for (const event of everyTypeOfEvent()) hub.emit(event);
    expect(lines.map((line) => /(request|task|session)[A-Z]\w+/.exec(line)?.[0])).toEqual(
      everyTypeOfEvent().map(({ type }) => type),
    );
  });

  it('writes to the console unless it is told where', () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    new EventHub([new ConsoleEventMonitor()]).emit(finished());
    const calls = [...log.mock.calls];
    log.mockRestore();
    expect(calls).toEqual([['[request-1] requestDidFinish GET https://api.example.com/users']]);
  });

  it('writes on its queue', () => {
    const queue = new VirtualTimeScheduler();
    const log = jest.fn();
    new EventHub([new ConsoleEventMonitor({ log, queue })]).emit(finished());
    expect(log).not.toHaveBeenCalled();
    queue.flush();
    expect(log).toHaveBeenCalledTimes(1);
  });
});

describe('describeEvent', () => {
  const request = requestInfo({ id: '7', request: new URLRequest('https://a.example/') });
  const task = taskInfo({ currentRequest: new URLRequest('https://b.example/', { method: 'PUT' }) });
  const response = new HTTPURLResponse({
    url: 'https://b.example/',
    statusCode: 404,
    headers: new HTTPHeaders(),
  });
  const timedOut = new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut', error: undefined });
  const cancelled = new SessionError({ kind: 'explicitlyCancelled' });

  it.each([
    [{ type: 'requestDidFinish', request }, '[7] requestDidFinish GET https://a.example/'],
    [
      { type: 'requestDidFinish', request: { ...request, request: undefined } },
      '[7] requestDidFinish GET https://api.example.com/users',
    ],
    [
      { type: 'requestDidResume', request: { ...request, request: undefined, lastRequest: undefined } },
      '[7] requestDidResume',
    ],
    [
      { type: 'requestDidCompleteTask', request, task, error: cancelled },
      '[7] requestDidCompleteTask PUT https://b.example/ (explicitlyCancelled)',
    ],
    [
      { type: 'taskDidReceiveResponse', request: undefined, task, response },
      'taskDidReceiveResponse PUT https://b.example/ (404)',
    ],
    [
      { type: 'taskDidComplete', request, task, error: timedOut },
      '[7] taskDidComplete PUT https://b.example/ (timedOut)',
    ],
    [{ type: 'sessionDidBecomeInvalid', error: undefined }, 'sessionDidBecomeInvalid'],
  ] as const)('tells what happened to what: %#', (event, line) => {
    expect(describeEvent(event)).toBe(line);
  });

  it.each([
    ['https://user:s3cret@a.example/x', 'https://a.example/x'],
    ['https://a.example/x?token=s3cret', 'https://a.example/x?…'],
    ['https://a.example/x#s3cret', 'https://a.example/x'],
    ['https://a.example/x#f?token=s3cret', 'https://a.example/x'],
    ['https://a.example/@x', 'https://a.example/@x'],
    ['//user:s3cret@a.example/x', '//a.example/x'],
    ['/x?token=s3cret\n&b', '/x?…'],
    ['/x\nforged line', '/x\u{fffd}forged line'],
  ])('shows %j as %j', (url, shown) => {
    const urlRequest = new URLRequest(url);
    const line = describeEvent({ type: 'requestDidCreateURLRequest', request, urlRequest });
    expect(line).toBe(`[7] requestDidCreateURLRequest GET ${shown}`);
  });

  it('shows no header and no body of any event', () => {
    const headers = { Authorization: 's3cret', 'X-Api-Key': 's3cret' };
    const urlRequest = new URLRequest('https://a.example/', { method: 'POST', headers, body: 's3cret' });
    const received = new HTTPURLResponse({
      url: 'https://a.example/',
      statusCode: 200,
      headers: new HTTPHeaders({ 'Set-Cookie': 's3cret' }),
    });
    const spokenOf = { request: requestInfo({ request: urlRequest }), urlRequest, response: received };
    const lines = everyTypeOfEvent(spokenOf).map(describeEvent);
    expect(lines.join('\n')).not.toMatch(/s3cret|the body/);
  });
});

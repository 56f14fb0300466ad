import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { lastValueFrom, VirtualTimeScheduler } from 'rxjs';
import {
  AF,
  HTTPHeaders,
  RetryPolicy,
  SerialScheduler,
  Session,
  SessionConfiguration,
  SessionDelegate,
} from 'rxsession';
import { DiagnosticsEventMonitor } from 'rxsession/node';
import { StubTransport } from 'rxsession/testing';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('a session', () => {
  it('has defaults for everything', () => {
    const session = sessions.make();
    expect(session).toMatchObject({
      startRequestsImmediately: true,
      requestSetup: 'lazy',
      interceptor: undefined,
      redirectHandler: undefined,
      requestQueue: session.rootQueue,
      serializationQueue: session.rootQueue,
    });
    expect(session.delegate).toBeInstanceOf(SessionDelegate);
    expect(session.defaultEventMonitors).toEqual([expect.any(DiagnosticsEventMonitor)]);
    expect(session.eventMonitor.monitors).toEqual(session.defaultEventMonitors);
  });

  it('shows what it was made of', () => {
    const options = { delegate: new SessionDelegate(), interceptor: new RetryPolicy(), eventMonitors: [{}] };
    const session = sessions.make({ ...options, startRequestsImmediately: false, requestSetup: 'eager' });
    expect(session.delegate).toBe(options.delegate);
    expect(session.interceptor).toBe(options.interceptor);
    expect(session).toMatchObject({ startRequestsImmediately: false, requestSetup: 'eager' });
    expect(session.eventMonitor.monitors.at(-1)).toBe(options.eventMonitors[0]);
  });

  it('stands on an axios instance of its own, on that of the caller, or on another transport', () => {
    const instance = axios.create();
    expect(sessions.make({ session: instance }).session).toBe(instance);
    expect(sessions.make().session).toBeInstanceOf(Function);
    expect(sessions.make({ transport: new StubTransport(() => 'never') }).session).toBeUndefined();
  });

  it('keeps a serial rootQueue that it is given, and wraps any other', () => {
    const queue = new SerialScheduler();
    const virtual = new VirtualTimeScheduler();
    expect(sessions.make({ rootQueue: queue }).rootQueue).toBe(queue);
    expect(sessions.make({ rootQueue: virtual }).rootQueue).toBeInstanceOf(SerialScheduler);
  });

  it('makes URLRequests and serializes on the queues that it is given', async () => {
    const requestQueue = new SerialScheduler();
    const serializationQueue = new SerialScheduler();
    const session = sessions.make({ requestQueue, serializationQueue });
    const seen: boolean[] = [];
    const request = session.request(`${server.url}/get`, {
      requestModifier: () => void seen.push(requestQueue.isCurrent),
    });
    await request.serializingResponse({ serialize: () => seen.push(serializationQueue.isCurrent) }).value;
    expect(seen).toEqual([true, true]);
  });

  it.each([
    ['a configuration', (headers: HTTPHeaders) => new SessionConfiguration({ headers })],
    ['what a configuration is made of', (headers: HTTPHeaders) => ({ headers })],
  ])('sends the headers of %s with every request', async (_what, configurationOf) => {
    const headers = HTTPHeaders.default.add('Authorization', 'Bearer 123456');
    const session = sessions.make({ configuration: configurationOf(headers) });
    const echo = await session.request(`${server.url}/get`).serializingJSON<Echo>().value;
    expect(echo.headers).toMatchObject({
      authorization: 'Bearer 123456',
      'user-agent': HTTPHeaders.default.value('User-Agent'),
    });
  });

  it('lets the headers of a request win over its own', async () => {
    const session = sessions.make({
      configuration: { headers: { 'X-Trace': 'session', 'X-Other': 'session' } },
    });
    const request = session.request(`${server.url}/get`, { headers: { 'x-trace': 'request' } });
    const echo = await request.serializingJSON<Echo>().value;
    expect(echo.headers).toMatchObject({ 'x-trace': 'request', 'x-other': 'session' });
    expect(request.request?.headers.has('X-Other')).toBe(false);
  });

  it('copies its configuration', async () => {
    const configuration = { headers: { 'X-Trace': 'first' } };
    const session = sessions.make({ configuration });
    configuration.headers['X-Trace'] = 'second';
    const echo = await session.request(`${server.url}/get`).serializingJSON<Echo>().value;
    expect(echo.headers['x-trace']).toBe('first');
  });

  it('asks nothing of the platform until it is used', () => {
    expect(() => new Session()[Symbol.dispose]()).not.toThrow();
    expect(server.openSockets).toBe(0);
  });
});

describe('the default session', () => {
  it('is one, made when it is first read', () => {
    expect(Session.default).toBe(Session.default);
    expect(Session.default).toBeInstanceOf(Session);
  });

  it('cannot be replaced', () => {
    expect(() => Object.assign(Session, { default: new Session() })).toThrow(TypeError);
  });

  it('answers to AF, through both doors', async () => {
    const { request, get } = AF;
    expect(await request(`${server.url}/get`).serializingJSON<Echo>().value).toMatchObject({ method: 'GET' });
    expect(await lastValueFrom(get<Echo>(`${server.url}/get`))).toMatchObject({ method: 'GET' });
    expect(await lastValueFrom(AF.post<Echo>(`${server.url}/post`, { a: 1 }))).toMatchObject({
      json: { a: 1 },
    });
    expect(Object.isFrozen(AF)).toBe(true);
    Session.default.invalidateAndCancel();
  });
});

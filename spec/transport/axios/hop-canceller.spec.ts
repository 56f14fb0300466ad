import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import axios, { type CreateAxiosDefaults } from 'axios';
import { isCancelled } from 'rxsession';
import { Agent, fetch, Request, Response } from 'undici';
import { callerTransport } from '../../support/caller-transport.js';
import { sendMessage } from '../../support/recording-transport-client.js';
import { useServer } from '../../support/server.js';
import { useSessions } from '../../support/sessions.js';

/** After an abort the agent opens a connection for what might come next. */
let dispatcher: Agent;
beforeEach(() => {
  dispatcher = new Agent();
});
afterEach(() => dispatcher.destroy());

const server = useServer();
const sessions = useSessions(server);

const env = {
  fetch: (input: unknown, init: unknown) => fetch(input as Request, { ...(init as object), dispatcher }),
  Request,
  Response,
} as never;

describe.each(['http', 'fetch'])('a hop that nobody but the %s adapter sees', (adapter) => {
  const defaults: CreateAxiosDefaults = { adapter, env };

  it('closes its connection when it is cancelled before the head', async () => {
    const { client, task } = sendMessage(callerTransport(defaults).transport, `${server.url}/never`);
    const seen = await server.nextRequest('/never');
    task.cancel();
    expect(await seen.outcome).toBe('closed');
    expect(client.heard).toEqual([]);
  });

  it('closes its connection when it is cancelled within the body', async () => {
    const { client, task } = sendMessage(callerTransport(defaults).transport, `${server.url}/infinite`);
    const seen = await server.nextRequest('/infinite');
    await client.firstPiece;
    task.cancel();
    expect(await seen.outcome).toBe('closed');
    expect(client.heard).not.toContain('complete');
  });

  it('ends with the request that it is of', async () => {
    const session = sessions.make({ session: axios.create(defaults) });
    const request = session.request(`${server.url}/never`);
    const { response } = request.serializingData();
    const seen = await server.nextRequest('/never');
    request.cancel();
    expect(isCancelled((await response).error)).toBe(true);
    expect(await seen.outcome).toBe('closed');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Session, Transport } from 'rxsession';
import type { TransportClient } from 'rxsession/transport';
import { turns } from '../support/happenings.js';
import { failureOf, onlyResponseOf } from '../support/outcomes.js';
import { reportedErrors } from '../support/reported-errors.js';
import { answered, bytes, response, transportThat, url } from '../support/scripted-transport.js';
import { useSessions } from '../support/sessions.js';

const sessions = useSessions();
reportedErrors();

function over(...transport: Parameters<typeof transportThat>): Session {
  return sessions.make({ transport: transportThat(...transport) });
}

function explode(): never {
  throw new Error('boom');
}

describe('a transport that never completes', () => {
  it.each<[string, (client: TransportClient) => void]>([
    ['and says nothing at all', () => undefined],
    [
      'after its head',
      (client) => {
        client.didReceiveResponse(response());
      },
    ],
    [
      'after its data',
      (client) => {
        client.didReceiveResponse(response());
        client.didReceiveData(bytes('a'));
      },
    ],
  ])('%s is ended by either timeout, or by cancel()', async (_when, send) => {
    for (const name of ['timeoutIntervalForRequest', 'timeoutIntervalForResource']) {
      const session = sessions.make({ transport: transportThat(send), configuration: { [name]: 10 } });
      expect(await failureOf(session.request(url))).toMatchObject({ code: 'timedOut' });
    }
    const request = over(send).request(url);
    const failure = failureOf(request);
    await turns();
    request.cancel();
    expect((await failure).kind).toBe('explicitlyCancelled');
  });
});

describe('a transport whose task throws', () => {
  it('when it is cancelled ends all the same', async () => {
    const request = over(() => undefined, { task: { cancel: explode } }).request(url);
    const failure = failureOf(request);
    await turns();
    request.cancel();
    expect((await failure).kind).toBe('explicitlyCancelled');
    await turns();
  });

  it('when it is cancelled for its silence ends all the same', async () => {
    const transport = transportThat(() => undefined, { task: { cancel: explode } });
    const session = sessions.make({ transport, configuration: { timeoutIntervalForRequest: 10 } });
    expect(await failureOf(session.request(url))).toMatchObject({ code: 'timedOut' });
  });

  it('when it is suspended or resumed ends all the same', async () => {
    const request = over(() => undefined, { task: { suspend: explode, resume: explode } }).request(url);
    const failure = failureOf(request);
    await turns();
    request.suspend();
    await turns();
    request.resume();
    await turns();
    request.cancel();
    expect((await failure).kind).toBe('explicitlyCancelled');
  });

  it('when the rest of a redirect is discarded goes on', async () => {
    let hops = 0;
    const session = over(
      (client) => {
        hops += 1;
        if (hops === 1) client.didReceiveResponse(response(302, { Location: '/next' }));
        else answered(client);
      },
      { task: { discard: explode } },
    );
    await onlyResponseOf(session.request(url));
  });

  it('when it is asked for its timings ends all the same', async () => {
    const transport = transportThat((client) => {
      setImmediate(answered, client);
    });
    const send: Transport['send'] = (request, client) =>
      Object.defineProperty({ ...transport.send(request, client) }, 'timings', { get: explode });
    const session = sessions.make({ transport: { ...transport, send } });
    expect(await failureOf(session.request(url))).toMatchObject({ kind: 'sessionTaskFailed' });
  });
});

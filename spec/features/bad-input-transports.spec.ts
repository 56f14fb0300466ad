import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, ReplaySubject } from 'rxjs';
import type { Session } from 'rxsession';
import type { TransportClient, TransportTask } from 'rxsession/transport';
import { turns } from '../support/happenings.js';
import { failureOf, onlyResponseOf, untyped } from '../support/outcomes.js';
import { reportedErrors } from '../support/reported-errors.js';
import { answered, bytes, response, transportThat, url } from '../support/scripted-transport.js';
import { useSessions } from '../support/sessions.js';

const sessions = useSessions();
const reported = reportedErrors();

function over(...transport: Parameters<typeof transportThat>): Session {
  return sessions.make({ transport: transportThat(...transport) });
}

function explode(): never {
  throw new Error('boom');
}

describe('a transport', () => {
  it('that throws fails the request', async () => {
    const error = await failureOf(over(explode).request(url));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'unknown', cause: { message: 'boom' } });
  });

  it.each([undefined, null, 42])('that gives %j instead of a task fails the request', async (task) => {
    const session = over(() => undefined, { transport: { send: () => untyped(task) } });
    expect(await failureOf(session.request(url))).toMatchObject({
      kind: 'sessionTaskFailed',
      code: 'unknown',
    });
  });

  it('that gives no task, but the answer, fails the request once', async () => {
    const send = (_: unknown, client: TransportClient): TransportTask => {
      answered(client);
      return untyped(undefined);
    };
    await onlyResponseOf(over(answered, { transport: { send } }).request(url));
    await turns();
  });

  it('that is told nothing of itself fails the request', async () => {
    const session = over(answered, { transport: untyped({ capabilities: undefined }) });
    expect(await failureOf(session.request(url))).toMatchObject({ kind: 'sessionTaskFailed' });
  });

  it('that answers within send is good enough', async () => {
    const { value } = await onlyResponseOf(over(answered).request(url).responseString());
    expect(value).toBe('body');
  });

  it('that cannot complete relative URLs without throwing fails the request', async () => {
    const session = over(answered, { transport: { absoluteURL: explode } });
    expect(await failureOf(session.request('relative'))).toMatchObject({ kind: 'createURLRequestFailed' });
  });

  it('that throws when it is closed lets its session end', async () => {
    const session = over(answered, { transport: { close: explode } });
    await onlyResponseOf(session.request(url));
    session.invalidateAndCancel();
    await reported.reported(1);
    expect(await failureOf(session.request(url))).toMatchObject({ kind: 'sessionInvalidated' });
  });
});

describe('a transport that calls its client', () => {
  it.each<[string, (client: TransportClient) => void]>([
    [
      'with the end twice',
      (client) => {
        answered(client);
        client.didComplete();
      },
    ],
    [
      'with an error after the end',
      (client) => {
        answered(client);
        client.didComplete(new Error('late'));
      },
    ],
    [
      'with data after the end',
      (client) => {
        answered(client);
        client.didReceiveData(bytes('late'));
      },
    ],
    [
      'with a response after the end',
      (client) => {
        answered(client);
        client.didReceiveResponse(response(500));
      },
    ],
    [
      'with bytes sent after the end',
      (client) => {
        answered(client);
        client.didSendBodyData(17);
      },
    ],
    [
      'with everything twice',
      (client) => {
        answered(client);
        answered(client);
      },
    ],
  ])('%s makes one response', async (_what, send) => {
    const session = over((client) => {
      setImmediate(send, client);
    });
    const received = await onlyResponseOf(session.request(url));
    expect(received).toMatchObject({ response: { statusCode: 200 }, data: bytes('body'), error: undefined });
    await turns();
  });

  it('with the end alone makes a response without head and body', async () => {
    const received = await onlyResponseOf(
      over((client) => {
        client.didComplete();
      }).request(url),
    );
    expect(received).toMatchObject({ response: undefined, data: undefined });
  });

  it.each([42, null, 'text', {}, Symbol('x')])('with %p in the place of an error fails', async (error) => {
    const received = await failureOf(
      over((client) => {
        client.didComplete(error);
      }).request(url),
    );
    expect(received).toMatchObject({ kind: 'sessionTaskFailed', code: 'unknown' });
  });

  it('with data before the response takes both', async () => {
    const session = over((client) => {
      client.didReceiveData(bytes('early'));
      client.didReceiveResponse(response());
      client.didComplete();
    });
    expect((await onlyResponseOf(session.request(url))).response?.statusCode).toBe(200);
  });

  it.each<[string, (client: TransportClient) => void]>([
    [
      'no response',
      (client) => {
        client.didReceiveResponse(untyped(undefined));
      },
    ],
    [
      '42 as a response',
      (client) => {
        client.didReceiveResponse(untyped(42));
      },
    ],
    [
      'no data',
      (client) => {
        client.didReceiveData(untyped(undefined));
      },
    ],
    [
      '42 as data',
      (client) => {
        client.didReceiveData(untyped(42));
      },
    ],
  ])('with %s fails', async (_what, send) => {
    const session = over((client) => {
      send(client);
      client.didComplete();
    });
    expect(await failureOf(session.request(url).responseData())).toMatchObject({ kind: 'sessionTaskFailed' });
  });

  it('after it was cancelled is not heard', async () => {
    const client = new ReplaySubject<TransportClient>(1);
    const request = over((given) => {
      client.next(given);
    }).request(url);
    const failure = failureOf(request);
    const late = await firstValueFrom(client);
    request.cancel();
    answered(late);
    expect((await failure).kind).toBe('explicitlyCancelled');
    answered(late);
    await turns();
    expect(request).toMatchObject({ data: undefined, httpResponse: undefined });
  });

  it('about a hop that was redirected is not heard', async () => {
    const clients: TransportClient[] = [];
    const session = over((client) => {
      clients.push(client);
      if (clients.length === 1) client.didReceiveResponse(response(302, { Location: '/next' }));
      else
        setImmediate(() => {
          clients.forEach(answered);
        });
    });
    expect((await onlyResponseOf(session.request(url))).data).toEqual(bytes('body'));
  });
});

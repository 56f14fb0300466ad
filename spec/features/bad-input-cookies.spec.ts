import { describe, expect, it } from '@jest/globals';
import type { DataRequest, HTTPCookieStorage } from 'rxsession';
import type { TransportClient } from 'rxsession/transport';
import { failureOf, onlyResponseOf, untyped } from '../support/outcomes.js';
import { reportedErrors } from '../support/reported-errors.js';
import { answered, response, transportThat, url } from '../support/scripted-transport.js';
import { useSessions } from '../support/sessions.js';

const sessions = useSessions();
const reported = reportedErrors();

function carrying(
  storage: Partial<HTTPCookieStorage>,
  ...transport: Parameters<typeof transportThat>
): DataRequest {
  const cookieStorage = { cookieString: () => undefined, setCookies: () => undefined, ...storage };
  const made = { transport: transportThat(...transport), configuration: { cookieStorage } };
  return sessions.make(made).request(url);
}

function explode(): never {
  throw Object.assign(new Error('boom'), { code: 'ECONNREFUSED' });
}

/** Answers with a cookie, for a storage that has to be waited for. */
function setting(client: TransportClient): void {
  client.didReceiveResponse(response(200, { 'Set-Cookie': 'a=1' }));
  client.didComplete();
}

const exploding = { task: { suspend: explode, resume: explode, cancel: explode } };

describe('a transport of messages with cookies', () => {
  it.each<[string, HTTPCookieStorage['cookieString']]>([
    ['at once', () => 'a=1'],
    ['later', () => Promise.resolve('a=1')],
  ])('that throws is what fails the request, where the cookies come %s', async (_, cookieString) => {
    expect(await failureOf(carrying({ cookieString }, explode))).toMatchObject({
      code: 'cannotConnectToHost',
      cause: { message: 'boom' },
    });
  });

  it('that gives no task fails the request', async () => {
    const transport = { send: () => untyped(undefined) };
    expect(await failureOf(carrying({}, answered, { transport }))).toMatchObject({
      kind: 'sessionTaskFailed',
      code: 'unknown',
    });
  });

  it('whose task throws when it is held, and let go, answers all the same', async () => {
    const request = carrying({ setCookies: () => Promise.resolve() }, setting, exploding);
    expect((await onlyResponseOf(request)).error).toBeUndefined();
    await reported.reported(1);
  });

  it('whose task throws when the storage fails fails as the storage has', async () => {
    const setCookies = (): Promise<void> => Promise.reject(new Error('locked'));
    const error = await failureOf(carrying({ setCookies }, setting, exploding));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', cause: { message: 'locked' } });
  });
});

import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { type DataRequest, type DataResponse, RetryResult, URLCredential } from 'rxsession';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const URL_OF_ANN = '/basic-auth/ann/secret';
const outcome = (request: DataRequest): Promise<DataResponse<Uint8Array | undefined>> =>
  firstValueFrom(request.response());

/** The `Authorization` of every request to a path. */
const authorizations = (path: string): (string | undefined)[] =>
  server.requestsTo(path).map(({ headers }) => headers.authorization);

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

describe('a Basic challenge', () => {
  it('is answered with the credential of the request', async () => {
    const request = sessions.make().request(`${server.url}/basic-auth/user1/password`);
    const { response, data, error } = await outcome(request.authenticate('user1', 'password'));
    expect([response?.statusCode, data !== undefined, error]).toEqual([200, true, undefined]);
    expect(authorizations('/basic-auth/user1/password')).toEqual([undefined, basic('user1', 'password')]);
  });

  it('is answered once: what is wrong lets the 401 through, without an error', async () => {
    const request = sessions.make().request(`${server.url}/basic-auth/user/password`);
    const { response, data, error } = await outcome(request.authenticate('invalid', 'credentials'));
    expect([response?.statusCode, data, error]).toEqual([401, undefined, undefined]);
    expect(server.requests).toHaveLength(2);
  });

  it('of a request without a credential is its response', async () => {
    const { response } = await outcome(sessions.make().request(server.url + URL_OF_ANN));
    expect(response?.headers.get('WWW-Authenticate')).toBe('Basic realm="loopback"');
    expect(server.requests).toHaveLength(1);
  });

  it('takes a credential object, which the request shows and printing does not', async () => {
    const credential = new URLCredential('ann', 'secret');
    const request = sessions
      .make()
      .request(server.url + URL_OF_ANN)
      .authenticate(credential);
    expect(request.credential).toBe(credential);
    expect(JSON.stringify(credential)).not.toMatch(/ann|secret/);
    expect((await outcome(request)).response?.statusCode).toBe(200);
  });

  it('takes names and passwords of any script', async () => {
    const url = `${server.url}/basic-auth/${encodeURIComponent('jürgen')}/${encodeURIComponent('пароль:日本')}`;
    const { response } = await outcome(sessions.make().request(url).authenticate('jürgen', 'пароль:日本'));
    expect(response?.statusCode).toBe(200);
  });

  it('is not answered with a name that has a colon', async () => {
    const { response } = await outcome(
      sessions
        .make()
        .request(server.url + URL_OF_ANN)
        .authenticate('an:n', 'secret'),
    );
    expect([response?.statusCode, server.requests.length]).toEqual([401, 1]);
  });

  it('replaces an Authorization that was refused', async () => {
    const headers = { Authorization: 'Bearer expired' };
    const request = sessions.make().request(server.url + URL_OF_ANN, { headers });
    expect((await outcome(request.authenticate('ann', 'secret'))).response?.statusCode).toBe(200);
    expect(authorizations(URL_OF_ANN)).toEqual(['Bearer expired', basic('ann', 'secret')]);
  });

  it('is answered ahead by the retries of a request, and by no other request', async () => {
    const retry = { retry: () => (request.retryCount < 1 ? RetryResult.retry : RetryResult.doNotRetry) };
    const session = sessions.make();
    const request = session
      .request(server.url + URL_OF_ANN)
      .authenticate('ann', 'secret')
      .retry(retry);
    await outcome(request.validate({ statusCodes: [204] }));
    const answer = basic('ann', 'secret');
    expect(authorizations(URL_OF_ANN)).toEqual([undefined, answer, answer]);
    await outcome(session.request(server.url + URL_OF_ANN));
    expect(authorizations(URL_OF_ANN).at(-1)).toBeUndefined();
  });

  it('is answered with the credential that a retrier has given since', async () => {
    const request = sessions
      .make()
      .request(server.url + URL_OF_ANN)
      .authenticate('ann', 'secret');
    const retry = (): RetryResult => {
      if (request.retryCount > 0) return RetryResult.doNotRetry;
      request.authenticate('bob', 'hidden');
      return RetryResult.retry;
    };
    await outcome(request.retry({ retry }).validate({ statusCodes: [204] }));
    const answers = [basic('ann', 'secret'), undefined, basic('bob', 'hidden')];
    expect(authorizations(URL_OF_ANN)).toEqual([undefined, ...answers]);
  });

  it('is told with each 401, and the response once', async () => {
    const { session, recording } = sessions.recorded();
    await outcome(session.request(server.url + URL_OF_ANN).authenticate('ann', 'guessed'));
    const challenges = recording.events.flatMap((event) =>
      event.type === 'taskDidReceiveChallenge' ? [event.challenge] : [],
    );
    const space = { host: '127.0.0.1', port: server.port, protocol: 'http', realm: 'loopback' };
    expect(challenges).toMatchObject([
      { protectionSpace: { ...space, authenticationMethod: 'httpBasic' }, previousFailureCount: 0 },
      { protectionSpace: space, previousFailureCount: 1, failureResponse: { statusCode: 401 } },
    ]);
    expect(recording.types.filter((type) => type === 'taskDidReceiveResponse')).toHaveLength(1);
    expect(recording.types.filter((type) => type === 'requestDidCreateTask')).toHaveLength(1);
  });

  it('shows the password neither in the cURL text nor in the response', async () => {
    const request = sessions
      .make()
      .request(server.url + URL_OF_ANN)
      .authenticate('ann', 'secret');
    const response = await outcome(request.validate({ contentTypes: ['text/css'] }));
    const told = [request.cURLDescription(), response.debugDescription(), String(response.error)].join('\n');
    expect(told).not.toContain(basic('ann', 'secret'));
  });
});

import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstValueFrom, NEVER, throwError } from 'rxjs';
import {
  type DataRequest,
  type DataResponse,
  type UploadContent,
  URLCredential,
  URLCredentialStorage,
  type URLProtectionSpace,
} from 'rxsession';
import { type CredentialProvider } from 'rxsession/transport';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const [server, other] = useServers(2);
const sessions = useSessions(server, other);

const PATH = '/basic-auth/ann/secret';
const ann = new URLCredential('ann', 'secret');
const outcome = (request: DataRequest): Promise<DataResponse<Uint8Array | undefined>> =>
  firstValueFrom(request.response());
const statusOf = async (request: DataRequest): Promise<number | undefined> =>
  (await outcome(request)).response?.statusCode;

const moved = (from: { url: string }, target: string): string =>
  `${from.url}/redirect-to?url=${encodeURIComponent(target)}`;

const space = (realm = 'loopback'): URLProtectionSpace => ({
  host: '127.0.0.1',
  port: server.port,
  protocol: 'http',
  realm,
  authenticationMethod: 'httpBasic',
});

/** A storage that answers with this. */
const providing = (defaultCredential: CredentialProvider['defaultCredential']): CredentialProvider => ({
  defaultCredential,
});

describe('a credential and redirects', () => {
  it('answers where a redirect within the origin leads', async () => {
    const request = sessions.make().request(moved(server, PATH)).authenticate(ann);
    expect(await statusOf(request)).toBe(200);
  });

  it('answers ahead where it has answered before', async () => {
    const url = `${server.url}${PATH}?to=${encodeURIComponent(`${PATH}?again`)}`;
    const request = sessions.make().request(url);
    expect(await statusOf(request.authenticate(ann))).toBe(200);
    expect(server.requests.map(({ headers }) => headers.authorization !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('answers no other origin', async () => {
    const request = sessions
      .make()
      .request(moved(server, other.url + PATH))
      .authenticate(ann);
    expect(await statusOf(request)).toBe(401);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('answers not even its own origin once another has had a say', async () => {
    const url = moved(server, moved(other, server.url + PATH));
    expect(await statusOf(sessions.make().request(url).authenticate(ann))).toBe(401);
    expect(server.requestsTo(PATH).map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('is left behind by a redirect from what it has opened to another origin', async () => {
    const url = `${server.url}${PATH}?to=${encodeURIComponent(`${other.url}/get`)}`;
    expect(await statusOf(sessions.make().request(url).authenticate(ann))).toBe(200);
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('a credential and bodies', () => {
  function fileOf(content: string): URL {
    const path = join(os.tmpdir(), 'body.txt');
    writeFileSync(path, content);
    return pathToFileURL(path);
  }

  it.each<[what: string, body: () => UploadContent]>([
    ['text', () => 'hello'],
    ['bytes', () => new TextEncoder().encode('hello')],
    ['a Blob', () => new Blob(['hello'])],
    ['a file', () => fileOf('hello')],
  ])('sends %s again with the answer', async (_, body) => {
    const { session, recording } = sessions.recorded();
    const upload = session.upload(body(), server.url + PATH).authenticate(ann);
    expect(await statusOf(upload)).toBe(200);
    expect(server.requests.map(({ headers }) => headers['content-length'])).toEqual(['5', '5']);
    expect(recording.types.filter((type) => type === 'taskNeedsNewBodyStream')).toHaveLength(1);
  });

  it('lets the 401 through where the body is used up', async () => {
    const upload = sessions
      .make()
      .upload(new Blob(['hello']).stream(), server.url + PATH)
      .authenticate(ann);
    const { response, error } = await outcome(upload);
    expect([response?.statusCode, error, server.requests.length]).toEqual([401, undefined, 1]);
  });
});

describe('the credential storage of a session', () => {
  it('answers for requests without a credential of their own', async () => {
    const credentialStorage = new URLCredentialStorage();
    credentialStorage.setDefaultCredential(new URLCredential('user2', 'password'), space('127.0.0.1'));
    const session = sessions.make({ configuration: { credentialStorage } });
    const url = `${server.url}/basic-auth/user2/password?realm=127.0.0.1`;
    const { response, data, error } = await outcome(session.request(url));
    expect([response?.statusCode, data !== undefined, error]).toEqual([200, true, undefined]);
  });

  it('answers its own spaces alone, and comes after the credential of a request', async () => {
    const credentialStorage = new URLCredentialStorage();
    credentialStorage.setDefaultCredential(new URLCredential('ann', 'guessed'), space());
    const session = sessions.make({ configuration: { credentialStorage } });
    expect(await statusOf(session.request(`${server.url}${PATH}?realm=other`))).toBe(401);
    expect(server.requests).toHaveLength(1);
    expect(await statusOf(session.request(server.url + PATH))).toBe(401);
    expect(await statusOf(session.request(server.url + PATH).authenticate(ann))).toBe(200);
  });

  it('answers the weaker challenge where it knows that alone', async () => {
    const credentialStorage = new URLCredentialStorage();
    credentialStorage.setDefaultCredential(ann, space());
    const session = sessions.make({ configuration: { credentialStorage } });
    const url = `${server.url}/digest-auth/auth/ann/secret/MD5?also=${encodeURIComponent('Basic realm=loopback')}`;
    await outcome(session.request(url));
    expect(server.requests.at(-1)?.headers.authorization).toMatch(/^Basic /);
  });

  it.each(['forSession', 'none'] as const)(
    'keeps an accepted credential with the persistence %s',
    async (kept) => {
      const credentialStorage = new URLCredentialStorage();
      const session = sessions.make({ configuration: { credentialStorage } });
      await outcome(session.request(server.url + PATH).authenticate('ann', 'guessed', kept));
      expect(credentialStorage.defaultCredential(space())).toBeUndefined();
      await outcome(session.request(server.url + PATH).authenticate('ann', 'secret', kept));
      expect(credentialStorage.defaultCredential(space())?.password).toBe(
        kept === 'none' ? undefined : 'secret',
      );
      expect(await statusOf(session.request(server.url + PATH))).toBe(kept === 'none' ? 401 : 200);
    },
  );

  it('may answer later', async () => {
    const credentialStorage = providing(() => Promise.resolve(ann));
    const session = sessions.make({ configuration: { credentialStorage } });
    expect(await statusOf(session.request(server.url + PATH))).toBe(200);
  });

  it.each<[how: string, answer: CredentialProvider['defaultCredential']]>([
    [
      'throws',
      () => {
        throw new Error('locked');
      },
    ],
    ['rejects', () => Promise.reject(new Error('locked'))],
    ['errors', () => throwError(() => new Error('locked'))],
  ])('that %s fails the task', async (_, answer) => {
    const session = sessions.make({ configuration: { credentialStorage: providing(answer) } });
    const { error } = await outcome(session.request(server.url + PATH));
    expect([error?.code, String(error?.cause)]).toEqual(['userAuthenticationRequired', 'Error: locked']);
  });

  it('that never answers is left when the request is cancelled', async () => {
    const session = sessions.make({ configuration: { credentialStorage: providing(() => NEVER) } });
    const request = session.request(server.url + PATH);
    const response = outcome(request);
    await server.nextRequest(PATH);
    await server.whenIdle();
    request.cancel();
    expect((await response).error?.kind).toBe('explicitlyCancelled');
  });
});

describe("a credential over a caller's axios instance", () => {
  const httpAgent = new http.Agent({ keepAlive: false });

  it('answers with what the instance adds to the URL', async () => {
    const instance = axios.create({ httpAgent, params: { key: '17' } });
    const session = sessions.make({ session: instance });
    const url = `${server.url}/digest-auth/auth/ann/secret/SHA-256`;
    expect(await statusOf(session.request(url).authenticate(ann))).toBe(200);
    expect(server.requests.map(({ target }) => target.endsWith('?key=17'))).toEqual([true, true]);
  });

  it('replaces what the instance said of itself', async () => {
    const instance = axios.create({ httpAgent, auth: { username: 'bob', password: 'wrong' } });
    const session = sessions.make({ session: instance });
    expect(await statusOf(session.request(server.url + PATH).authenticate(ann))).toBe(200);
  });
});

import { describe, expect, it } from '@jest/globals';
import { chmodSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstValueFrom } from 'rxjs';
import { Adapter, type DataRequest, type DataResponse, Redirector, URLRequest } from 'rxsession';
import { StubTransport } from 'rxsession/testing';
import { seededBytes } from '../../examples/server/seeded-bytes.js';
import { violations } from '../support/event-grammar.js';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const pathOf = (name: string): string => join(os.tmpdir(), name);

function fileOf(content: string | Uint8Array, name = 'data.json'): URL {
  writeFileSync(pathOf(name), content);
  return pathToFileURL(pathOf(name));
}

const outcome = (request: DataRequest): Promise<DataResponse<Uint8Array | undefined>> =>
  firstValueFrom(request.response());

describe('a request for a file', () => {
  it('succeeds without a response', async () => {
    const request = sessions.make().request(fileOf('{"id":17}')).validate();
    const response = await firstValueFrom(request.responseJSON());
    expect(response).toMatchObject({ value: { id: 17 }, error: undefined, response: undefined });
  });

  it('tells its events in order, and all of its progress in the end', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(fileOf(seededBytes(3_000_000)));
    const { data, metrics } = await outcome(request);
    expect(data).toEqual(seededBytes(3_000_000));
    expect(metrics?.transactions[0]).toMatchObject({ response: undefined, bodyBytesReceived: 3_000_000 });
    expect(violations(recording.events)).toEqual([]);
    expect(await firstValueFrom(request.downloadProgress)).toMatchObject({
      completedUnitCount: 3_000_000,
      totalUnitCount: 3_000_000,
      fractionCompleted: 1,
    });
  });

  it('that is empty has no data', async () => {
    expect(await outcome(sessions.make().request(fileOf('')))).toMatchObject({
      data: undefined,
      error: undefined,
    });
  });

  it('is answered whatever the session stands on', async () => {
    const session = sessions.make({ transport: new StubTransport(() => 'never') });
    expect(await session.request(fileOf('text')).serializingString().value).toBe('text');
  });

  it.each<[what: string, url: () => URL, code: string]>([
    ['a missing file', () => pathToFileURL(pathOf('missing')), 'fileDoesNotExist'],
    ['a path through a file', () => new URL(`${fileOf('{}').href}/inside`), 'fileDoesNotExist'],
    ['a folder', () => pathToFileURL(os.tmpdir()), 'fileIsDirectory'],
    ['a device', () => new URL('file:///dev/zero'), 'cannotOpenFile'],
    ['a path that is none', () => new URL('file:///a%2Fb'), 'cannotOpenFile'],
    ['a file of another host', () => new URL('file://elsewhere.example/share'), 'unsupportedURL'],
  ])('for %s fails with a typed error', async (_, url, code) => {
    const { error } = await outcome(sessions.make().request(url()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code });
  });

  it('that may not be read fails with noPermissionsToReadFile', async () => {
    const url = fileOf('{}');
    chmodSync(pathOf('data.json'), 0);
    const { error } = await outcome(sessions.make().request(url));
    // whoever may read everything is root
    expect(error?.code).toBe(process.getuid?.() === 0 ? undefined : 'noPermissionsToReadFile');
  });

  it('takes no method but GET, and no body', async () => {
    const url = fileOf('{}');
    const session = sessions.make();
    expect((await outcome(session.request(url, { method: 'DELETE' }))).error?.code).toBe('unsupportedURL');
    const { error } = await outcome(session.request(url, { method: 'POST', parameters: { a: 1 } }));
    expect(error?.kind).toBe('unsupported');
  });

  it('keeps to the limit of what is held in memory', async () => {
    const session = sessions.make({ configuration: { maximumResponseBodySize: 1000 } });
    const { error, data } = await outcome(session.request(fileOf(seededBytes(1001))));
    expect([error?.code, data]).toEqual(['dataLengthExceedsMaximum', undefined]);
  });

  it('stands still while it is suspended, and ends when it is cancelled', async () => {
    const request = sessions.make().request(fileOf(seededBytes(5_000_000)));
    const response = outcome(request);
    request.suspend();
    await new Promise((resolve) => setImmediate(resolve));
    expect(request.state).toBe('suspended');
    await ended(request.cancel());
    expect((await response).error?.kind).toBe('explicitlyCancelled');
  });
});

describe('a file', () => {
  const secret = (): URL => fileOf('secret');

  it.each<[how: string, request: (url: URL) => DataRequest]>([
    ['text', (url) => sessions.make().request(url.href)],
    ['a URLRequest', (url) => sessions.make().request(new URLRequest(url))],
    [
      'an adapter',
      (url) =>
        sessions
          .make()
          .request(`${server.url}/get`)
          .adapt(Adapter((request) => request.with({ url }))),
    ],
    [
      'a request modifier',
      (url) =>
        sessions.make().request(`${server.url}/get`, { requestModifier: (request) => request.with({ url }) }),
    ],
    [
      'a redirect',
      (url) => sessions.make().request(`${server.url}/redirect-to?url=${encodeURIComponent(url.href)}`),
    ],
    [
      'a redirect handler',
      (url) =>
        sessions
          .make()
          .request(`${server.url}/redirect/1`)
          .redirect(Redirector.modify((_task, newRequest) => newRequest.with({ url }))),
    ],
  ])('is never led to by %s', async (_, request) => {
    const { error, data } = await outcome(request(secret()));
    expect([error?.code, data]).toEqual(['unsupportedURL', undefined]);
  });

  it('is not written to by an upload', async () => {
    const { error } = await outcome(sessions.make().upload('text', secret()));
    expect(error?.code).toBe('unsupportedURL');
  });
});

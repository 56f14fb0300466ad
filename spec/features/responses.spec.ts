import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable, firstValueFrom } from 'rxjs';
import type { DataRequest, DataResponse, SessionError } from 'rxsession';
import { z } from 'zod';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const Echo = z.object({ url: z.string(), args: z.record(z.string(), z.string()) });

const FORMS: readonly (readonly [string, (request: DataRequest) => Observable<DataResponse<unknown>>])[] = [
  ['not serialized', (request) => request.response()],
  ['data', (request) => request.responseData()],
  ['text', (request) => request.responseString()],
  ['JSON', (request) => request.responseJSON()],
  ['a decoded value', (request) => request.responseDecodable(Echo)],
];

function echo(): DataRequest {
  return sessions.make().request(`${server.url}/get`, { parameters: { foo: 'bar' } });
}

const decoded = (): Promise<DataResponse<z.infer<typeof Echo>>> =>
  firstValueFrom(echo().responseDecodable(Echo));
const failed = (): Promise<DataResponse<Uint8Array>> =>
  firstValueFrom(sessions.make().request('invalid').responseData());

function expectComplete(response: DataResponse<unknown, unknown>): void {
  expect(response.request?.url).toBe(`${server.url}/get?foo=bar`);
  expect(response.response?.statusCode).toBe(200);
  expect(response.data?.byteLength).toBeGreaterThan(0);
  expect(response.metrics?.transactions).toHaveLength(1);
}

function expectEmpty(response: DataResponse<unknown, unknown>): void {
  expect(response.request?.url).toBe('invalid');
  expect(response.metrics).toBeDefined();
  expect([response.response, response.data]).toEqual([undefined, undefined]);
}

describe('a response', () => {
  it.each(FORMS)('has request, head, body and metrics beside its success: %s', async (_form, listen) => {
    const response = await lastValueFrom(listen(echo()));
    expect(response).toMatchObject({ result: { kind: 'success' }, error: undefined });
    expectComplete(response);
  });

  it.each(FORMS)(
    'of a URL that cannot be loaded has request and metrics beside its failure: %s',
    async (_form, listen) => {
      const response = await lastValueFrom(listen(sessions.make().request('invalid')));
      expect(response).toMatchObject({ result: { kind: 'failure', error: { kind: 'invalidURL' } } });
      expectEmpty(response);
    },
  );

  it('as JSON holds what a GET was answered', async () => {
    expect(await firstValueFrom(echo().responseJSON())).toMatchObject({ value: { args: { foo: 'bar' } } });
  });

  it('as JSON holds what a POST was answered', async () => {
    const options = { method: 'POST', parameters: { foo: 'bar' } } as const;
    const response = await firstValueFrom(
      sessions.make().request(`${server.url}/post`, options).responseJSON(),
    );
    expect(response).toMatchObject({ value: { form: { foo: 'bar' } } });
    expect(response.metrics).toBeDefined();
  });

  it('decoded holds the URL exactly as it was asked for, where the parameters are empty', async () => {
    const request = sessions.make().request(`${server.url}/get`, { parameters: {} });
    const response = await firstValueFrom(request.responseDecodable(Echo));
    expect(response.value?.url).toBe(`${server.url}/get`);
    expect(response.request?.url).toBe(`${server.url}/get`);
  });

  it.each(['map', 'tryMap'] as const)('keeps all but its value in %s', async (name) => {
    const response = (await decoded())[name](({ args }) => args['foo']);
    expect(response.value).toBe('bar');
    expectComplete(response);
  });

  it('keeps its failure in map', async () => {
    const response = (await failed()).map(() => 'never');
    expect(response.error).toMatchObject({ kind: 'invalidURL' });
    expectEmpty(response);
  });

  it('fails with what the function of tryMap throws, as it is', async () => {
    const thrown = new Error('transform');
    const response = (await decoded()).tryMap(() => {
      throw thrown;
    });
    expect(response.error).toBe(thrown);
    expectComplete(response);
  });

  it('has another failure after mapError', async () => {
    const response = (await failed()).mapError((error: SessionError) => ({ wrapped: error }));
    expect(response.error).toMatchObject({ wrapped: { kind: 'invalidURL' } });
    expectEmpty(response);
  });

  it.each(['mapError', 'tryMapError'] as const)('keeps its success in %s', async (name) => {
    const response = (await firstValueFrom(echo().responseData()))[name](() => 'never');
    expect(response.result.kind).toBe('success');
    expectComplete(response);
  });

  it('fails with what the function of tryMapError throws, as it is', async () => {
    const thrown = new Error('transform');
    const response = (await failed()).tryMapError(() => {
      throw thrown;
    });
    expect(response.error).toBe(thrown);
  });
});

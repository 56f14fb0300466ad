import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  isValidationFailure,
  Result,
  type AcceptableResponse,
  type DataRequest,
  type SessionError,
  type Validation,
} from 'rxsession';
import { z } from 'zod';
import { useHttpbin } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

function get(path: string, accept?: string): DataRequest {
  const headers = accept === undefined ? undefined : { Accept: accept };
  return sessions.make().request(httpbin.url + path, { headers });
}

async function errorOf(request: DataRequest): Promise<SessionError | undefined> {
  return (await firstValueFrom(request.response())).error;
}

describe('validate() over the status codes of httpbin', () => {
  it.each([200, 201, 204, 299])('accepts %i', async (code) => {
    expect(await errorOf(get(`/status/${code}`).validate())).toBeUndefined();
  });

  it.each([400, 401, 404, 418, 429, 500, 503])('refuses %i', async (code) => {
    const error = await errorOf(get(`/status/${code}`).validate());
    expect(error?.reason).toEqual({ kind: 'unacceptableStatusCode', code });
  });

  it('accepts the codes it is given, and no others', async () => {
    const codes = { statusCodes: [404, 410] };
    const errors = await Promise.all(
      [404, 200].map((code) => errorOf(get(`/status/${code}`).validate(codes))),
    );
    expect(errors.map((error) => error?.reason)).toEqual([
      undefined,
      { kind: 'unacceptableStatusCode', code: 200 },
    ]);
  });

  it('accepts none of an empty list', async () => {
    const error = await errorOf(get('/status/201').validate({ statusCodes: [] }));
    expect(error?.reason).toEqual({ kind: 'unacceptableStatusCode', code: 201 });
  });

  it('is not asked unless it was called', async () => {
    const { response, error } = await firstValueFrom(get('/status/500').response());
    expect([response?.statusCode, error]).toEqual([500, undefined]);
  });

  it('leaves body and head of what it refuses in the response', async () => {
    const { data, response, error } = await firstValueFrom(get('/status/418').validate().response());
    expect(new TextDecoder().decode(data)).toContain('teapot');
    expect([response?.statusCode, isValidationFailure(error)]).toEqual([418, true]);
  });

  it('is the rule at the cold door, unless it is told otherwise', async () => {
    const session = sessions.make();
    const url = `${httpbin.url}/status/406`;
    await expect(firstValueFrom(session.get(url))).rejects.toMatchObject({
      kind: 'responseValidationFailed',
    });
    const accepted = await firstValueFrom(session.get(url, { validation: false }));
    expect(accepted).toHaveProperty('message');
  });
});

describe('validate() over the content types of httpbin', () => {
  it.each([
    ['/uuid', 'application/json'],
    ['/html', 'text/html; charset=utf-8'],
    ['/xml', 'application/*'],
    ['/image/png', '*/png'],
    ['/robots.txt', '*/*'],
  ])('accepts %s as %s', async (path, contentType) => {
    expect(await errorOf(get(path).validate({ contentTypes: [contentType] }))).toBeUndefined();
  });

  it('refuses another', async () => {
    const error = await errorOf(get('/xml').validate({ contentTypes: ['application/octet-stream'] }));
    expect(error?.reason).toEqual({
      kind: 'unacceptableContentType',
      acceptableContentTypes: ['application/octet-stream'],
      responseContentType: 'application/xml',
    });
  });

  it('asks nothing of an empty body', async () => {
    expect(await errorOf(get('/status/204').validate({ contentTypes: [] }))).toBeUndefined();
  });

  it.each([
    ['/uuid', 'application/*', undefined],
    ['/xml', 'text/xml, application/xml, text/html;q=0.9,*/*;q=0.5', undefined],
    ['/xml', 'application/json', 'unacceptableContentType'],
  ])('takes what was asked for by Accept: %s as %s', async (path, accept, refusal) => {
    expect((await errorOf(get(path, accept).validate()))?.reason?.kind).toBe(refusal);
  });

  const STATUS: AcceptableResponse = { statusCodes: (code) => code >= 400 };
  const TYPE: AcceptableResponse = { contentTypes: ['application/octet-stream'] };
  it.each([
    ['status', STATUS, TYPE, 'unacceptableStatusCode'],
    ['content type', TYPE, STATUS, 'unacceptableContentType'],
  ])('refuses for the %s when that is asked first', async (_, first, second, reason) => {
    expect((await errorOf(get('/xml').validate(first).validate(second)))?.reason?.kind).toBe(reason);
  });
});

describe('a validation of one’s own', () => {
  it('sees request, response and body', async () => {
    const seen: unknown[] = [];
    const validation: Validation = (request, response, data) => {
      seen.push(request?.url, response.statusCode, data?.byteLength);
    };
    const { data } = await firstValueFrom(get('/get').validate(validation).response());
    expect(seen).toEqual([`${httpbin.url}/get`, 200, data?.byteLength]);
  });

  it('refuses with an error of its own, the first of two', async () => {
    const missing = new Error('missing data');
    const refusing = (error: Error) => (): Result<void, Error> => Result.failure(error);
    const request = get('/get')
      .validate(refusing(missing))
      .validate(refusing(new Error('second')));
    expect((await errorOf(request))?.underlyingError).toBe(missing);
  });
});

describe('what a schema makes of httpbin', () => {
  it('is a value it has checked', async () => {
    const schema = z.object({ uuid: z.uuid() });
    const { uuid } = await firstValueFrom(sessions.make().get(`${httpbin.url}/uuid`, { schema }));
    expect(uuid).toHaveLength(36);
  });

  it('is a failure to decode, with the path of what is wrong', async () => {
    const schema = z.object({ uuid: z.number() });
    const error = (await get('/uuid').validate().serializingDecodable(schema).response).error;
    expect([error?.kind, error?.reason?.kind]).toEqual(['responseSerializationFailed', 'decodingFailed']);
    expect(error?.underlyingError).toMatchObject({ issues: [{ path: 'uuid' }] });
  });

  it('is a failure to parse where there is no JSON', async () => {
    const error = (await get('/html').validate().serializingJSON().response).error;
    expect(error?.reason?.kind).toBe('jsonSerializationFailed');
  });
});

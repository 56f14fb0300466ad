import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { type DataRequest, Result, type SessionError, type Validation } from 'rxsession';
import { countsOf, ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

type Validate = (request: DataRequest) => unknown;

/** The error that a response of `path` is refused with; `Accept` stands after a space. */
async function refusal(target: string, validate: Validate): Promise<SessionError | undefined> {
  const [path = '', ...accept] = target.split(' ');
  const headers = accept.length === 0 ? {} : { Accept: accept.join(' ') };
  const request = sessions.make().request(server.url + path, { headers });
  validate(request);
  await ended(request.resume());
  return request.error;
}

const ACCEPTS_XML =
  'text/xml, application/xml, application/xhtml+xml, text/html;q=0.9, text/plain;q=0.8,*/*;q=0.5';

describe('a validation', () => {
  it.each<[string, string, Validate]>([
    ['a status code that is listed', '/status/200', (r) => r.validate({ statusCodes: [200] })],
    [
      'a status code that a function allows',
      '/status/404',
      (r) => r.validate({ statusCodes: (code) => code > 400 }),
    ],
    [
      'a content type that is listed',
      '/ip',
      (r) => r.validate({ contentTypes: ['application/json; q=0.8'] }),
    ],
    ['a content type by a wildcard', '/ip', (r) => r.validate({ contentTypes: ['*/json'] })],
    ['no content type where there is no body', '/status/204', (r) => r.validate({ contentTypes: [] })],
    [
      'status and content type',
      '/ip',
      (r) => r.validate({ statusCodes: [200], contentTypes: ['application/*'] }),
    ],
    ['what the request accepts', '/ip application/*', (r) => r.validate()],
    ['one of all that the request accepts', `/xml ${ACCEPTS_XML}`, (r) => r.validate()],
    ['what a function lets pass', '/get', (r) => r.validate(() => undefined)],
    ['what a function succeeds about', '/get', (r) => r.validate(() => Result.success(undefined))],
    ['what a promise lets pass', '/get', (r) => r.validate(() => Promise.resolve())],
    ['what an Observable lets pass', '/get', (r) => r.validate(() => of(undefined))],
  ])('accepts %s', async (_what, target, validate) => {
    expect(await refusal(target, validate)).toBeUndefined();
  });

  it.each<[string, string, Validate, object]>([
    [
      'any status code with an empty list',
      '/status/201',
      (r) => r.validate({ statusCodes: [] }),
      { responseCode: 201 },
    ],
    ['a status code out of the 200s', '/status/404', (r) => r.validate(), { responseCode: 404 }],
    [
      'another content type',
      '/xml',
      (r) => r.validate({ contentTypes: ['application/octet-stream'] }),
      { responseContentType: 'application/xml', acceptableContentTypes: ['application/octet-stream'] },
    ],
    [
      'any content type with an empty list',
      '/xml',
      (r) => r.validate({ contentTypes: [] }),
      { responseContentType: 'application/xml', acceptableContentTypes: [] },
    ],
    [
      'what the request does not accept',
      '/xml application/json',
      (r) => r.validate(),
      { responseContentType: 'application/xml', acceptableContentTypes: ['application/json'] },
    ],
    [
      'with the first of two that refuse',
      '/xml',
      (r) => r.validate({ statusCodes: [404], contentTypes: [] }),
      { responseCode: 200 },
    ],
    [
      'in the order they were added',
      '/xml',
      (r) => r.validate({ contentTypes: [] }).validate({ statusCodes: [404] }),
      { reason: { kind: 'unacceptableContentType' } },
    ],
  ])('refuses %s', async (_what, target, validate, expected) => {
    const error = await refusal(target, validate);
    expect(error).toMatchObject({ kind: 'responseValidationFailed', ...expected });
  });

  it.each<[string, Validation]>([
    ['answers a failure', () => Result.failure(new Error('refused'))],
    [
      'throws',
      () => {
        throw new Error('refused');
      },
    ],
    ['rejects', () => Promise.reject(new Error('refused'))],
  ])('of the caller refuses when it %s', async (_how, validation) => {
    const error = await refusal('/get', (request) => request.validate(validation));
    expect(error).toMatchObject({
      kind: 'responseValidationFailed',
      reason: { kind: 'customValidationFailed', error: { message: 'refused' } },
      underlyingError: { message: 'refused' },
    });
  });

  it('of the caller sees the request, the response and the body', async () => {
    const seen: unknown[] = [];
    await refusal('/bytes/7', (request) =>
      request.validate((urlRequest, { statusCode }, data) => {
        seen.push(urlRequest?.url, statusCode, data?.byteLength);
      }),
    );
    expect(seen).toEqual([`${server.url}/bytes/7`, 200, 7]);
  });

  it('is not asked once another has refused', async () => {
    const asked: string[] = [];
    const refuse =
      (name: string): Validation =>
      () => {
        asked.push(name);
        return Result.failure(new Error(name));
      };
    const error = await refusal('/get', (request) =>
      request.validate(refuse('first')).validate(refuse('second')),
    );
    expect(asked).toEqual(['first']);
    expect(error?.underlyingError).toMatchObject({ message: 'first' });
  });

  it('is not asked about a request that failed', async () => {
    let isAsked = false;
    const request = sessions
      .make()
      .request('http://127.0.0.1:1/')
      .validate(() => {
        isAsked = true;
      });
    expect(await request.serializingData().response).toMatchObject({
      error: { code: 'cannotConnectToHost' },
    });
    expect(isAsked).toBe(false);
  });

  it('keeps the body of the response that it refused', async () => {
    const request = sessions.make().request(`${server.url}/nothing`).validate();
    const { data, error } = await request.serializingJSON().response;
    expect(error).toMatchObject({ responseCode: 404 });
    expect(new TextDecoder().decode(data)).toContain('nothing at /nothing');
  });

  it('is told once for each call of validate()', async () => {
    const { session, recording } = sessions.recorded();
    const request = session
      .request(`${server.url}/ip`)
      .validate()
      .validate({ statusCodes: [200] });
    await ended(request.resume());
    expect(countsOf(recording.types)).toMatchObject({ requestDidValidate: 2 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { SessionConfiguration, type ParameterEncoder, type RequestModifier, URLRequest } from 'rxsession';
import { failureOf, untyped } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { thrownBy } from '../support/thrown.js';

const server = useServer();
const sessions = useSessions(server);

/** What cannot stand in a header without ending it, or cannot be written as Latin-1. */
const BAD_HEADERS: readonly (readonly [what: string, name: string, value: string])[] = [
  ['CR in the value', 'X-Bad', 'a\rb'],
  ['LF in the value', 'X-Bad', 'a\nX-Smuggled: 1'],
  ['CR LF in the value', 'X-Bad', 'a\r\nX-Smuggled: 1'],
  ['NUL in the value', 'X-Bad', 'a\0b'],
  ['a value beyond Latin-1', 'X-Bad', '世界'],
  ['CR LF in the name', 'X-Bad\r\nX-Smuggled', '1'],
  ['NUL in the name', 'X-\0', '1'],
  ['a space in the name', 'X Bad', '1'],
  ['a colon in the name', 'X-Bad:', '1'],
  ['a name beyond ASCII', 'X-Bäd', '1'],
  ['no name', '', '1'],
];

describe.each(BAD_HEADERS)('a header with %s', (_what, name, value) => {
  const refused = { kind: 'urlRequestValidationFailed', reason: { kind: 'invalidHeader', name } };
  const headers = { [name]: value };

  it('is refused among the options', async () => {
    expect(await failureOf(sessions.make().request(`${server.url}/get`, { headers }))).toMatchObject(refused);
    expect(server.requests).toHaveLength(0);
  });

  it('is refused of an upload', async () => {
    const upload = sessions.make().upload('text', `${server.url}/post`, { headers });
    expect(await failureOf(upload)).toMatchObject(refused);
  });

  it('is refused of a convertible', async () => {
    const asURLRequest = (): URLRequest => new URLRequest(`${server.url}/get`, { headers });
    expect(await failureOf(sessions.make().request({ asURLRequest }))).toMatchObject(refused);
  });

  it('is refused of an adapter', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.adapt({ adapt: (urlRequest) => urlRequest.with({ headers: [[name, value]] }) });
    expect(await failureOf(request)).toMatchObject({ kind: 'requestAdaptationFailed', cause: refused });
  });

  it('is refused of a redirect handler', async () => {
    const request = sessions.make().request(`${server.url}/redirect/1`);
    request.redirect({ redirect: (_task, next) => next.with({ headers: [[name, value]] }) });
    expect(await failureOf(request)).toMatchObject(refused);
    expect(server.requests).toHaveLength(1);
  });

  it('is refused of the configuration', async () => {
    const session = sessions.make({ configuration: { headers } });
    expect(await failureOf(session.request(`${server.url}/get`))).toMatchObject(refused);
  });
});

describe('a method that is none', () => {
  it.each(['', 'GE T', 'GET\r\nX-Smuggled: 1', 'G\0T', 'GÄT', 'CONNECT'])(
    'such as %j is refused',
    async (method) => {
      const error = await failureOf(sessions.make().request(`${server.url}/get`, { method }));
      expect(error).toMatchObject({
        kind: 'urlRequestValidationFailed',
        reason: { kind: 'invalidMethod', method },
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  it('is refused of an adapter too', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.adapt({ adapt: (urlRequest) => urlRequest.with({ method: 'GE T' }) });
    const cause = { kind: 'urlRequestValidationFailed', reason: { kind: 'invalidMethod' } };
    expect(await failureOf(request)).toMatchObject({ kind: 'requestAdaptationFailed', cause });
  });

  it.each([17, true, {}])('%j instead of text is refused', async (method) => {
    const request = sessions.make().request(`${server.url}/get`, { method: untyped(method) });
    expect((await failureOf(request)).kind).toMatch(/createURLRequestFailed|urlRequestValidationFailed/);
    expect(server.requests).toHaveLength(0);
  });
});

describe('a GET with a body', () => {
  const refused = { kind: 'urlRequestValidationFailed', reason: { kind: 'bodyDataInGETRequest' } };

  it.each<[string, string | Uint8Array]>([
    ['text', 'text'],
    ['bytes', new Uint8Array(3)],
  ])('that is %s is refused', async (_what, body) => {
    const error = await failureOf(sessions.make().request(new URLRequest(`${server.url}/get`, { body })));
    expect(error).toMatchObject(refused);
    expect(server.requests).toHaveLength(0);
  });

  it('from an adapter is refused', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.adapt({ adapt: (urlRequest) => urlRequest.with({ body: 'text' }) });
    expect(await failureOf(request)).toMatchObject({ kind: 'requestAdaptationFailed', cause: refused });
  });

  it('that is empty has none', async () => {
    const request = sessions.make().request(new URLRequest(`${server.url}/get`, { body: '' }));
    expect(await lastValueFrom(request.responseJSON().value())).toMatchObject({ method: 'GET', data: '' });
  });
});

describe('a timeout', () => {
  it.each([NaN, -1, -Infinity])('of %d for a request is refused', async (timeoutInterval) => {
    const error = await failureOf(
      sessions.make().request(new URLRequest(`${server.url}/get`, { timeoutInterval })),
    );
    const reason = { kind: 'invalidTimeout', timeout: timeoutInterval };
    expect(error).toMatchObject({ kind: 'urlRequestValidationFailed', reason });
  });

  it.each([NaN, -1, -Infinity])('of %d is refused of the configuration', async (limit) => {
    for (const name of ['timeoutIntervalForRequest', 'timeoutIntervalForResource', 'connectTimeout']) {
      const session = sessions.make({ configuration: { [name]: limit } });
      const { message } = await failureOf(session.request(`${server.url}/get`));
      expect(message).toContain(`"${name}" is the number ${limit}; a number that is not negative is wanted`);
    }
  });

  it('of Infinity is none', async () => {
    const limits = { timeoutIntervalForRequest: Infinity, timeoutIntervalForResource: Infinity };
    const session = sessions.make({ configuration: { ...limits, connectTimeout: Infinity } });
    const request = session.request(new URLRequest(`${server.url}/get`, { timeoutInterval: Infinity }));
    expect(await lastValueFrom(request.responseJSON().value())).toMatchObject({ method: 'GET' });
  });

  it.each(['maximumResponseBodySize', 'maximumRedirects', 'httpMaximumConnectionsPerHost'])(
    'is no more strictly judged than %s',
    (name) => {
      expect(thrownBy(() => new SessionConfiguration({ [name]: NaN }))).toBeInstanceOf(TypeError);
    },
  );
});

describe('parameters that cannot be encoded', () => {
  const cyclic: Record<string, unknown> = { name: 'a' };
  cyclic['self'] = cyclic;

  it.each(['GET', 'POST'])('because they contain themselves fail a %s', async (method) => {
    const request = sessions.make().request(`${server.url}/anything`, { method, parameters: cyclic });
    expect(await failureOf(request)).toMatchObject({ kind: 'parameterEncoderFailed' });
    expect(server.requests).toHaveLength(0);
  });

  it('fail the cold door too', async () => {
    const asked = sessions.make().post(`${server.url}/post`, cyclic);
    await expect(lastValueFrom(asked)).rejects.toMatchObject({ kind: 'parameterEncoderFailed' });
  });

  it.each<[string, ParameterEncoder]>([
    ['throws', { encode: () => fail(new Error('no')) }],
    ['answers nothing', untyped({ encode: () => undefined })],
    ['answers 42', untyped({ encode: () => 42 })],
    ['answers later', untyped({ encode: (_: unknown, into: URLRequest) => Promise.resolve(into) })],
    ['is none', untyped({})],
  ])('by an encoder that %s fail', async (_what, encoder) => {
    const request = sessions.make().request(`${server.url}/get`, { parameters: { a: 1 }, encoder });
    expect((await failureOf(request)).kind).toMatch(/parameterEncoderFailed|createURLRequestFailed/);
    expect(server.requests).toHaveLength(0);
  });
});

describe('a request modifier', () => {
  it('that throws makes no URLRequest', async () => {
    const requestModifier = (): never => fail(new Error('no'));
    const error = await failureOf(sessions.make().request(`${server.url}/get`, { requestModifier }));
    expect(error).toMatchObject({ kind: 'createURLRequestFailed', cause: { message: 'no' } });
  });

  it.each<[string, RequestModifier]>([
    ['42', untyped(() => 42)],
    ['a promise', untyped((urlRequest: URLRequest) => Promise.resolve(urlRequest))],
  ])('that answers %s makes no URLRequest', async (_what, requestModifier) => {
    const error = await failureOf(sessions.make().request(`${server.url}/get`, { requestModifier }));
    expect(error).toMatchObject({ kind: 'createURLRequestFailed', cause: expect.any(TypeError) });
    expect(server.requests).toHaveLength(0);
  });
});

describe('an AbortSignal', () => {
  it('that was aborted before cancels, and nothing is sent', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    const error = await failureOf(sessions.make().request(`${server.url}/get`, { signal }));
    expect(error.kind).toBe('explicitlyCancelled');
    expect(server.requests).toHaveLength(0);
  });
});

function fail(error: Error): never {
  throw error;
}

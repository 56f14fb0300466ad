import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable } from 'rxjs';
import { hasErrorValue, SessionError } from 'rxsession';
import { withEmptyValue } from 'rxsession/serializers';
import * as v from 'valibot';
import { z } from 'zod';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const failureOf = (asked: Observable<unknown>): Promise<unknown> =>
  lastValueFrom(asked).catch((reason: unknown) => reason);

describe('an empty 200 through the cold door', () => {
  const empty = (): string => `${server.url}/bytes/0`;

  it('is undefined for JSON, no text, no bytes, or nothing', async () => {
    const session = sessions.make();
    expect(await lastValueFrom(session.get(empty()))).toBeUndefined();
    expect(await lastValueFrom(session.get(empty(), { decode: 'string' }))).toBe('');
    expect(await lastValueFrom(session.get(empty(), { decode: 'data' }))).toEqual(new Uint8Array());
    await expect(lastValueFrom(session.get(empty(), { decode: 'none' }))).resolves.toBeUndefined();
  });

  it('fails for a schema, unless emptyResponseCodes has it and the schema an empty value', async () => {
    const schema = withEmptyValue(z.array(z.number()), () => []);
    const session = sessions.make();
    expect(await failureOf(session.get(empty(), { schema }))).toMatchObject({
      reason: { kind: 'inputDataNilOrZeroLength' },
    });
    expect(await lastValueFrom(session.get(empty(), { schema, emptyResponseCodes: [200] }))).toEqual([]);
  });
});

describe('decode: none', () => {
  it('emits undefined for whatever body comes, and still fails for a refused one', async () => {
    const session = sessions.make();
    const asked = session.get(`${server.url}/bytes/5`, { decode: 'none' });
    await expect(lastValueFrom(asked)).resolves.toBeUndefined();
    const refused = await failureOf(session.get(`${server.url}/status/404`, { decode: 'none' }));
    expect(refused).toMatchObject({ response: { statusCode: 404 } });
  });
});

describe('an errorSchema', () => {
  const Problem = z.object({ method: z.string(), args: z.record(z.string(), z.string()) });
  const refuse = { validation: () => ({ kind: 'failure', error: new Error('refused') }) as const };

  it('decodes the body of the error, and gives its value a type', async () => {
    const options = { errorSchema: Problem, ...refuse };
    const error = await failureOf(sessions.make().get(`${server.url}/get?a=1`, options));
    if (!hasErrorValue(error, Problem)) throw new Error('The error has no value.');
    expect(error.value.args satisfies Record<string, string>).toEqual({ a: '1' });
    expect(Object.keys(error)).toEqual(['failure']);
  });

  it('may answer with a promise', async () => {
    const Late = v.pipeAsync(
      v.object({ method: v.string() }),
      v.checkAsync(() => Promise.resolve(true)),
    );
    const error = await failureOf(sessions.make().get(`${server.url}/get`, { errorSchema: Late, ...refuse }));
    expect(hasErrorValue(error, Late) && error.value.method).toBe('GET');
  });

  it.each([
    ['is not of it', '/get', z.object({ missing: z.string() })],
    ['is no JSON', '/bytes/5', z.unknown()],
  ])('leaves the value undefined where the body %s', async (_what, path, errorSchema) => {
    const error = await failureOf(sessions.make().get(`${server.url}${path}`, { errorSchema, ...refuse }));
    expect(error).toMatchObject({ kind: 'responseValidationFailed', value: undefined });
    expect(hasErrorValue(error, errorSchema)).toBe(false);
  });

  it('knows only the error that it decoded', () => {
    const error = new SessionError({ kind: 'explicitlyCancelled' });
    expect([error, undefined, new Error('other')].map((each) => hasErrorValue(each, Problem))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a BufferSource through the cold door and the upload door', () => {
  const numbers = [0x64636261, 0x68676665];
  const { buffer } = Uint32Array.from(numbers);
  const SOURCES: readonly (readonly [what: string, body: ArrayBufferView | ArrayBufferLike, sent: string])[] =
    [
      ['Uint32Array', Uint32Array.from(numbers), 'abcdefgh'],
      ['Int8Array', new Int8Array(buffer), 'abcdefgh'],
      ['Uint8ClampedArray, a view', new Uint8ClampedArray(buffer, 2, 3), 'cde'],
      ['Float64Array', new Float64Array(buffer), 'abcdefgh'],
      ['BigInt64Array', new BigInt64Array(buffer), 'abcdefgh'],
      ['DataView, a view', new DataView(buffer, 4), 'efgh'],
      ['ArrayBuffer', buffer, 'abcdefgh'],
      ['SharedArrayBuffer', shared('abc'), 'abc'],
    ];

  it.each(SOURCES)('is sent as its bytes: %s', async (_what, body, sent) => {
    const url = `${server.url}/post`;
    expect((await lastValueFrom(sessions.make().post<Echo>(url, body))).data).toBe(sent);
    expect((await sessions.make().upload(body, url).serializingJSON<Echo>().value).data).toBe(sent);
  });
});

function shared(text: string): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(text.length);
  new Uint8Array(buffer).set(new TextEncoder().encode(text));
  return buffer;
}

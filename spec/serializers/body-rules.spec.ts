import { SessionError } from '../../lib/errors/session-error.js';
import { BodyRules, type ReceivedBody } from '../../lib/serializers/body-rules.js';
import { bytesOf, requestOf, responseOf, thrownBy } from '../support/received.js';

const nothing: ReceivedBody = { request: undefined, response: undefined, data: undefined, error: undefined };
const empty = new Uint8Array();

describe('which bodies may be empty', () => {
  it.each<[string, Partial<ReceivedBody>]>([
    ['that of a 204', { response: responseOf(204) }],
    ['that of a 205', { request: requestOf('POST'), response: responseOf(205) }],
    ['that of a HEAD', { request: requestOf('HEAD'), response: responseOf(200) }],
    ['that of a HEAD, as no bytes', { request: requestOf('HEAD'), data: empty }],
  ])('%s', (_which, given) => {
    expect(new BodyRules().prepared({ ...nothing, ...given })).toBeUndefined();
  });

  it.each<[string, Partial<ReceivedBody>]>([
    ['that of nothing', {}],
    ['that of nothing, as no bytes', { data: empty }],
    ['that of a 200', { request: requestOf('GET'), response: responseOf(200) }],
  ])('not %s', (_which, given) => {
    const error = thrownBy(() => new BodyRules().prepared({ ...nothing, ...given }));
    expect(error.kind).toBe('responseSerializationFailed');
    expect(error.reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });

  it('those of the methods and status codes that are given, and of no others', () => {
    const rules = new BodyRules({ emptyResponseCodes: [404].values(), emptyRequestMethods: ['PUT'] });
    expect(rules.prepared({ ...nothing, response: responseOf(404) })).toBeUndefined();
    expect(rules.prepared({ ...nothing, request: requestOf('PUT') })).toBeUndefined();
    expect(() => rules.prepared({ ...nothing, response: responseOf(204) })).toThrow(SessionError);
    expect(() => rules.prepared({ ...nothing, request: requestOf('HEAD') })).toThrow(SessionError);
  });
});

describe('what prepares a body', () => {
  it('is given one that is not empty, even where it may be', () => {
    const dataPreprocessor = { preprocess: (data: Uint8Array) => data.subarray(1) };
    const body = { ...nothing, request: requestOf('HEAD'), data: bytesOf('abcd') };
    expect(new BodyRules({ dataPreprocessor }).prepared(body)).toEqual(bytesOf('bcd'));
  });

  it('is not asked about one that is', () => {
    const dataPreprocessor = { preprocess: () => bytesOf('asked') };
    const body = { ...nothing, response: responseOf(204) };
    expect(new BodyRules({ dataPreprocessor }).prepared(body)).toBeUndefined();
  });

  it('is not asked when the request has failed before', () => {
    const error = new SessionError({ kind: 'explicitlyCancelled' });
    const body = { ...nothing, data: bytesOf('data'), response: responseOf(204), error };
    expect(thrownBy(() => new BodyRules().prepared(body))).toBe(error);
  });
});

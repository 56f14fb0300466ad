import { JSONEncoder } from '../../lib/encoding/json-encoder.js';
import { JSONParameterEncoder } from '../../lib/encoding/json-parameter-encoder.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { thrownBy } from '../support/thrown.js';

const post = new URLRequest('https://example.com/', { method: 'POST' });
const PRETTY = '{\n  "property" : "property"\n}';

describe('JSONParameterEncoder', () => {
  it('puts the parameters into the body and says what they are', () => {
    const request = JSONParameterEncoder.default.encode({ property: 'property' }, post);
    expect(request.body).toBe('{"property":"property"}');
    expect(request.headers.get('Content-Type')).toBe('application/json');
  });

  it('keeps a content type that the request has', () => {
    const given = post.with({ headers: { 'Content-Type': 'type' } });
    const request = JSONParameterEncoder.default.encode({ property: 'property' }, given);
    expect(request.body).toBe('{"property":"property"}');
    expect(request.headers.get('Content-Type')).toBe('type');
  });

  it('uses the encoder it is given', () => {
    const encoder = new JSONParameterEncoder({ encoder: new JSONEncoder({ prettyPrinted: true }) });
    expect(encoder.encode({ property: 'property' }, post).body).toBe(PRETTY);
    const own = new JSONParameterEncoder({ encoder: { encode: () => '"own"' } });
    expect(own.encode({ property: 'property' }, post).body).toBe('"own"');
  });

  it('prints pretty', () => {
    expect(JSONParameterEncoder.prettyPrinted.encode({ property: 'property' }, post).body).toBe(PRETTY);
  });

  it('sorts keys', () => {
    const request = JSONParameterEncoder.sortedKeys.encode({ z: 'z', a: 'a', p: 'p' }, post);
    expect(request.body).toBe('{"a":"a","p":"p","z":"z"}');
  });

  it.each([null, undefined])('gives back the same request for %p', (parameters) => {
    expect(JSONParameterEncoder.default.encode(parameters, post)).toBe(post);
  });

  it('wraps what an encoder of a caller throws', () => {
    const failure = new Error('custom');
    const encoder = {
      encode: () => {
        throw failure;
      },
    };
    const error = thrownBy(() => new JSONParameterEncoder({ encoder }).encode({}, post));
    expect(error).toMatchObject({ kind: 'parameterEncoderFailed', cause: failure });
  });
});

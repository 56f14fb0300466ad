import { JSONEncoder } from '../../lib/encoding/json-encoder.js';
import { JSONParameterEncoder } from '../../lib/encoding/json-parameter-encoder.js';
import { ParameterEncoder } from '../../lib/encoding/parameter-encoder.js';
import type { URLEncodedFormParameterEncoder } from '../../lib/encoding/url-encoded-form-parameter-encoder.js';
import { URLRequest } from '../../lib/message/url-request.js';

const accepting = (encoder: ParameterEncoder): ParameterEncoder => encoder;

describe('ParameterEncoder', () => {
  it('makes a JSON encoder, accepted wherever an encoder is', () => {
    const made: JSONParameterEncoder = ParameterEncoder.json({
      encoder: new JSONEncoder({ sortedKeys: true }),
    });
    expect(accepting(made)).toBeInstanceOf(JSONParameterEncoder);
    expect(accepting(made).encode({ b: 1, a: 2 }, new URLRequest('https://example.com/')).body).toBe(
      '{"a":2,"b":1}',
    );
    expect(accepting(ParameterEncoder.json())).toBeInstanceOf(JSONParameterEncoder);
  });

  it('makes a form encoder', () => {
    const made: URLEncodedFormParameterEncoder = ParameterEncoder.urlEncodedForm({ destination: 'httpBody' });
    expect(accepting(made).encode({ a: 1 }, new URLRequest('https://example.com/')).body).toBe('a=1');
  });

  it('may be any object that encodes', () => {
    const encoder = accepting({ encode: (parameters, into) => into.with({ body: String(parameters) }) });
    expect(encoder.encode(17, new URLRequest('https://example.com/')).body).toBe('17');
  });
});

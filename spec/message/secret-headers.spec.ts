import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { builtInSecretHeaders, redactedFields, secretHeadersWith } from '../../lib/message/secret-headers.js';

const headers = HTTPHeaders.received([
  ['AUTHORIZATION', 'secret'],
  ['Set-Cookie', 'a=secret'],
  ['set-cookie', 'b=secret'],
  ['X-Key', 'secret'],
  ['Accept', 'text/html'],
]);

describe('secret headers', () => {
  it('are those of credentials and cookies', () => {
    const names = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];
    expect([...builtInSecretHeaders]).toEqual(expect.arrayContaining(names));
  });

  it('are joined by those that are declared, whatever their case', () => {
    expect(secretHeadersWith(['X-Key'])).toEqual(new Set([...builtInSecretHeaders, 'x-key']));
    expect(secretHeadersWith()).toBe(builtInSecretHeaders);
  });

  it('are printed without their values', () => {
    expect(redactedFields(headers, secretHeadersWith(['x-key']))).toEqual([
      ['AUTHORIZATION', '<redacted>'],
      ['Set-Cookie', '<redacted>'],
      ['set-cookie', '<redacted>'],
      ['X-Key', '<redacted>'],
      ['Accept', 'text/html'],
    ]);
  });

  it('include the built-in ones although only others are named', () => {
    const values = redactedFields(headers, new Set(['accept'])).map(([, value]) => value);
    expect(values).toEqual(['<redacted>', '<redacted>', '<redacted>', 'secret', '<redacted>']);
  });
});

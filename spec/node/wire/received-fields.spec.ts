import { describe, expect, it } from '@jest/globals';
import { HTTPHeaders } from '../../../lib/message/http-headers.js';
import { ReceivedFields } from '../../../lib/node/wire/received-fields.js';

const fields = new ReceivedFields(
  ['Content-Type', 'text/plain', 'SET-COOKIE', 'a=1', 'set-cookie', 'b=2', 'X-Name', 'caf\u00e9'].map(
    (text) => Buffer.from(text, 'latin1'),
  ),
);

describe('received fields', () => {
  it.each<[string, string[]]>([
    ['content-type', ['text/plain']],
    ['set-cookie', ['a=1', 'b=2']],
    ['x-name', ['caf\u00e9']],
    ['content-tyqe', []],
    ['content', []],
  ])('named %s have the values %j', (key, values) => {
    expect(fields.values(key)).toEqual(values);
  });

  it('are read as headers one by one, then all', () => {
    const headers = HTTPHeaders.deferred(fields);
    expect(headers.get('Content-TYPE')).toBe('text/plain');
    expect(headers.get('Set-Cookie')).toBe('a=1, b=2');
    expect(headers.get('Age')).toBeUndefined();
    expect([...headers]).toEqual([...fields]);
    expect(headers.get('Set-Cookie')).toBe('a=1, b=2');
    expect(headers.size).toBe(4);
  });

  it('become part of other headers', () => {
    const headers = HTTPHeaders.deferred(fields).set('Content-Type', 'text/html');
    expect(headers.get('Content-Type')).toBe('text/html');
    expect(headers.values('Set-Cookie')).toEqual(['a=1', 'b=2']);
    expect(new HTTPHeaders(HTTPHeaders.deferred(fields)).has('x-name')).toBe(true);
  });
});

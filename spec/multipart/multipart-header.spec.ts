import { headLines } from '../../lib/multipart/multipart-header.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';

const plain = { name: 'a', fileName: undefined, mimeType: undefined, headers: undefined };

describe('headLines', () => {
  it.each([
    ['a"b', 'a%22b'],
    ['a\r\nX-Evil: 1', 'a%0D%0AX-Evil: 1'],
    ['\0\x0b\x7f', '%00%0B%7F'],
    ['100%', '100%'],
    ['back\\slash', 'back\\slash'],
    ['日本語', '日本語'],
    ['', ''],
  ])('writes the name %j in quotes', (name, quoted) => {
    expect(headLines({ ...plain, name, fileName: name })).toBe(
      `Content-Disposition: form-data; name="${quoted}"; filename="${quoted}"\r\n\r\n`,
    );
  });

  it.each([
    [{ 'X-A': '1', 'Content-Language': 'fr' }],
    [new HTTPHeaders({ 'X-A': '1', 'Content-Language': 'fr' })],
    [
      [
        ['X-A', '1'],
        ['Content-Language', 'fr'],
      ] as const,
    ],
  ])('adds fields', (headers) => {
    expect(headLines({ ...plain, mimeType: 'text/plain', headers })).toBe(
      'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain\r\nX-A: 1\r\nContent-Language: fr\r\n\r\n',
    );
  });

  it('lets a field take the place of its own', () => {
    const headers = { 'content-type': 'text/html', 'CONTENT-DISPOSITION': 'attachment; filename="é"' };
    expect(headLines({ ...plain, mimeType: 'text/plain', headers })).toBe(
      'CONTENT-DISPOSITION: attachment; filename="é"\r\ncontent-type: text/html\r\n\r\n',
    );
  });
});

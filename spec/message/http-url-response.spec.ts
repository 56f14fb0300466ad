import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse, type HTTPURLResponseInit } from '../../lib/message/http-url-response.js';

function responseWith(
  fields: Record<string, string>,
  init: Partial<HTTPURLResponseInit> = {},
): HTTPURLResponse {
  const headers = HTTPHeaders.received(Object.entries(fields));
  return new HTTPURLResponse({ url: 'https://a.example/dir/report.pdf', statusCode: 200, headers, ...init });
}

describe('HTTPURLResponse', () => {
  it('is what it is made of', () => {
    const response = responseWith({ a: '1' }, { statusCode: 404, httpVersion: '2' });
    expect(response).toMatchObject({
      statusCode: 404,
      httpVersion: '2',
      url: 'https://a.example/dir/report.pdf',
    });
    expect(response.headers.get('A')).toBe('1');
    expect(String(response)).toBe('404 https://a.example/dir/report.pdf');
  });

  it.each([
    ['17', 17],
    ['0', 0],
    ['-1', undefined],
    ['1e3', undefined],
    ['17, 17', undefined],
    ['', undefined],
  ])('with Content-Length %j expects %p bytes', (length, expected) => {
    expect(responseWith({ 'content-length': length }).expectedContentLength).toBe(expected);
  });

  it('expects no certain number of bytes without a Content-Length, or where they are decoded', () => {
    expect(responseWith({}).expectedContentLength).toBeUndefined();
    const decoded = responseWith({ 'content-length': '17' }, { isDecoded: true });
    expect(decoded.expectedContentLength).toBeUndefined();
  });

  it.each([
    ['Application/JSON; charset="UTF-8"', 'application/json', 'utf-8'],
    ['text/plain', 'text/plain', undefined],
    ['text', undefined, undefined],
  ])('of %j has the media type %p and the charset %p', (contentType, mimeType, charset) => {
    const response = responseWith({ 'content-type': contentType });
    expect(response.mimeType).toBe(mimeType);
    expect(response.textEncodingName).toBe(charset);
  });

  it('has no media type without one', () => {
    expect(responseWith({}).mimeType).toBeUndefined();
    expect(responseWith({}).textEncodingName).toBeUndefined();
  });

  it('suggests a file name', () => {
    expect(responseWith({}).suggestedFilename).toBe('report.pdf');
    const named = responseWith({ 'content-disposition': 'attachment; filename="other.pdf"' });
    expect(named.suggestedFilename).toBe('other.pdf');
  });
});

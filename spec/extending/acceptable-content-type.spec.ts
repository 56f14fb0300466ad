import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import {
  acceptableContentType,
  contentTypesAccepted,
  type AcceptableContentTypes,
} from '../../lib/extending/acceptable-response.js';

const body = new Uint8Array([1]);

function responseOf(contentType: string | undefined): HTTPURLResponse {
  const headers = new HTTPHeaders(contentType === undefined ? {} : { 'Content-Type': contentType });
  return new HTTPURLResponse({ url: 'https://a.example/', statusCode: 200, headers });
}

function requestOf(accept: string | undefined): URLRequest {
  return new URLRequest('https://a.example/', { headers: accept === undefined ? {} : { Accept: accept } });
}

function judge(
  contentType: string | undefined,
  acceptable?: AcceptableContentTypes,
  accept?: string,
): unknown {
  return acceptableContentType(acceptable)(requestOf(accept), responseOf(contentType), body);
}

const accepted = { kind: 'success' };

describe('an acceptable content type', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json; q=0.8; charset=utf-8',
    'Application/JSON',
    '*/*',
    'application/*',
    '*/json',
  ])('of application/json; charset=utf-8 is %s', (acceptable) => {
    expect(judge('application/json; charset=utf-8', ['text/plain', acceptable])).toMatchObject(accepted);
  });

  it.each([['application/octet-stream'], ['*/json', 'text/*'], ['xml'], []])(
    'of application/xml is not %s',
    (...list) => {
      expect(judge('application/xml; charset=utf-8', list)).toMatchObject({
        kind: 'failure',
        error: {
          kind: 'responseValidationFailed',
          reason: { kind: 'unacceptableContentType' },
          responseContentType: 'application/xml',
          acceptableContentTypes: list,
        },
      });
    },
  );

  it.each(['application/xml', undefined])(
    'lists the acceptable ones sorted in its error, for %s',
    (contentType) => {
      expect(judge(contentType, ['text/plain', 'image/*', 'application/json'])).toMatchObject({
        error: { acceptableContentTypes: ['application/json', 'image/*', 'text/plain'] },
      });
    },
  );

  it.each([undefined, 'text', ''])(
    'is missing when there is only %p, and not all is acceptable',
    (contentType) => {
      expect(judge(contentType, ['text/*'])).toMatchObject({
        kind: 'failure',
        error: { reason: { kind: 'missingContentType' }, acceptableContentTypes: ['text/*'] },
      });
    },
  );

  it.each([undefined, 'text'])('need not be there when all is acceptable: %p', (contentType) => {
    expect(judge(contentType, ['text/plain', '*/*; q=0.1'])).toMatchObject(accepted);
  });

  it.each([undefined, new Uint8Array()])('does not matter when there is no body: %p', (data) => {
    const validation = acceptableContentType([]);
    expect(validation(undefined, responseOf(undefined), data)).toMatchObject(accepted);
    expect(validation(undefined, responseOf('application/xml'), data)).toMatchObject(accepted);
  });

  it('is named by a function when the response is there', () => {
    const acceptable = (request: URLRequest | undefined): string[] => [request?.headers.get('accept') ?? ''];
    expect(judge('text/plain', acceptable, 'text/plain')).toMatchObject(accepted);
    expect(judge('text/plain', acceptable, 'text/html')).toMatchObject({ kind: 'failure' });
  });

  it('is by itself one that the request accepts', () => {
    expect(judge('application/json', undefined, 'application/*')).toMatchObject(accepted);
    expect(judge('application/json', undefined, undefined)).toMatchObject(accepted);
    expect(judge('application/xml', undefined, 'application/json')).toMatchObject({
      error: { responseContentType: 'application/xml', acceptableContentTypes: ['application/json'] },
    });
  });

  it('can be asked again and again, of a list that can be read once', () => {
    const validation = acceptableContentType(['text/plain'].values());
    for (const _ of [1, 2]) {
      expect(validation(undefined, responseOf('text/plain'), body)).toMatchObject(accepted);
    }
  });
});

describe('what a request accepts', () => {
  it.each([
    [undefined, ['*/*']],
    ['text/html', ['text/html']],
    ['', []],
    [
      'text/xml, application/xml, application/xhtml+xml, text/html;q=0.9, text/plain;q=0.8,*/*;q=0.5',
      [
        ...['text/xml', 'application/xml', 'application/xhtml+xml'],
        ...['text/html;q=0.9', 'text/plain;q=0.8', '*/*;q=0.5'],
      ],
    ],
  ])('with Accept %p is %j', (accept, types) => {
    expect(contentTypesAccepted(requestOf(accept))).toEqual(types);
  });

  it('without a request is anything', () => {
    expect(contentTypesAccepted(undefined)).toEqual(['*/*']);
  });
});

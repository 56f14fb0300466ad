import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { acceptableResponse, type AcceptableResponse } from '../../lib/extending/acceptable-response.js';

const request = new URLRequest('https://a.example/', { headers: { Accept: 'application/json' } });

/** For each validation, in order, whether it accepts a response in XML with this status code. */
function judgements(statusCode: number, acceptable?: AcceptableResponse): boolean[] {
  const headers = new HTTPHeaders({ 'Content-Type': 'application/xml' });
  const response = new HTTPURLResponse({ url: request.url, statusCode, headers });
  return acceptableResponse(acceptable).map((validation) => {
    const result = validation(request, response, new Uint8Array([1]));
    return (result as { kind: string }).kind === 'success';
  });
}

describe('an acceptable response', () => {
  it.each<[string, AcceptableResponse | undefined, boolean[]]>([
    ['nothing: both, the status code first', undefined, [false, false]],
    ['nothing in particular: both', {}, [false, false]],
    ['a status code: that alone', { statusCodes: [404] }, [true]],
    ['a content type: that alone', { contentTypes: ['application/xml'] }, [true]],
    [
      'both: both, the status code first',
      { contentTypes: ['application/xml'], statusCodes: [] },
      [false, true],
    ],
    ['what is left undefined: not that', { contentTypes: ['text/*'], statusCodes: undefined }, [false]],
  ])('demanding %s', (_what, acceptable, expected) => {
    expect(judgements(404, acceptable)).toEqual(expected);
  });
});

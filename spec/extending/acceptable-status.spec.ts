import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import {
  acceptableStatus,
  isSuccessful,
  type AcceptableStatusCodes,
} from '../../lib/extending/acceptable-response.js';

function judge(statusCode: number, statusCodes?: AcceptableStatusCodes): unknown {
  const response = new HTTPURLResponse({ url: 'https://a.example/', statusCode, headers: new HTTPHeaders() });
  return acceptableStatus(statusCodes)(undefined, response, undefined);
}

const accepted = { kind: 'success' };
const refused = (code: number): unknown => ({
  kind: 'failure',
  error: {
    kind: 'responseValidationFailed',
    reason: { kind: 'unacceptableStatusCode', code },
    responseCode: code,
  },
});

describe('an acceptable status code', () => {
  it.each([
    [199, false],
    [200, true],
    [204, true],
    [299, true],
    [300, false],
    [404, false],
  ])('is by itself from 200 to 299: %d is %p', (statusCode, isAccepted) => {
    expect(isSuccessful(statusCode)).toBe(isAccepted);
    expect(judge(statusCode)).toMatchObject(isAccepted ? accepted : (refused(statusCode) as object));
  });

  it('is one of those given', () => {
    expect(judge(404, [200, 404])).toMatchObject(accepted);
    expect(judge(201, [200, 404])).toMatchObject(refused(201) as object);
  });

  it('is none where the list is empty', () => {
    expect(judge(201, [])).toMatchObject(refused(201) as object);
  });

  it('is one a function says yes to', () => {
    const isRedirect = (statusCode: number): boolean => statusCode >= 300 && statusCode < 400;
    expect(judge(302, isRedirect)).toMatchObject(accepted);
    expect(judge(200, isRedirect)).toMatchObject(refused(200) as object);
  });

  it('can be asked again and again, of a list that can be read once', () => {
    const validation = acceptableStatus([404].values());
    const response = new HTTPURLResponse({
      url: 'https://a.example/',
      statusCode: 404,
      headers: new HTTPHeaders(),
    });
    expect(validation(undefined, response, undefined)).toMatchObject(accepted);
    expect(validation(undefined, response, undefined)).toMatchObject(accepted);
  });
});

import { SessionError } from '../../lib/errors/session-error.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';

const url = 'https://api.example.com/users';

/** A request with this method. */
export function requestOf(method: string): URLRequest {
  return new URLRequest(url, { method });
}

/** A response with this status code, and a content type where one is given. */
export function responseOf(statusCode: number, contentType?: string): HTTPURLResponse {
  const headers = new HTTPHeaders(contentType === undefined ? {} : { 'Content-Type': contentType });
  return new HTTPURLResponse({ url, statusCode, headers });
}

/** Text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The error that a function throws; fails when it throws none of the library's. */
export function thrownBy(work: () => unknown): SessionError {
  try {
    work();
  } catch (error) {
    if (error instanceof SessionError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

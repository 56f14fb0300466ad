import { mergedCookies } from '../message/cookie-string.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import { REDACTED, redactedFields } from '../message/secret-headers.js';
import type { Uploadable } from '../message/uploadable.js';
import { isHTTPURL, printableURL } from '../message/url-convertible.js';
import type { HTTPBody, URLRequest } from '../message/url-request.js';
import { cookiesAtOnce } from './cookies-at-once.js';
import type { RequestExchange } from './request-exchange.js';

/** What is sent, as far as a cURL command tells it. */
export interface CURLCommand {
  readonly urlRequest: URLRequest;
  /** Joined to those of the URLRequest, which win. */
  readonly sessionHeaders: HTTPHeaders;
  /** Names, in lower case, whose values are not shown. */
  readonly secretHeaders: ReadonlySet<string>;
  /** What a storage adds to the cookies of the headers; undefined is nothing. */
  readonly cookies: string | undefined;
  /** Sent in the place of the URLRequest's body. */
  readonly uploadable: Uploadable | undefined;
}

export interface CURLDescriptionOptions {
  /** Whether values of secret headers, and user and password of the URL, are shown. No unless given. */
  showsSecrets?: boolean | undefined;
}

/** What stands for a request of which there is no command: it has no URLRequest, or one without a host. */
export const NO_CURL_DESCRIPTION = '$ curl command could not be created';

/**
 * The command that sends the same with cURL, behind a prompt and on several lines, the URL last.
 *
 * Every word is quoted: a POSIX shell runs nothing and expands nothing of what a caller or a server wrote. A body
 * that no command line can hold (binary, a Blob, a stream, longer than 64 KiB) is described in angle brackets
 * where the name of its file would stand.
 */
export function cURLDescription(command: CURLCommand, options: CURLDescriptionOptions = {}): string {
  const { urlRequest, uploadable } = command;
  const { method } = urlRequest;
  if (!isHTTPURL(urlRequest.url)) return NO_CURL_DESCRIPTION;
  const url = options.showsSecrets === true ? urlRequest.url : printableURL(urlRequest.url);
  const body = bodyArguments(urlRequest.body, uploadable);
  const parts = [
    '$ curl -v',
    `-X ${/^[a-z]+$/i.test(method) ? method : quoted(method)}`,
    ...cookieArguments(command, options),
    // without it cURL waits for the body that the length of a HEAD response announces
    ...(method === 'HEAD' && body.length === 0 ? ['-I'] : []),
    ...headerFields(command, options).map(headerArgument),
    // without it cURL takes a body for a form, and says so
    ...(body.length > 0 && !joinedHeaders(command).has('Content-Type') ? ['-H "Content-Type:"'] : []),
    ...body,
    // brackets and braces are a pattern of URLs to cURL
    ...(/[[\]{}]/.test(url) ? ['-g'] : []),
    quoted(url),
  ];
  return parts.join(' \\\n\t');
}

/** The command of a URLRequest, with what its session and the upload add to it. */
export function cURLDescriptionIn(
  { session, uploadable }: Pick<RequestExchange, 'session' | 'uploadable'>,
  urlRequest: URLRequest,
  options?: CURLDescriptionOptions,
): string {
  const { headers: sessionHeaders, secretHeaders, cookieStorage } = session;
  const cookies = cookieStorage && cookiesAtOnce(cookieStorage, urlRequest.url);
  return cURLDescription({ urlRequest, sessionHeaders, secretHeaders, cookies, uploadable }, options);
}

function headerFields(command: CURLCommand, { showsSecrets }: CURLDescriptionOptions): [string, string][] {
  const headers = command.cookies ? joinedHeaders(command).remove('Cookie') : joinedHeaders(command);
  return showsSecrets === true ? [...headers] : redactedFields(headers, command.secretHeaders);
}

function joinedHeaders({ sessionHeaders, urlRequest }: CURLCommand): HTTPHeaders {
  return sessionHeaders.merging(urlRequest.headers);
}

/** Those of the headers and those of the storage as one, as they are sent. */
function cookieArguments(command: CURLCommand, { showsSecrets }: CURLDescriptionOptions): string[] {
  const { cookies } = command;
  if (!cookies) return [];
  const sent = mergedCookies(joinedHeaders(command).get('Cookie'), cookies);
  return [`-b ${quoted(showsSecrets === true ? sent : REDACTED)}`];
}

/** With a colon and no value cURL would leave the field out. */
function headerArgument([name, value]: [name: string, value: string]): string {
  return `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`;
}

function bodyArguments(body: HTTPBody | undefined, uploadable: Uploadable | undefined): string[] {
  if (uploadable !== undefined) return [uploadArgument(uploadable)];
  return body === undefined ? [] : [dataArgument(body)];
}

function uploadArgument(uploadable: Uploadable): string {
  switch (uploadable.kind) {
    case 'data': {
      const { data } = uploadable;
      return data instanceof Blob ? described(`${data.size} bytes`) : dataArgument(data);
    }
    case 'file':
      return uploadable.shouldRemove ? described('a temporary file') : fileArgument(pathOf(uploadable.url));
    case 'stream': {
      const { length } = uploadable;
      return described(length === undefined ? 'a stream' : `a stream of ${length} bytes`);
    }
  }
}

function dataArgument(body: HTTPBody): string {
  const text = textOf(body);
  if (text === undefined) return described(`${byteLengthOf(body)} bytes`);
  // an @ at the beginning would name a file
  return `${text.startsWith('@') ? '--data-raw' : '-d'} ${quoted(text)}`;
}

/** The body as text that a command line can hold and a terminal can show; undefined where there is none. */
function textOf(body: HTTPBody): string | undefined {
  if (body.length > LONGEST_TEXT || byteLengthOf(body) > LONGEST_TEXT) return undefined;
  const text = typeof body === 'string' ? body : decoded(body);
  return text === undefined || UNPRINTABLE.test(text) ? undefined : text;
}

/** Bytes; some shells and systems take no argument longer than twice that. */
const LONGEST_TEXT = 65_536;

/** Controls but for tabs and line breaks: a NUL ends an argument, others steer the terminal. */
const UNPRINTABLE = /(?![\t\r\n])\p{Cc}|\r(?!\n)/u;

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function byteLengthOf(body: HTTPBody): number {
  return typeof body === 'string' ? new TextEncoder().encode(body).byteLength : body.byteLength;
}

function described(body: string): string {
  return fileArgument(`<${body}>`);
}

function fileArgument(path: string): string {
  return `--data-binary ${quoted(`@${path}`)}`;
}

function pathOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname).replace(/^\/(?=[a-z]:\/)/i, '');
  } catch {
    return pathname;
  }
}

/** One word of a POSIX shell; an exclamation mark is history to an interactive one, but for single quotes. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"$`]/g, '\\$&').replaceAll('!', `"'!'"`)}"`;
}

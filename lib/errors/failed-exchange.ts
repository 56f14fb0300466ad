/** Remains of the request that a failure ended. */
export interface FailedExchange<Request, Response> {
  readonly request: Request | undefined;
  readonly response: Response | undefined;
  readonly data: Uint8Array | undefined;
}

/** The fields of a URLRequest that an error reads. */
export interface RequestLine {
  readonly method: string;
  readonly url: string;
}

/** The fields of a response head that an error reads. */
export interface ResponseLine {
  readonly statusCode: number;
  readonly textEncodingName: string | undefined;
}

/** `GET https://api.example.com/users/17`: method and URL without userinfo, query and fragment. */
export function requestLine({ method, url }: RequestLine): string {
  return `${method} ${bareURL(url)}`;
}

/** A URL without userinfo, query and fragment, which may hold secrets. */
export function bareURL(url: string): string {
  const end = url.search(/[?#]/);
  return (end < 0 ? url : url.slice(0, end)).replace(/^([^/]*\/\/)[^/]*@/, '$1');
}

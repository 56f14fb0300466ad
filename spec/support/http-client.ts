import { once } from 'node:events';
import http from 'node:http';

/** What a plain node:http client received. */
export interface ReceivedResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  text: string;
  json: () => unknown;
}

/**
 * Asks as plainly as can be, on a connection of its own unless given an agent: what a server is checked
 * with, where the library must not check itself.
 */
export async function ask(
  url: string,
  options: http.RequestOptions & { body?: string | Uint8Array } = {},
): Promise<ReceivedResponse> {
  const { body, ...rest } = options;
  const request = http.request(url, { agent: false, ...rest });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  // a reset while the body is read is told by the response, and by the request too since Node 24
  request.on('error', () => undefined);
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  const received = Buffer.concat(pieces);
  const text = received.toString();
  const json = (): unknown => JSON.parse(text) as unknown;
  return { status: response.statusCode ?? 0, headers: response.headers, body: received, text, json };
}

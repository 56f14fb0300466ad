import type { IncomingMessage, ServerResponse } from 'node:http';

/** Lets any page read the response; answers a preflight itself, and says whether it did. */
export function allowCrossOrigin(request: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After, X-Custom, Content-Disposition');
  const asked = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || asked === undefined) return false;
  response.setHeader('Access-Control-Allow-Methods', asked);
  response.setHeader(
    'Access-Control-Allow-Headers',
    request.headers['access-control-request-headers'] ?? '*',
  );
  response.writeHead(204).end();
  return true;
}

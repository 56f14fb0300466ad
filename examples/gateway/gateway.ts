import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSessionError, type Session } from 'rxsession';
import { multipartParts, type MultipartLimits, type Part } from 'rxsession/node';
import { EMPTY, map, toArray, type Observable } from 'rxjs';

export interface GatewayOptions {
  readonly session: Session;
  /** Where each file is sent with a POST, its bytes as the body. */
  readonly target: string;
  readonly limits?: MultipartLimits;
  /** Any free one unless given. */
  readonly port?: number;
}

export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/** A file as it was sent on, and what the target said. */
export interface ForwardedFile {
  readonly name: string;
  readonly fileName: string;
  readonly answer: unknown;
}

/**
 * A server that takes forms and sends each file of them on, one after the other, while it comes in: it holds no
 * file, and a slow target slows down whoever uploads. The answer lists what the target said of each file.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer((request, response) => {
    pass(request, response, options);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(request: IncomingMessage, response: ServerResponse, options: GatewayOptions): void {
  const forwarded = multipartParts(request, (part) => forward(part, options), { limits: options.limits });
  const forwarding = forwarded.pipe(toArray()).subscribe({
    next: (files) => {
      reply(response, 200, { files });
    },
    error: (error: unknown) => {
      // The rest of the form is not read: the connection cannot be used again.
      response.setHeader('Connection', 'close');
      reply(response, statusFor(error), { error: String(error) });
    },
  });
  // Whoever uploads and leaves, ends what is on its way to the target.
  response.on('close', () => {
    forwarding.unsubscribe();
  });
}

/** Fields are passed over. */
function forward(part: Part, { session, target }: GatewayOptions): Observable<ForwardedFile> {
  const { name, fileName, mimeType } = part;
  if (fileName === undefined) return EMPTY;
  const headers = { 'Content-Type': mimeType, 'X-File-Name': encodeURIComponent(fileName) };
  return session
    .upload(part.body, target, { method: 'POST', headers })
    .validate()
    .responseJSON()
    .value()
    .pipe(map((answer) => ({ name, fileName, answer })));
}

function statusFor(error: unknown): number {
  if (!isSessionError(error) || error.kind !== 'multipartReadingFailed') return 502;
  return error.reason.kind === 'limitExceeded' ? 413 : 400;
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

import { request as nodeRequest } from 'node:http';
import { Duplex } from 'node:stream';
import { Client } from 'undici';

/** What a client made of the bytes of one connection, which was closed after them. */
export type Answer =
  | {
      readonly kind: 'complete';
      readonly statusCode: number;
      /** Names and values in turn, without blanks around them. */
      readonly fields: readonly string[];
      readonly body: string;
    }
  | { readonly kind: 'failed' };

const FAILED: Answer = { kind: 'failed' };

/** A connection that brings certain bytes once a request was written to it, and then its end. */
class ScriptedSocket extends Duplex {
  readonly #bytes: Buffer;
  #hasAnswered = false;

  constructor(text: string) {
    super();
    this.#bytes = Buffer.from(text, 'latin1');
    this.on('error', () => undefined);
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // everything is pushed at once
  }

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
    if (this.#hasAnswered) return;
    this.#hasAnswered = true;
    queueMicrotask(() => {
      this.push(this.#bytes);
      this.push(null);
    });
  }
}

/** The answer of `node:http` to these bytes. */
export function nodeAnswer(text: string, method: string): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = new ScriptedSocket(text);
    const request = nodeRequest({ method, createConnection: () => socket });
    const failed = (): void => {
      socket.destroy();
      resolve(FAILED);
    };
    request.on('error', failed).on('upgrade', failed);
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('latin1').on('data', (chunk: string) => (body += chunk));
      response.on('error', failed).on('close', () => {
        socket.destroy();
        const { complete, statusCode = 0, rawHeaders } = response;
        resolve(complete ? { kind: 'complete', statusCode, fields: rawHeaders.map(trimmed), body } : FAILED);
      });
    });
    request.end();
  });
}

/** The answer of undici to these bytes. */
export function undiciAnswer(text: string, method: string): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = new ScriptedSocket(text);
    const client = new Client('http://localhost', {
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, connected) => {
        queueMicrotask(() => connected(null, socket as never));
      },
    });
    const finish = (answer: Answer): void => {
      resolve(answer);
      client.destroy().catch(() => undefined);
    };
    let statusCode = 0;
    let fields: string[] = [];
    let body = '';
    client.dispatch(
      { path: '/', method },
      {
        onRequestStart: () => undefined,
        onResponseStart: ({ rawHeaders }, status) => {
          statusCode = status;
          fields = (rawHeaders as Buffer[]).map((bytes) => trimmed(bytes.toString('latin1')));
        },
        onResponseData: (_controller, chunk) => {
          body += chunk.toString('latin1');
        },
        onResponseEnd: () => {
          finish({ kind: 'complete', statusCode, fields, body });
        },
        onResponseError: () => {
          finish(FAILED);
        },
      },
    );
  });
}

function trimmed(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

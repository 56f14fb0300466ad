import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { selfSigned } from '../../spec/support/tls.js';

/**
 * As little of an HTTP server as every client here gets along with, so that the clients are what is measured and
 * not the server: it looks for the end of each request, and answers with bytes made beforehand.
 */
const SMALL = {
  id: 17,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  isActive: true,
  tags: ['a', 'b', 'c'],
};
const VALUES = 5000;
const ANSWERS: ReadonlyMap<string, Buffer> = new Map([
  ['/json', answerOf(filled(SMALL, 209))],
  ['/json-10k', answerOf(list(10_000))],
  ['/cacheable', answerOf(filled(SMALL, 1000), 'Cache-Control: max-age=36000')],
  ['/events', answerOf(repeated((id) => `id: ${id}\nevent: update\ndata: ${itemOf(id)}\n\n`))],
  ['/lines', answerOf(repeated((id) => `${itemOf(id)}\n`))],
]);
const OTHER = answerOf(JSON.stringify({ id: 17 }));
const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** An object as JSON text of a certain length. */
function filled(value: object, length: number): string {
  const text = JSON.stringify({ ...value, note: '' });
  return JSON.stringify({ ...value, note: 'x'.repeat(length - text.length) });
}

/** An object with a list, as JSON text of about that length. */
function list(length: number): string {
  const items: object[] = [];
  while (JSON.stringify({ id: 17, items }).length < length) items.push({ ...SMALL, id: items.length });
  return JSON.stringify({ id: 17, items });
}

/** One text for each of many numbers. */
function repeated(make: (id: number) => string): string {
  return Array.from({ length: VALUES }, (_, id) => make(id)).join('');
}

function itemOf(id: number): string {
  return JSON.stringify({ ...SMALL, id });
}

/** With the header fields that Node's own server sends. */
function answerOf(text: string, ...fields: readonly string[]): Buffer {
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: keep-alive',
    'Keep-Alive: timeout=600',
    ...fields,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

/** Reads the requests of one connection, none of which comes before the one before it was answered. */
class Reader {
  #head: Buffer | undefined;
  #path = '';
  /** Bytes of the body that are still to come; undefined: until the last chunk. */
  #rest: number | undefined = 0;
  #isInBody = false;

  constructor(readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (piece) => this.#read(piece));
    socket.on('error', () => socket.destroy());
  }

  #read(piece: Buffer): void {
    if (this.#isInBody) {
      this.#readBody(piece);
      return;
    }
    const bytes = this.#head === undefined ? piece : Buffer.concat([this.#head, piece]);
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      this.#head = bytes;
      return;
    }
    this.#head = undefined;
    this.#readHead(bytes.toString('latin1', 0, end));
    this.#readBody(bytes.subarray(end + HEAD_END.length));
  }

  #readHead(head: string): void {
    this.#isInBody = true;
    this.#path = head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
    if (head.startsWith('GET')) {
      this.#rest = 0;
      return;
    }
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const isChunked = /\r\ntransfer-encoding: *chunked/i.test(head);
    this.#rest = isChunked ? undefined : Number(length ?? 0);
    if (/\r\nexpect: *100-continue/i.test(head)) this.socket.write('HTTP/1.1 100 Continue\r\n\r\n');
  }

  #readBody(piece: Buffer): void {
    if (this.#rest === undefined) {
      if (!piece.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)) return;
    } else {
      this.#rest -= piece.length;
      if (this.#rest > 0) return;
    }
    this.#isInBody = false;
    if (this.#path === '/never') return;
    this.socket.write(ANSWERS.get(this.#path) ?? OTHER);
  }
}

const isSecure = process.argv[2] === 'secure';
const server = isSecure
  ? createSecureServer(selfSigned, (socket) => new Reader(socket))
  : createServer((socket) => new Reader(socket));
server.listen(0, '127.0.0.1', 1024);
await once(server, 'listening');
process.on('disconnect', () => process.exit());
const { port } = server.address() as AddressInfo;
process.send?.(isSecure ? `https://localhost:${port}` : `http://127.0.0.1:${port}`);

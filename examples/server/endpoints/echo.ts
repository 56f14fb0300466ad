import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { ServerExchange } from '../exchange.js';
import { readMultipart } from '../multipart-reader.js';
import { route } from '../route.js';
import { Readable } from 'node:stream';

/** What the echoing endpoints answer with. */
export interface Echo {
  method: string;
  /** Absolute, as the server was asked for it. */
  url: string;
  origin: string;
  args: Record<string, string | string[]>;
  /** Names in lower case. */
  headers: Record<string, string>;
  rawHeaders: readonly [name: string, value: string][];
  /** The body as text, or as a base64 `data:` URL when it is no UTF-8. */
  data: string;
  json: unknown;
  form: Record<string, string | string[]>;
  /** Of a multipart body: the names of the parts and their lengths in bytes. */
  files: Record<string, number>;
}

export const echoRoutes = [
  ...['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'anything'].map((name) =>
    route(`/${name}`, echo),
  ),
  route('/anything/:rest', echo),
  route('/headers', (exchange) => {
    exchange.json({ headers: exchange.seen.headers, rawHeaders: exchange.seen.rawHeaders });
  }),
  route('/ip', (exchange) => {
    exchange.json({ origin: exchange.request.socket.remoteAddress });
  }),
];

async function echo(exchange: ServerExchange): Promise<void> {
  const { seen, request } = exchange;
  const body = await decode(await exchange.body(), seen.headers['content-encoding']);
  const described: Echo = {
    method: seen.method,
    url: exchange.url.href,
    origin: request.socket.remoteAddress ?? '',
    args: grouped(seen.query),
    headers: flattened(seen.headers),
    rawHeaders: seen.rawHeaders,
    data: textOf(body),
    json: null,
    form: {},
    files: {},
    ...(await describedBody(seen.headers['content-type'] ?? '', body)),
  };
  exchange.json(described);
}

async function describedBody(contentType: string, body: Buffer): Promise<Partial<Echo>> {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { form: grouped(new URLSearchParams(body.toString())) };
  }
  if (contentType.startsWith('multipart/form-data')) {
    const { fields, files } = await readMultipart({ 'content-type': contentType }, Readable.from([body]));
    return {
      data: '',
      form: grouped(fields.map(({ name, value }) => [name, value])),
      files: Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])),
    };
  }
  return { json: parsed(body) };
}

async function decode(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  switch (encoding) {
    case 'deflate':
      return promisify(zlib.inflate)(body);
    case 'gzip':
      return promisify(zlib.gunzip)(body);
    case 'br':
      return promisify(zlib.brotliDecompress)(body);
    default:
      return body;
  }
}

function grouped(entries: Iterable<[string, string]>): Record<string, string | string[]> {
  const groups = new Map<string, string | string[]>();
  for (const [name, value] of entries) {
    const before = groups.get(name);
    groups.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(groups);
}

function flattened(headers: ServerExchange['seen']['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return `data:application/octet-stream;base64,${body.toString('base64')}`;
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return null;
  }
}

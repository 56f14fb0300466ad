/** A response that may be malformed, and the method of the request it answers. */
export interface BentResponse {
  readonly text: string;
  readonly method: 'GET' | 'HEAD';
}

type Random = () => number;

/** Makes responses out of what servers send, well and badly, then bends some of them byte by byte. */
export function bentResponse(random: Random): BentResponse {
  const method = random() < 0.1 ? 'HEAD' : 'GET';
  const information = random() < 0.08 ? `${pick(random, INFORMATION)}\r\n${fieldLines(random, 1)}\r\n` : '';
  const head = `${pick(random, STATUS_LINES)}${pick(random, LINE_ENDS)}`;
  const fields = fieldLines(random, Math.floor(random() * 3));
  const text = `${information}${head}${fields}${framed(random)}${pick(random, AFTER)}`;
  return { text: random() < 0.6 ? text : bent(random, text), method };
}

function fieldLines(random: Random, count: number): string {
  return Array.from({ length: count }, () => pick(random, FIELDS) + pick(random, LINE_ENDS)).join('');
}

/** The fields that delimit a body, the empty line and the body; they need not belong together. */
function framed(random: Random): string {
  const framing = pick(random, FRAMINGS);
  const isChunked = framing.includes('chunked') ? random() < 0.9 : random() < 0.05;
  const body = isChunked ? chunks(random) : pick(random, BODIES);
  return `${framing}\r\n${body}`;
}

function chunks(random: Random): string {
  const sizes = Array.from({ length: Math.floor(random() * 3) }, () => chunk(random));
  const last = pick(random, LAST_CHUNKS);
  const trailers = random() < 0.2 ? fieldLines(random, 1) : '';
  return `${sizes.join('')}${last}${trailers}\r\n`;
}

function chunk(random: Random): string {
  const data = pick(random, BODIES);
  const size = random() < 0.95 ? data.length.toString(16) : pick(random, SIZES);
  return `${size}${random() < 0.92 ? '' : pick(random, EXTENSIONS)}\r\n${data}\r\n`;
}

/** Changes a byte or two: takes one out, doubles it, puts another in its place or before it, or cuts the rest off. */
function bent(random: Random, text: string): string {
  let result = text;
  for (let times = random() < 0.8 ? 1 : 2; times > 0; times -= 1) {
    const at = Math.floor(random() * result.length);
    const [before, after] = [result.slice(0, at), result.slice(at + 1)];
    const byte = result[at] ?? '';
    switch (Math.floor(random() * 5)) {
      case 0:
        result = before + after;
        break;
      case 1:
        result = before + byte + byte + after;
        break;
      case 2:
        result = before + pick(random, BYTES) + after;
        break;
      case 3:
        result = before + pick(random, BYTES) + byte + after;
        break;
      default:
        result = before;
    }
  }
  return result;
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** The first of each list is what most servers send, and comes more often. */
function mostly(usual: string, times: number, ...others: string[]): string[] {
  return [...Array.from({ length: times }, () => usual), ...others];
}

const STATUS_LINES = mostly(
  'HTTP/1.1 200 OK',
  30,
  ...['HTTP/1.1 204 No Content', 'HTTP/1.1 304 Not Modified', 'HTTP/1.1 404 Not Found', 'HTTP/1.1 500 '],
  ...['HTTP/1.0 200 OK', 'HTTP/1.1 200', 'HTTP/1.1 206 Partial Content', 'HTTP/1.1 999 Beyond'],
  ...[
    'HTTP/1.1 99 Low',
    'HTTP/2.0 200 OK',
    'HTTP/1.5 200 OK',
    'HTTP/1.1 050 Low',
    'HTTP/1.1  200 OK',
    'http/1.1 200 OK',
    'ICY 200 OK',
    '\r\nHTTP/1.1 200 OK',
  ],
);
const INFORMATION = [
  ...['HTTP/1.1 100 Continue', 'HTTP/1.1 103 Early Hints', 'HTTP/1.1 102 Processing', 'HTTP/1.1 199 Odd'],
  'HTTP/1.1 101 Switching Protocols',
];
const LINE_ENDS = mostly('\r\n', 150, '\n', '\r', '\r\r\n');
const FIELDS = [
  ...mostly('Date: Tue, 01 Dec 2026 09:00:00 GMT', 20),
  ...[
    'Content-Type: text/plain',
    'Server: x',
    'Connection: close',
    'Connection: keep-alive',
    'X:y',
    'X: y ',
    'X:',
  ],
  ...[
    'X: caf\xe9',
    'Folded: a\r\n b',
    'Folded: a\r\n\tb',
    'X: \t y',
    'Na me: x',
    'Name : x',
    ': x',
    'Name',
    ' X: y',
  ],
  ...['Connection: Upgrade', 'Upgrade: websocket', 'Trailer: X', 'Keep-Alive: timeout=5'],
];
const FRAMINGS = [
  ...mostly('Content-Length: 5\r\n', 12, 'Content-Length: 0\r\n', 'Content-Length: 12\r\n', ''),
  ...mostly('Transfer-Encoding: chunked\r\n', 20, 'transfer-encoding: CHUNKED\r\n'),
  ...['Content-Length: 5, 5\r\n', 'Content-Length: 5\r\nContent-Length: 5\r\n', 'Content-Length: 5, 6\r\n'],
  ...['Content-Length: +5\r\n', 'Content-Length: 5 \r\n', 'Content-Length: 0x5\r\n', 'Content-Length:\r\n'],
  ...[
    'Transfer-Encoding: gzip\r\n',
    'Transfer-Encoding: gzip, chunked\r\n',
    'Transfer-Encoding: identity\r\n',
  ],
  ...[
    'Transfer-Encoding: chunked,\r\n',
    'Transfer-Encoding: chunked\t\r\n',
    'Transfer-Encoding: chunked, chunked\r\n',
    'Transfer-Encoding: chunked, gzip\r\n',
    'Transfer-Encoding: x\r\n',
  ],
  ...[
    'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n',
    'Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n',
  ],
];
const BODIES = [
  ...mostly('hello', 6),
  '',
  'hello, world',
  '\r\n',
  'a',
  '0\r\n\r\n',
  'HTTP/1.1 200 OK\r\n\r\n',
];
const SIZES = ['0005', '5 ', ' 5', '+5', '0x5', 'g', '', 'ffffffffffffffffff', '5,'];
const EXTENSIONS = [';a', ';a=b', ';a="b"', ' ; a = b', ';', ';a=', ';a="b', '\t;a'];
const LAST_CHUNKS = mostly('0\r\n', 40, '00\r\n', '0;a=b\r\n', '0\n', '');
const AFTER = mostly('', 20, '\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 'x');
const BYTES = [
  '\r',
  '\n',
  '\r\n',
  ' ',
  '\t',
  ':',
  ';',
  ',',
  '0',
  '5',
  'a',
  'F',
  '\0',
  '\x7f',
  '\x80',
  '"',
  '\x0b',
];

import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { parseMIMEType } from '../../lib/message/media-type.js';
import { encodingName } from '../../lib/message/text-encoding.js';

const LONG = '0123456789'.repeat(13);
const TOKEN = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const QUOTABLE = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code))
  .filter((character) => /[\x20-\x7e\x80-\xff]/.test(character) && !/["\\]/.test(character))
  .join('');

/** The cases of the MIME Sniffing standard: input, type, parameters, and the encoding of its charset. */
const CASES: readonly (readonly [
  input: string,
  essence: string | undefined,
  parameters?: object,
  encoding?: string,
])[] = [
  ['text/html;charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['TEXT/HTML;CHARSET=GBK', 'text/html', { charset: 'GBK' }, 'gbk'],
  ['text/html;charset=gbk(', 'text/html', { charset: 'gbk(' }],
  ['text/html;x=(;charset=gbk', 'text/html', { x: '(', charset: 'gbk' }, 'gbk'],
  ['text/html;charset=gbk;charset=windows-1255', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;charset =gbk', 'text/html', {}],
  ['text/html ;charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html; charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;charset= gbk', 'text/html', { charset: ' gbk' }, 'gbk'],
  ["text/html;charset='gbk'", 'text/html', { charset: "'gbk'" }],
  ["text/html;charset='gbk", 'text/html', { charset: "'gbk" }],
  ["text/html;charset=gbk'", 'text/html', { charset: "gbk'" }],
  ['text/html;test;charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;test=;charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ["text/html;';charset=gbk", 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;";charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html ; ; charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;;;;charset=gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;charset="gbk"', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;charset="gbk', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;charset=gbk"', 'text/html', { charset: 'gbk"' }],
  ['text/html;charset=" gbk"', 'text/html', { charset: ' gbk' }, 'gbk'],
  [String.raw`text/html;charset="\ gbk"`, 'text/html', { charset: ' gbk' }, 'gbk'],
  [String.raw`text/html;charset="\g\b\k"`, 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;charset="gbk"x', 'text/html', { charset: 'gbk' }, 'gbk'],
  ['text/html;charset={gbk}', 'text/html', { charset: '{gbk}' }],
  [`text/html;${LONG}=x;charset=gbk`, 'text/html', { [LONG]: 'x', charset: 'gbk' }, 'gbk'],
  [`${LONG}/${LONG}`, `${LONG}/${LONG}`, {}],
  [
    `${TOKEN}/${TOKEN};${TOKEN}=${TOKEN}`,
    `${TOKEN}/${TOKEN}`.toLowerCase(),
    { [TOKEN.toLowerCase()]: TOKEN },
  ],
  [String.raw`x/x;x="${QUOTABLE}\"\\"`, 'x/x', { x: `${QUOTABLE}"\\` }],
  ['x/x;test', 'x/x', {}],
  [String.raw`x/x;test="` + '\\', 'x/x', { test: '\\' }],
  ['text/html;test=\xff;charset=gbk', 'text/html', { test: '\xff', charset: 'gbk' }, 'gbk'],
  ['x/x;test=\ufffd;x=x', 'x/x', { x: 'x' }],
  ['', undefined],
  ['\t', undefined],
  ['bogus', undefined],
  ['bogus/', undefined],
  ['bogus/ ', undefined],
  ['bogus/bogus/;', undefined],
  ['</>', undefined],
  ['(/)', undefined],
  ['text/html(;doesnot=matter', undefined],
  ['{/}', undefined],
  ['\u0100/\u0100', undefined],
];

describe('parseMIMEType, by the MIME Sniffing standard', () => {
  it.each(CASES.map((row) => [row[0], row] as const))('reads %j', (_, row) => {
    const [input, essence, parameters, encoding] = row;
    const parsed = parseMIMEType(input);
    expect(parsed && `${parsed.type}/${parsed.subtype}`).toBe(essence);
    expect(parsed && Object.fromEntries(parsed.parameters)).toEqual(parameters);
    expect(encodingName(parsed?.parameters.get('charset') ?? '')).toBe(encoding);
  });
});

/** The cases of the Fetch standard: lines, type, charset. */
const LINES: readonly (readonly [lines: readonly string[], mimeType: string, charset?: string])[] = [
  [['', 'text/plain'], 'text/plain'],
  [['text/plain', ''], 'text/plain'],
  [['text/html', 'text/plain'], 'text/plain'],
  [['text/plain;charset=gbk', 'text/html'], 'text/html'],
  [['text/plain;charset=gbk', 'text/html;charset=windows-1254'], 'text/html', 'windows-1254'],
  [['text/plain;charset=gbk', 'text/plain'], 'text/plain', 'gbk'],
  [['text/plain;charset=gbk', 'text/plain;charset=windows-1252'], 'text/plain', 'windows-1252'],
  [['text/html;charset=gbk', 'text/html;x=",text/plain'], 'text/html', 'gbk'],
  [['text/html;charset=gbk', 'text/plain', 'text/html'], 'text/html'],
  [['text/plain', '*/*'], 'text/plain'],
  [['text/html', '*/*'], 'text/html'],
  [['*/*', 'text/html'], 'text/html'],
  [['text/plain', '*/*;charset=gbk'], 'text/plain'],
  [['text/html', '*/*;charset=gbk'], 'text/html'],
  [['text/html;x="', 'text/plain'], 'text/html'],
  [['text/html;"', 'text/plain'], 'text/html'],
];

describe('a response with several types, by the Fetch standard', () => {
  it.each(LINES.map((row) => [row[0], row] as const))('%j is of one', (_, [lines, mimeType, charset]) => {
    const asLines = HTTPHeaders.received(lines.map((line) => ['Content-Type', line]));
    const asList = HTTPHeaders.received([['Content-Type', lines.join(',')]]);
    for (const headers of [asLines, asList]) {
      const response = new HTTPURLResponse({ url: 'https://a.example/', statusCode: 200, headers });
      expect([response.mimeType, response.textEncodingName]).toEqual([mimeType, charset]);
    }
  });
});

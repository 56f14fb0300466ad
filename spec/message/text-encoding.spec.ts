import { encodingName, encodingOfMark, textOf, textReader } from '../../lib/message/text-encoding.js';
import '../../lib/node/platform.js';
import { bytesOf } from '../support/received.js';

/** Every label of the Encoding standard, by the name of its encoding. */
const LABELS: Readonly<Record<string, string>> = {
  'utf-8': 'unicode-1-1-utf-8 utf-8 utf8',
  ibm866: '866 cp866 csibm866 ibm866',
  'iso-8859-2': 'csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2',
  'iso-8859-3': 'csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3',
  'iso-8859-4': 'csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4',
  'iso-8859-5':
    'csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988',
  'iso-8859-6':
    'arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i ' +
    'iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987',
  'iso-8859-7':
    'csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 ' +
    'iso_8859-7:1987 sun_eu_greek',
  'iso-8859-8':
    'csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 ' +
    'iso_8859-8:1988 visual',
  'iso-8859-8-i': 'csiso88598i iso-8859-8-i logical',
  'iso-8859-10': 'csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6',
  'iso-8859-13': 'iso-8859-13 iso8859-13 iso885913',
  'iso-8859-14': 'iso-8859-14 iso8859-14 iso885914',
  'iso-8859-15': 'csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9',
  'iso-8859-16': 'iso-8859-16',
  'koi8-r': 'cskoi8r koi koi8 koi8-r koi8_r',
  'koi8-u': 'koi8-ru koi8-u',
  macintosh: 'csmacintosh mac macintosh x-mac-roman',
  'windows-874': 'dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874',
  'windows-1250': 'cp1250 windows-1250 x-cp1250',
  'windows-1251': 'cp1251 windows-1251 x-cp1251',
  'windows-1252':
    'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 ' +
    'iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252',
  'windows-1253': 'cp1253 windows-1253 x-cp1253',
  'windows-1254':
    'cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 ' +
    'windows-1254 x-cp1254',
  'windows-1255': 'cp1255 windows-1255 x-cp1255',
  'windows-1256': 'cp1256 windows-1256 x-cp1256',
  'windows-1257': 'cp1257 windows-1257 x-cp1257',
  'windows-1258': 'cp1258 windows-1258 x-cp1258',
  'x-mac-cyrillic': 'x-mac-cyrillic x-mac-ukrainian',
  gbk: 'chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk',
  gb18030: 'gb18030',
  big5: 'big5 big5-hkscs cn-big5 csbig5 x-x-big5',
  'euc-jp': 'cseucpkdfmtjapanese euc-jp x-euc-jp',
  'iso-2022-jp': 'csiso2022jp iso-2022-jp',
  shift_jis: 'csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis',
  'euc-kr':
    'cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949',
  'utf-16be': 'unicodefffe utf-16be',
  'utf-16le': 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le',
  'x-user-defined': 'x-user-defined',
};

const labels = Object.entries(LABELS).flatMap(([name, list]) =>
  list.split(' ').map((label) => [label, name] as const),
);

describe('a label of the Encoding standard', () => {
  it.each(labels)('%s stands for %s, in any case and within whitespace', (label, name) => {
    expect(encodingName(label)).toBe(name);
    expect(encodingName(` ${label.toUpperCase()}\n`)).toBe(name);
  });

  it.each(['', 'utf-7', 'no-such-charset', 'iso-2022-kr', 'latin-1'])('is not %j', (label) => {
    expect(encodingName(label)).toBeUndefined();
  });
});

describe('the text of bytes', () => {
  it.each<[label: string, bytes: number[], text: string]>([
    ['utf-8', [0xc3, 0xa9], 'é'],
    ['iso-8859-1', [0x80, 0x93, 0x94, 0xe9, 0x81], '€“”é\x81'],
    ['us-ascii', [0x99], '™'],
    ['windows-1253', [0xe1, 0xaa], 'α\ufffd'],
    ['windows-1255', [0xe0, 0xca], 'א\u05ba'],
    ['windows-874', [0xa1, 0xdb, 0xfc], 'ก\ufffd\ufffd'],
    ['koi8-u', [0xc1, 0xae, 0xbe], 'аўЎ'],
    ['koi8-r', [0xc1], 'а'],
    ['ibm866', [0x80, 0x1a, 0x7f], 'А\x1a\x7f'],
    ['iso-8859-16', [0xa4, 0xd5, 0xff], '€Őÿ'],
    ['x-user-defined', [0x41, 0x80, 0xff], 'A\uf780\uf7ff'],
    ['gbk', [0xa2, 0xe3, 0x80], '€€'],
    ['shift_jis', [0x83, 0x41], 'ア'],
    ['euc-kr', [0xb0, 0xa1, 0x81, 0x41, 0xc6, 0x52, 0xa2, 0xe6], '가갂힣€'],
    ['euc-kr', [0x41, 0xff, 0x81], 'A\ufffd\ufffd'],
    ['utf-16', [65, 0], 'A'],
    ['utf-16', [0xfe, 0xff, 0, 65], 'A'],
    ['utf-8', [0xff, 0xfe, 65, 0], 'A'],
    ['iso-8859-1', [0xef, 0xbb, 0xbf, 0xc3, 0xa9], 'é'],
    ['no-such-charset', [0xc3, 0xa9, 0xff], 'é\ufffd'],
  ])('in %s, %j, is %j', (label, bytes, text) => {
    expect(textOf(new Uint8Array(bytes), label)).toBe(text);
  });

  it.each<[label: string, bytes: number[]]>([
    ['utf-8', [0xff]],
    ['utf-8', [0xc3]],
    ['utf-16le', [65]],
    ['windows-874', [0xdb]],
    ['euc-kr', [0x81]],
    ['euc-kr', [0x80]],
  ])('is none where they are malformed: %s, %j', (label, bytes) => {
    expect(() => textOf(new Uint8Array(bytes), label, true)).toThrow();
  });

  it('is of exactly the bytes of a view', () => {
    const view = bytesOf('abcdef').subarray(2, 4);
    expect([textOf(view, 'utf-8'), textOf(view, 'iso-8859-1')]).toEqual(['cd', 'cd']);
  });

  it('keeps every byte of a long text', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 128);
    expect(textOf(bytes, 'latin1')).toBe(textOf(bytes, 'utf-8'));
  });

  it.each<[label: string, bytes: number[], text: string]>([
    ['euc-kr', [0xb0, 0xa1, 0x81, 0x41, 0x42], '가갂B'],
    ['utf-8', [0xe2, 0x82, 0xac, 0x41], '€A'],
    ['iso-8859-1', [0x80, 0x41], '€A'],
  ])('comes byte by byte too: %s', (label, bytes, text) => {
    const reader = textReader(label);
    const pieces = bytes.map((byte) => reader.decode(Uint8Array.of(byte), { stream: true }));
    expect([...pieces, reader.decode()].join('')).toBe(text);
  });
});

describe('a byte-order mark', () => {
  it.each<[bytes: number[], name: string | undefined]>([
    [[0xef, 0xbb, 0xbf], 'utf-8'],
    [[0xff, 0xfe, 65, 0], 'utf-16le'],
    [[0xfe, 0xff, 0, 65], 'utf-16be'],
    [[0xff, 0xfe, 0, 0], undefined],
    [[0xef, 0xbb, 65], undefined],
    [[65, 0xbb, 0xbf], undefined],
    [[0xfe, 65], undefined],
    [[], undefined],
  ])('%j stands for %p', (bytes, name) => {
    expect(encodingOfMark(new Uint8Array(bytes))).toBe(name);
  });
});

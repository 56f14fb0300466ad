import type { TextReader } from '../message/text-encoding.js';

/**
 * A reader where the TextDecoder of Node departs from the Encoding standard; undefined where it may be used. It takes
 * windows-1252 for Latin-1 (Node 20, 22), errs in single bytes of five other encodings, lacks two, and of Korean
 * knows KS X 1001 alone. Its Big5 lacks the characters of Hong Kong, for which there is no remedy but a table.
 */
export function faultlessReader(name: string, strict: boolean): TextReader | undefined {
  switch (name) {
    case 'gbk':
      return new TextDecoder('gb18030', { fatal: strict });
    case 'euc-kr':
      return lacksKorean() ? new KoreanReader(strict) : undefined;
    default:
      return isFaulty(name) ? new ByteReader(tableOf(name), strict) : undefined;
  }
}

/** True where the platform lacks the encoding, or errs in the first byte that the table corrects. */
function isFaulty(name: string): boolean {
  const [run] = Object.hasOwn(RUNS, name) ? (RUNS[name] ?? []) : [];
  if (run === undefined) return false;
  try {
    return new TextDecoder(name).decode(Uint8Array.of(run[0])) !== run[1].charAt(0);
  } catch {
    return true;
  }
}

/** Characters of runs of bytes, in the encodings that Node lacks or errs in. */
const RUNS: Readonly<Record<string, readonly (readonly [from: number, characters: string])[]>> = {
  'windows-1252': [[0x80, '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ']],
  'windows-1253': [[0xaa, '\ufffd']],
  'windows-1255': [[0xca, '\u05ba']],
  'windows-874': [
    [0xdb, '\ufffd\ufffd\ufffd\ufffd'],
    [0xfc, '\ufffd\ufffd\ufffd\ufffd'],
  ],
  'koi8-u': [
    [0xae, 'ў'],
    [0xbe, 'Ў'],
  ],
  'iso-8859-16': [
    [0xa1, 'ĄąŁ€„Š§š©Ș«Ź\xadźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚß'],
    [0xe0, 'àáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ'],
  ],
  'x-user-defined': [[0x80, '\uf780']],
  ibm866: [
    [0x1a, '\x1a'],
    [0x1c, '\x1c'],
    [0x7f, '\x7f'],
  ],
};

const USER_DEFINED = 0xf700;
const MALFORMED = 0xfffd;

/** Code units of the 256 bytes of an encoding. */
function codeUnitsOf(name: string): Uint16Array {
  const units = Uint16Array.from({ length: 256 }, (_, byte) =>
    name === 'x-user-defined' && byte > 0x7f ? USER_DEFINED + byte : byte,
  );
  if (name !== 'x-user-defined' && name !== 'iso-8859-16') {
    const text = new TextDecoder(name).decode(Uint8Array.from({ length: 128 }, (_, index) => index + 128));
    for (let index = 0; index < 128; index += 1) units[index + 128] = text.charCodeAt(index);
  }
  for (const [from, characters] of RUNS[name] ?? []) {
    for (let index = 0; index < characters.length; index += 1)
      units[from + index] = characters.charCodeAt(index);
  }
  return units;
}

const tables = new Map<string, Uint16Array>();

function tableOf(name: string): Uint16Array {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const table = codeUnitsOf(name);
  tables.set(name, table);
  return table;
}

/** Reads an encoding of single bytes. */
class ByteReader implements TextReader {
  readonly #units: Uint16Array;
  readonly #isStrict: boolean;

  constructor(units: Uint16Array, isStrict: boolean) {
    this.#units = units;
    this.#isStrict = isStrict;
  }

  decode(data: Uint8Array = NOTHING): string {
    const units = new Uint16Array(data.length);
    for (let index = 0; index < data.length; index += 1) {
      units[index] = this.#units[data[index] as number] as number;
    }
    if (this.#isStrict && units.includes(MALFORMED)) throw malformed();
    return textOfUnits(units);
  }
}

/** Reads EUC-KR with all of its syllables (windows-949): each that KS X 1001 lacks stands in their order in front of it. */
class KoreanReader implements TextReader {
  readonly #isStrict: boolean;
  #lead = 0;

  constructor(isStrict: boolean) {
    this.#isStrict = isStrict;
  }

  decode(data: Uint8Array = NOTHING, { stream = false }: { stream?: boolean } = {}): string {
    const units: number[] = [];
    for (const byte of data) this.#read(byte, units);
    if (!stream && this.#lead !== 0) {
      units.push(MALFORMED);
      this.#lead = 0;
    }
    if (this.#isStrict && units.includes(MALFORMED)) throw malformed();
    return textOfUnits(Uint16Array.from(units));
  }

  #read(byte: number, units: number[]): void {
    const lead = this.#lead;
    this.#lead = 0;
    if (lead === 0) {
      if (byte < 0x80) units.push(byte);
      else if (byte === 0x80 || byte === 0xff) units.push(MALFORMED);
      else this.#lead = byte;
      return;
    }
    const unit = koreanUnits()[pointerOf(lead, byte)] ?? MALFORMED;
    units.push(unit);
    if (unit === MALFORMED && byte < 0x80) units.push(byte);
  }
}

/** Index of a pair in the table of EUC-KR (Encoding standard §12.1.1). */
function pointerOf(lead: number, trail: number): number {
  return trail < 0x41 || trail > 0xfe ? -1 : (lead - 0x81) * 190 + trail - 0x41;
}

let korean: Uint16Array | undefined;

function koreanUnits(): Uint16Array {
  return (korean ??= makeKoreanUnits());
}

function makeKoreanUnits(): Uint16Array {
  const units = new Uint16Array(126 * 190).fill(MALFORMED);
  const decoder = new TextDecoder('euc-kr');
  for (let lead = 0xa1; lead < 0xff; lead += 1) {
    for (let trail = 0xa1; trail < 0xff; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1) units[pointerOf(lead, trail)] = text.charCodeAt(0);
    }
  }
  units[pointerOf(0xa2, 0xe6)] = '€'.charCodeAt(0);
  units[pointerOf(0xa2, 0xe7)] = '®'.charCodeAt(0);
  const known = new Set(units);
  let syllable = FIRST_SYLLABLE;
  for (let lead = 0x81; lead <= 0xc6; lead += 1) {
    for (const trail of extensionTrails(lead)) {
      while (known.has(syllable)) syllable += 1;
      if (syllable <= LAST_SYLLABLE) units[pointerOf(lead, trail)] = syllable;
      syllable += 1;
    }
  }
  return units;
}

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;

/** Letters first, then the bytes that KS X 1001 leaves free after a lead. */
function extensionTrails(lead: number): number[] {
  const trails: number[] = [];
  for (let trail = 0x41; trail < (lead < 0xa1 ? 0xff : 0xa1); trail += 1) {
    if ((trail > 0x5a && trail < 0x61) || (trail > 0x7a && trail < 0x81)) continue;
    trails.push(trail);
  }
  return trails;
}

/** True where the platform knows KS X 1001 alone. */
function lacksKorean(): boolean {
  return new TextDecoder('euc-kr').decode(Uint8Array.of(0x81, 0x41)) !== '갂';
}

const CHUNK = 8192;

function textOfUnits(units: Uint16Array): string {
  let text = '';
  for (let start = 0; start < units.length; start += CHUNK) {
    text += String.fromCharCode(...units.subarray(start, start + CHUNK));
  }
  return text;
}

const NOTHING = new Uint8Array();

function malformed(): TypeError {
  return new TypeError('The bytes are not of the encoding.');
}

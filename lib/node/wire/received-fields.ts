import type { FieldSource } from '../../message/http-headers.js';

const A = 0x41;
const Z = 0x5a;
const TO_LOWER_CASE = 0x20;

/** The header fields of an answer, as undici's parser leaves them: bytes of Latin-1, names and values in turn. */
export class ReceivedFields implements FieldSource {
  readonly #raw: readonly Buffer[];

  constructor(raw: readonly Buffer[]) {
    this.#raw = raw;
  }

  values(key: string): string[] {
    const raw = this.#raw;
    const values: string[] = [];
    for (let index = 0; index + 1 < raw.length; index += 2) {
      if (isNamed(raw[index] as Buffer, key)) values.push((raw[index + 1] as Buffer).toString('latin1'));
    }
    return values;
  }

  *[Symbol.iterator](): Generator<[name: string, value: string]> {
    const raw = this.#raw;
    for (let index = 0; index + 1 < raw.length; index += 2) {
      yield [(raw[index] as Buffer).toString('latin1'), (raw[index + 1] as Buffer).toString('latin1')];
    }
  }
}

function isNamed(name: Buffer, key: string): boolean {
  if (name.length !== key.length) return false;
  for (let index = 0; index < key.length; index += 1) {
    const byte = name[index] as number;
    const lower = byte >= A && byte <= Z ? byte | TO_LOWER_CASE : byte;
    if (lower !== key.charCodeAt(index)) return false;
  }
  return true;
}

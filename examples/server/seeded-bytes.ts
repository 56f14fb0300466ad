/** Prime, so that no chunk or buffer size divides it: bytes that are out of place never look right. */
const PERIOD = 65_521;

const ring = makeRing();

/** `length` bytes of an endless sequence that is the same in every run, from `offset` on. */
export function seededBytes(length: number, offset = 0): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length;) {
    const from = (offset + filled) % PERIOD;
    filled += ring.copy(bytes, filled, from, Math.min(PERIOD, from + length - filled));
  }
  return bytes;
}

/** The same bytes in pieces, for lengths that should not be held in memory at once. */
export function* seededPieces(length: number, offset = 0, pieceLength = 65_536): Generator<Buffer> {
  for (let made = 0; made < length; made += pieceLength) {
    yield seededBytes(Math.min(pieceLength, length - made), offset + made);
  }
}

function makeRing(): Buffer {
  const bytes = Buffer.alloc(PERIOD);
  let state = 0x2545f491;
  for (let index = 0; index < PERIOD; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state & 0xff;
  }
  return bytes;
}

/** The largest prime below 2¹⁶. */
const MODULUS = 65_521;

/** Bytes that can be summed before the sums have to be reduced to stay below 2³². */
const RUN = 5552;

/** Incremental Adler-32: the checksum at the end of a zlib stream (RFC 1950 §8). */
export class Adler32 {
  #low = 1;
  #high = 0;

  update(bytes: Uint8Array): this {
    let low = this.#low;
    let high = this.#high;
    for (let start = 0; start < bytes.length; start += RUN) {
      const end = Math.min(start + RUN, bytes.length);
      for (let index = start; index < end; index += 1) {
        low += bytes[index] as number;
        high += low;
      }
      low %= MODULUS;
      high %= MODULUS;
    }
    this.#low = low;
    this.#high = high;
    return this;
  }

  /** A number of 32 bits without a sign. */
  get checksum(): number {
    return this.#high * 0x1_0000 + this.#low;
  }

  /** The checksum as it stands in a stream: the highest byte first. */
  get bytes(): Uint8Array {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.checksum);
    return bytes;
  }
}

const WORDS_PER_ID = 4;
const IDS_AT_ONCE = 64;

/** Random bits for several identifiers: one call costs much, however many bits it gives. */
const words = new Uint32Array(WORDS_PER_ID * IDS_AT_ONCE);
let used = words.length;

/** 128 random bits in hexadecimal. Works in pages that are no secure contexts, unlike `crypto.randomUUID`. */
export function makeRandomID(): string {
  if (used === words.length) {
    crypto.getRandomValues(words);
    used = 0;
  }
  let id = '';
  for (const end = used + WORDS_PER_ID; used < end; used += 1) id += hexadecimal(words[used] as number);
  return id;
}

function hexadecimal(word: number): string {
  return word.toString(16).padStart(8, '0');
}

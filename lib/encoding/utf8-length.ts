/** Bytes of a text in UTF-8, without encoding it; half a surrogate pair becomes U+FFFD, which has three. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isPairAt(index, text)) {
      length += 4;
      index += 1;
    } else length += 3;
  }
  return length;
}

function isPairAt(index: number, text: string): boolean {
  const [high, low] = [text.charCodeAt(index), text.charCodeAt(index + 1)];
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

import { isStreamFormat } from '../../lib/serializers/data-stream-serializer.js';
import { PassthroughStreamSerializer } from '../../lib/serializers/passthrough-stream-serializer.js';
import { StringStreamSerializer } from '../../lib/serializers/string-stream-serializer.js';

describe('PassthroughStreamSerializer', () => {
  it('gives each piece as it came', () => {
    const piece = Uint8Array.of(1, 2, 3);
    expect(PassthroughStreamSerializer.passthrough().serialize(piece)).toBe(piece);
  });
});

describe('a serializer of streams', () => {
  it.each([
    ['makes a value of each piece', PassthroughStreamSerializer.passthrough(), false],
    ['is parsed where it can be', StringStreamSerializer.string(), true],
  ])('%s', (_which, serializer, isParsed) => {
    expect(isStreamFormat<unknown>(serializer)).toBe(isParsed);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { RequestBody } from '../../lib/transport/request-body.js';
import { outboundDataOf } from '../../lib/browser/outbound-data.js';

describe('what a browser is given to send', () => {
  const [bytes, blob] = [new Uint8Array([1, 2, 3]).subarray(1), new Blob(['a'])];

  it.each<[RequestBody, unknown]>([
    [{ kind: 'text', text: 'a' }, 'a'],
    [{ kind: 'bytes', bytes }, bytes],
    [{ kind: 'blob', blob }, blob],
  ])('is what %p holds', (body, data) => {
    expect(outboundDataOf(body).data).toBe(data);
  });

  it.each<RequestBody>([
    { kind: 'file', url: new URL('file:///a'), length: 1 },
    { kind: 'stream', length: undefined, isReplayable: true, open: () => new Blob([]).stream() as never },
  ])('cannot be %p', (body) => {
    expect(() => outboundDataOf(body)).toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });
});

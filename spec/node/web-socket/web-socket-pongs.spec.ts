import { describe, expect, it } from '@jest/globals';
import { WebSocketPongs } from '../../../lib/node/web-socket/web-socket-pongs.js';

function threePings(): { pongs: WebSocketPongs; payloads: Buffer[]; answered: number[] } {
  const pongs = new WebSocketPongs();
  const answered: number[] = [];
  const payloads = [1, 2, 3].map((count) => pongs.expect(() => answered.push(count)));
  return { pongs, payloads, answered };
}

describe('pongs', () => {
  it('answer their pings, each once', () => {
    const { pongs, payloads, answered } = threePings();
    for (const payload of [...payloads, ...payloads]) pongs.came(payload);
    expect(answered).toEqual([1, 2, 3]);
  });

  it('answer the pings before theirs as well', () => {
    const { pongs, payloads, answered } = threePings();
    pongs.came(payloads[1]!);
    expect(answered).toEqual([1, 2]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another ping', Buffer.from([0, 0, 0, 9])],
    ['text', Buffer.from('pong')],
  ])('that nobody asked for answer none: %s', (_, payload) => {
    const { pongs, answered } = threePings();
    pongs.came(payload);
    expect(answered).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { SendBuffer } from '../../lib/browser/send-buffer.js';
import { inVirtualTime } from '../support/virtual-session.js';

/** A socket that keeps what it is given until it is told to let go of it. */
class HoldingSocket {
  bufferedAmount = 0;
  send(message: string | Uint8Array): void {
    this.bufferedAmount += message.length;
  }
}

describe('the buffer of a browser', () => {
  it('is looked at until the messages have left it, each when it has', () => {
    inVirtualTime(({ scheduler, at, flush }) => {
      const socket = new HoldingSocket();
      const buffer = new SendBuffer(socket, scheduler);
      const left: (readonly [frame: number, length: number])[] = [];
      for (const length of [10, 20])
        buffer.send('x'.repeat(length), () => left.push([scheduler.now(), length]));
      at(2, () => (socket.bufferedAmount = 25));
      at(8, () => (socket.bufferedAmount = 15));
      at(20, () => (socket.bufferedAmount = 0));
      flush();
      expect(left).toEqual([
        [15, 10],
        [31, 20],
      ]);
    });
  });

  it('tells at once what has left when it is asked', () => {
    inVirtualTime(({ scheduler }) => {
      const socket = new HoldingSocket();
      const buffer = new SendBuffer(socket, scheduler);
      const left: string[] = [];
      buffer.send('message', () => left.push('message'));
      buffer.settle();
      expect(left).toEqual([]);
      socket.bufferedAmount = 0;
      buffer.settle();
      expect(left).toEqual(['message']);
    });
  });

  it('tells nothing once it is stopped, and is not looked at', () => {
    inVirtualTime(({ scheduler, flush }) => {
      const buffer = new SendBuffer(new HoldingSocket(), scheduler);
      buffer.send('message', () => {
        throw new Error('told');
      });
      buffer.stop();
      flush();
      expect(scheduler.now()).toBe(0);
    });
  });
});

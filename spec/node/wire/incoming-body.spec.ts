import { describe, expect, it } from '@jest/globals';
import { IncomingBody } from '../../../lib/node/wire/incoming-body.js';

/** What a reader is told, in order. */
function reading(body: IncomingBody, react: (told: string) => void = () => undefined): string[] {
  const told: string[] = [];
  const tell = (what: string): void => {
    told.push(what);
    react(what);
  };
  body.read({
    data: (piece) => tell(String(Buffer.from(piece))),
    end: () => tell('end'),
    fail: (error) => tell(`fail: ${(error as Error).message}`),
  });
  return told;
}

const put = (body: IncomingBody, ...pieces: string[]): void => {
  for (const piece of pieces) body.data(Buffer.from(piece));
};

describe('an incoming body', () => {
  it('keeps what comes before its reader, the end included', () => {
    const body = new IncomingBody({ proceed: () => undefined });
    put(body, 'a', 'b');
    body.end();
    expect(reading(body)).toEqual(['a', 'b', 'end']);
  });

  it('hands over at once what comes after', () => {
    const body = new IncomingBody({ proceed: () => undefined });
    const told = reading(body);
    put(body, 'a');
    expect(told).toEqual(['a']);
    body.fail(new Error('cut'));
    expect(told).toEqual(['a', 'fail: cut']);
  });

  it('keeps what comes while it is paused, and the failure for after it', () => {
    const body = new IncomingBody({ proceed: () => undefined });
    const told = reading(body, (what) => {
      if (what === 'a') body.pause();
    });
    put(body, 'a', 'b');
    body.fail(new Error('cut'));
    expect(told).toEqual(['a']);
    body.resume();
    expect(told).toEqual(['a', 'b', 'fail: cut']);
  });

  it('is told of one end only, and nothing after it', () => {
    const body = new IncomingBody({ proceed: () => undefined });
    const told = reading(body);
    body.end();
    body.fail(new Error('late'));
    put(body, 'late');
    expect(told).toEqual(['end']);
    const unread = new IncomingBody({ proceed: () => undefined });
    unread.end();
    unread.fail(new Error('late'));
    expect(reading(unread)).toEqual(['end']);
  });

  it('tells nothing once it is closed, also by its reader', () => {
    const body = new IncomingBody({ proceed: () => undefined });
    put(body, 'a', 'b');
    body.end();
    expect(reading(body, () => body.close())).toEqual(['a']);
  });

  it('tells one thing after the other to a reader that pauses and resumes meanwhile', () => {
    const body = new IncomingBody({ proceed: () => undefined });
    put(body, 'a', 'b');
    body.end();
    const ended: string[] = [];
    const told = reading(body, (what) => {
      body.pause();
      body.resume();
      ended.push(what);
    });
    expect(told).toEqual(['a', 'b', 'end']);
    expect(ended).toEqual(told);
  });

  it('is full while it is paused, or keeps more than 64 KiB', () => {
    const wants: boolean[] = [];
    const body = new IncomingBody({ proceed: () => void wants.push(true) });
    put(body, 'a');
    expect(body.isFull).toBe(false);
    body.data(Buffer.alloc(65_536));
    expect(body.isFull).toBe(true);
    reading(body);
    expect([body.isFull, wants.length]).toEqual([false, 1]);
    body.pause();
    expect(body.isFull).toBe(true);
    body.resume();
    expect([body.isFull, wants.length]).toEqual([false, 2]);
  });

  it('is never full once it is closed', () => {
    const body = new IncomingBody({ proceed: () => undefined });
    body.pause();
    body.close();
    expect(body.isFull).toBe(false);
  });
});

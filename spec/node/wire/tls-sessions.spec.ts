import { describe, expect, it } from '@jest/globals';
import { TLSSessions } from '../../../lib/node/wire/tls-sessions.js';

const session = (text: string): Buffer => Buffer.from(text);

describe('TLS sessions', () => {
  it('are the newest of each server', () => {
    const sessions = new TLSSessions();
    sessions.set('a:443', session('old'));
    sessions.set('a:443', session('new'));
    expect(sessions.get('a:443')).toEqual(session('new'));
    expect(sessions.get('b:443')).toBeUndefined();
  });

  it('are kept for the last hundred servers', () => {
    const sessions = new TLSSessions();
    for (let server = 0; server < 100; server += 1) sessions.set(String(server), session('first'));
    sessions.set('0', session('again'));
    sessions.set('100', session('last'));
    expect(sessions.get('1')).toBeUndefined();
    expect([sessions.get('0'), sessions.get('100')]).toEqual([session('again'), session('last')]);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { captureZone } from '../../lib/browser/zone-context.js';

const root = globalThis as { Zone?: unknown };

describe('captureZone', () => {
  afterEach(() => {
    delete root.Zone;
  });

  it('runs later work in the Zone of now', () => {
    const entered: string[] = [];
    const zone = (name: string): object => ({ run: (work: () => unknown) => (entered.push(name), work()) });
    root.Zone = { current: zone('first') };
    const run = captureZone();
    root.Zone = { current: zone('second') };
    expect(run(() => 17)).toBe(17);
    expect(entered).toEqual(['first']);
  });

  it('just runs it without zone.js', () => {
    expect(captureZone()(() => 17)).toBe(17);
  });
});

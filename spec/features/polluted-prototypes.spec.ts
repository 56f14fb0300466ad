import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { forkBundle } from '../support/forked-bundle.js';
import { useServer } from '../support/server.js';

const server = useServer();

interface Report {
  readonly clean: readonly string[];
  readonly changed: readonly { readonly name: string; readonly index: number; readonly is: string }[];
  readonly count: number;
}

describe('a polluted Object.prototype', () => {
  it('changes neither what is sent nor what comes of it, whatever the name', async () => {
    const child = new URL('../support/pollution-child.ts', import.meta.url);
    const forked = forkBundle(child, [server.url]);
    const [report] = (await once(forked.process, 'message')) as [Report];
    forked[Symbol.dispose]();
    expect(report.clean.every((outcome) => !outcome.startsWith('SessionError'))).toBe(true);
    expect(report.count).toBeGreaterThan(116);
    expect(
      report.changed.map(({ name, index, is }) => `${name} changes ${index}: ${is.slice(0, 200)}`),
    ).toEqual([]);
  }, 60_000);
});

import { describe, expect, it, jest } from '@jest/globals';
import { useBundle } from '../support/chromium.js';
import { useServer } from '../support/server.js';
import type { Answered } from './pages/challenges.js';

jest.setTimeout(30_000);

const server = useServer();
const elsewhere = useServer({ allowCrossOrigin: true });
const page = useBundle(new URL('pages/challenges.ts', import.meta.url), () => `${server.url}/anything/page`);

const ask = (url: string, body?: string): Promise<Answered> => page.current.call('ask', url, body);

/** Of its own origin a browser asks its user about, before it hands over the 401. */
describe('challenges of another origin in Chromium', () => {
  it.each([
    'basic-auth/ann/secret',
    'digest-auth/auth/ann/secret/SHA-256',
    'digest-auth/auth-int/ann/secret/SHA-256',
  ])('are answered where it exposes them, bodies and all: %s', async (path) => {
    const url = `${elsewhere.url}/${path}?exposed`;
    expect(await ask(url)).toMatchObject({ status: 200, challenges: 1 });
    expect(await ask(url, 'the body')).toMatchObject({ status: 200, challenges: 1 });
  });

  it('are responses where their hash is one that browsers have not', async () => {
    const { status, kind } = await ask(`${elsewhere.url}/digest-auth/auth/ann/secret/MD5?exposed`);
    expect([status, kind]).toEqual([401, undefined]);
  });

  it('are unsupported where it hides them', async () => {
    const { kind, message } = await ask(`${elsewhere.url}/basic-auth/ann/secret`);
    expect([kind, message]).toEqual(['unsupported', expect.stringContaining('WWW-Authenticate')]);
    expect(await page.current.call('askPlainly', `${elsewhere.url}/basic-auth/ann/secret`)).toBe(401);
  });
});

describe('what is of Node alone', () => {
  it('is refused in Chromium', async () => {
    expect(await page.current.call('refusals')).toEqual(['unsupportedURL', 'unsupported']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchChromium, openBundle } from '../support/chromium.js';

describe('a bundle in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);

  afterAll(() => browser.close());

  it('has its exports called from a spec', async () => {
    const page = await openBundle(browser, new URL('pages/addition.ts', import.meta.url));
    expect(await page.call('add', 1, 1)).toBe(2);
    expect(page.errors).toEqual([]);
  });
});

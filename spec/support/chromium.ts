import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { build, stop as stopBundling } from 'esbuild';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Debian's Chromium without a window. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
}

/** A page that has loaded a bundle of a TypeScript file; it and its server are gone once the browser closes. */
export interface BundlePage {
  readonly page: Page;
  /** Where the page is. */
  readonly url: string;
  readonly bundle: Bundle;
  /** What the page wrote to its console as an error, or threw where nobody caught it; no requests that failed. */
  readonly errors: readonly string[];
  /** Calls a function that the file exports and waits for what it returns; both ways as JSON. */
  call<T>(name: string, ...args: unknown[]): Promise<T>;
}

export interface Bundle {
  readonly script: string;
  /** The files it was made of, from the root of the project. */
  readonly inputs: readonly string[];
}

/**
 * Bundles a TypeScript file as an application would, `rxsession` being what stands in dist/ under browser
 * conditions, and opens a page with it. What else the page asks of its origin goes to `listener`.
 */
export async function openBundle(
  browser: Browser,
  file: URL,
  listener: RequestListener = notFound,
): Promise<BundlePage> {
  const bundled = await bundle(file);
  const server = createServer(pageOr(bundled.script, listener));
  browser.once('disconnected', () => {
    close(server);
  });
  return openPage(browser, bundled, await listen(server));
}

/**
 * A page for the specs of a file, with the bundle of a TypeScript file in it, at a URL of a server that runs
 * already. Every spec expects that nothing went unhandled in the page. To be read inside specs only.
 */
export function useBundle(file: URL, url: () => string): { readonly current: BundlePage } {
  const opened: { browser?: Browser; page?: BundlePage } = {};
  beforeAll(async () => {
    const browser = (opened.browser = await launchChromium());
    const bundled = await bundle(file);
    opened.page = await openPage(browser, bundled, url());
    await opened.page.page.addScriptTag({ content: bundled.script });
  }, 60_000);
  let seen = 0;
  afterEach(async () => {
    const { page, errors } = current();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    const unhandled = errors.slice(seen);
    seen = errors.length;
    expect(unhandled).toEqual([]);
  });
  afterAll(() => opened.browser?.close());
  const current = (): BundlePage => {
    if (opened.page === undefined) throw new Error('The page is open inside specs only.');
    return opened.page;
  };
  return {
    get current() {
      return current();
    },
  };
}

async function openPage(browser: Browser, bundled: Bundle, url: string): Promise<BundlePage> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !aboutTheNetwork.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    url,
    bundle: bundled,
    errors,
    call: (name, ...args) => page.evaluate(callExport, { name, args }) as Promise<never>,
  };
}

/** What Chromium itself writes about requests that failed. */
const aboutTheNetwork =
  /^(Failed to load resource|Access to (fetch|XMLHttpRequest) at|WebSocket connection to)/;

async function bundle(file: URL): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    metafile: true,
    entryPoints: [fileURLToPath(file)],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'bundle',
    target: 'es2022',
    write: false,
    logLevel: 'error',
    // Without the paths of tsconfig.json, rxsession is found as its users find it.
    tsconfigRaw: {},
  });
  await stopBundling();
  return { script: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}

function pageOr(script: string, listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url === '/') {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end('<!doctype html><link rel="icon" href="data:,"><script src="/bundle.js"></script>');
    } else if (request.url === '/bundle.js') {
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
      response.end(script);
    } else {
      listener(request, response);
    }
  };
}

const notFound: RequestListener = (_request, response) => {
  response.writeHead(404).end();
};

/** Runs in the page. */
function callExport({ name, args }: { name: string; args: unknown[] }): unknown {
  const { bundle } = globalThis as unknown as { bundle: Record<string, (...args: unknown[]) => unknown> };
  return bundle[name]?.(...args);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
  });
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

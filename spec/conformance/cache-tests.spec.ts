import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { devNull } from 'node:os';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HTTPHeaders, Session } from 'rxsession';
import { URLCache } from 'rxsession/node';
import { suiteFetch } from './cache-tests-client.js';

/** Folder of a checkout of http-tests/cache-tests. */
const folder = process.env['CACHE_TESTS'];
const MINUTES = 60_000;

/** Optimal behaviours that this cache does not have, and docs/caching.md says why. */
const EXPLAINED = [
  'vary-normalise-lang-order',
  'vary-normalise-lang-case',
  'vary-normalise-lang-select',
  'partial-store-partial-reuse-partial',
  'partial-store-partial-reuse-partial-byterange',
  'partial-store-partial-reuse-partial-absent',
  'partial-store-partial-reuse-partial-suffix',
  'partial-store-partial-complete',
  'other-cookie',
];

interface SuiteTest {
  readonly id: string;
  readonly kind?: string;
  cdn_only?: boolean;
  browser_skip?: boolean;
}

interface SuiteRunner {
  runTests(tests: readonly unknown[], browserCache: boolean, base: string): Promise<void>;
  getResults(): Record<string, true | [name: string, message: string]>;
}

interface SuiteResults {
  determineTestResult(tests: readonly unknown[], id: string, results: unknown): readonly string[];
}

async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(`${folder ?? ''}/${path}`).href)) as T;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error('The server of the suite has not started.');
}

(folder === undefined ? describe.skip : describe)('http-tests/cache-tests, private cache', () => {
  let server: ChildProcess;
  let base: string;
  let passed: Map<string, { kind: string; isPassed: boolean; message: string }>;
  const platformFetch = globalThis.fetch;

  beforeAll(async () => {
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    server = spawn(process.execPath, [`${folder ?? ''}/test-engine/server/server.mjs`], {
      env: {
        ...process.env,
        npm_config_protocol: 'http',
        npm_config_port: String(port),
        npm_config_pidfile: devNull,
      },
      stdio: 'ignore',
    });
    await answers(base);
    const session = new Session({ configuration: { urlCache: new URLCache(), headers: new HTTPHeaders() } });
    globalThis.fetch = suiteFetch(session, platformFetch);
    const { default: tests } = await load<{ default: { tests: SuiteTest[] }[] }>('tests/index.mjs');
    const runner = await load<SuiteRunner>('test-engine/client/runner.mjs');
    const { determineTestResult } = await load<SuiteResults>('test-engine/lib/results.mjs');
    await runner.runTests(tests, true, base);
    session[Symbol.dispose]();
    const results = runner.getResults();
    passed = new Map();
    for (const { id, kind = 'required' } of tests.flatMap((group) => group.tests)) {
      const result = results[id];
      if (result === undefined) continue;
      const isPassed = ['✅', 'Y'].includes(determineTestResult(tests, id, results)[2] ?? '');
      passed.set(id, { kind, isPassed, message: result === true ? '' : result.join(': ') });
    }
  }, 5 * MINUTES);

  afterAll(() => {
    globalThis.fetch = platformFetch;
    server.kill();
  });

  function notPassed(kind: string): string[] {
    const failures = [...passed].filter(([, test]) => test.kind === kind && !test.isPassed);
    return failures.map(([id, { message }]) => `${id} ${message}`);
  }

  function countOf(kind: string): number {
    return [...passed.values()].filter((test) => test.kind === kind && test.isPassed).length;
  }

  it('passes every required test', () => {
    expect(notPassed('required')).toEqual([]);
    expect(countOf('required')).toBe(137);
  });

  it('passes every optimal test but those that docs/caching.md explains', () => {
    const ids = notPassed('optimal').map((line) => line.split(' ')[0]);
    expect(ids).toEqual(EXPLAINED);
    expect(countOf('optimal')).toBe(77 - EXPLAINED.length);
  });

  it('has most of the behaviours that are a matter of choice', () => {
    expect(countOf('check')).toBeGreaterThan(notPassed('check').length);
  });
});

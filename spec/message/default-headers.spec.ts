import { defaultHeaders, qualityEncoded } from '../../lib/message/default-headers.js';
import { VERSION } from '../../lib/message/version.js';

function inRuntime<T>(process: unknown, work: () => T): T {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'process')!;
  Object.defineProperty(globalThis, 'process', { value: process, configurable: true });
  try {
    return work();
  } finally {
    Object.defineProperty(globalThis, 'process', descriptor);
  }
}

describe('the headers that a runtime sends by itself', () => {
  it.each([
    [{ node: '20.1.0' }, 'br;q=1.0, gzip;q=0.9, deflate;q=0.8'],
    [{ node: '24.1.0', zstd: '1.5.0' }, 'zstd;q=1.0, br;q=0.9, gzip;q=0.8, deflate;q=0.7'],
  ])('name the content codings of %j', (versions, encodings) => {
    const headers = new Map(inRuntime({ versions, platform: 'linux' }, defaultHeaders));
    expect(headers.get('Accept-Encoding')).toBe(encodings);
  });

  it('name the languages and the package', () => {
    const headers = new Map(inRuntime({ versions: { node: '20.1.0' }, platform: 'linux' }, defaultHeaders));
    expect(headers.get('Accept-Language')).toMatch(/^[a-zA-Z-]+;q=1\.0/);
    expect(headers.get('User-Agent')).toBe(`rxsession/${VERSION} (Node.js 20.1.0; linux)`);
  });

  it.each([undefined, {}, { versions: {} }])('are none in a browser: %j', (process) => {
    expect(inRuntime(process, defaultHeaders)).toEqual([]);
  });
});

describe('values in the order they are wanted', () => {
  it.each([
    [[], ''],
    [['a'], 'a;q=1.0'],
    [['a', 'b', 'c'], 'a;q=1.0, b;q=0.9, c;q=0.8'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a;q=1.0, b;q=0.9, c;q=0.8, d;q=0.7, e;q=0.6, f;q=0.5'],
  ])('%j are %j', (values, text) => {
    expect(qualityEncoded(values)).toBe(text);
  });
});

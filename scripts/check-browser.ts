import { build as bundle, type Metafile } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { packPackage } from './packed-package.js';

/** Bytes of a minified and gzipped bundle of `Session`, with axios and rxjs inside. */
const budget = 70_000;

const ofNode = /node_modules\/(?:undici|busboy|mime-db|mime-types)\/|(?:platform|files)-node\b/;

/** Bundles a browser application: it holds nothing of Node, and is not large. */
const { project } = await packPackage();
const bundled = await bundle({
  stdin: { contents: `export { Session } from 'rxsession';`, resolveDir: project },
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  minify: true,
  write: false,
  metafile: true,
  logLevel: 'error',
  tsconfigRaw: {},
}).catch(() => undefined);

/** Imports that were left in the bundle, and files of the other platform in it. */
function strangersIn({ inputs, outputs }: Metafile): string[] {
  const outside = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return [...outside, ...Object.keys(inputs).filter((path) => ofNode.test(path))];
}

if (bundled === undefined) {
  process.exitCode = 1;
} else {
  const strangers = strangersIn(bundled.metafile);
  const size = gzipSync(bundled.outputFiles[0]?.contents ?? new Uint8Array()).byteLength;
  for (const path of strangers) console.error(`A browser bundle holds ${path}.`);
  console.log(`${(size / 1000).toFixed(1)} of ${budget / 1000} kB min+gzip`);
  process.exitCode = strangers.length === 0 && size <= budget ? 0 : 1;
}

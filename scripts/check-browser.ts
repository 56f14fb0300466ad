import { build, type Metafile } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { packPackage } from './packed-package.js';

/** Bytes of a minified and gzipped bundle of `Session`, with axios and rxjs inside. */
const budget = 70_000;

const ofNode = /node_modules\/(?:undici|busboy|mime-db|mime-types)\/|(?:platform|files|network-codes)-node\b/;

interface Bundle {
  readonly metafile: Metafile;
  /** Bytes, minified and gzipped. */
  readonly size: number;
}

/** Bundles a browser application: it holds nothing of Node, and is not large. */
const { project } = await packPackage();
const bundled = await bundle([]).catch(() => undefined);

async function bundle(external: string[]): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
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
    external,
  });
  return { metafile, size: gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).byteLength };
}

/** Imports that were left in the bundle, and files of the other platform in it. */
function strangersIn({ inputs, outputs }: Metafile): string[] {
  const outside = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return [...outside, ...Object.keys(inputs).filter((path) => ofNode.test(path))];
}

/** How much of a bundle is ours, and how much smaller it would be without each of the others. */
async function partsOf({ size }: Bundle): Promise<string> {
  const ours = await bundle(['axios', 'rxjs']);
  const parts = [`rxsession ${kilobytes(ours.size)}`];
  for (const name of ['axios', 'rxjs']) {
    const rest = await bundle([name]);
    parts.push(`${name} ${kilobytes(size - rest.size)}`);
  }
  return parts.join(', ');
}

function kilobytes(size: number): string {
  return (size / 1000).toFixed(1);
}

if (bundled === undefined) {
  process.exitCode = 1;
} else {
  const strangers = strangersIn(bundled.metafile);
  for (const path of strangers) console.error(`A browser bundle holds ${path}.`);
  const { size } = bundled;
  console.log(`${kilobytes(size)} of ${kilobytes(budget)} kB min+gzip: ${await partsOf(bundled)}`);
  process.exitCode = strangers.length === 0 && size <= budget ? 0 : 1;
}

import { build, type Metafile, type OutputFile } from 'esbuild';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packPackage } from './packed-package.js';

/**
 * Bytes of a minified and gzipped bundle of `Session`, with axios and rxjs inside; no more than it is now. Since it was
 * 72 450, errors that carry their request, checked options and the MIME and Encoding standards came to it.
 */
const budget = 81_000;

/** What the budget is to come down to: axios and rxjs alone are 27 000. */
const goal = 45_000;

/** Words of capabilities that are in a bundle only when an application imports them. */
const importedOnly = {
  AuthenticationInterceptor: 'excessiveRefresh',
  RequestCompressor: 'DuplicateHeaderError',
  ConsoleEventMonitor: 'ConsoleEventMonitor',
  JSONEncoding: 'jsonEncodingFailed',
  'layouts of JSONParameterEncoder': 'prettyPrinted',
  OfflineRetrier: 'defaultOfflineErrorCodes',
  URLEncoding: 'customEncodingFailed',
  'options of URLEncodedFormEncoder': 'convertToSnakeCase',
  WebSocketRequest: 'pingInterval',
};

const ofNode =
  /node_modules\/(?:ws|busboy|tough-cookie|tldts|mime-db|mime-types)\/|(?:platform|files|network-codes|stream-parsers|web-sockets)-node\b/;

interface Bundle {
  readonly metafile: Metafile;
  /** Bytes, minified and gzipped. */
  readonly size: number;
  readonly text: string;
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
    splitting: true,
    outdir: '.',
    write: false,
    metafile: true,
    logLevel: 'error',
    tsconfigRaw: {},
    external,
  });
  const text = outputFiles.map((file) => file.text).join('\n');
  return { metafile, size: sizeOf(metafile, outputFiles), text };
}

/** Of the entry and of what it imports; not of what is loaded when it is first needed. */
function sizeOf({ outputs }: Metafile, files: readonly OutputFile[]): number {
  const loaded = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === '<stdin>'));
  for (const path of loaded) {
    for (const { kind, path: imported } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') loaded.add(imported);
    }
  }
  const names = new Set(Array.from(loaded, (path) => basename(path)));
  const parts = files.filter((file) => names.has(basename(file.path)));
  return gzipSync(Buffer.concat(parts.map(({ contents }) => contents))).byteLength;
}

/** Imports that were left in the bundle, files of the other platform in it, and what it does not import. */
function strangersIn({ metafile: { inputs, outputs }, text }: Bundle): string[] {
  const outside = Object.values(outputs)
    .flatMap(({ imports }) => imports.filter(({ external }) => external === true))
    .map(({ path }) => path);
  const notImported = Object.entries(importedOnly).filter(([, word]) => text.includes(word));
  return [
    ...outside,
    ...Object.keys(inputs).filter((path) => ofNode.test(path)),
    ...notImported.map(([capability]) => `${capability}, which it does not import`),
  ];
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
  const strangers = strangersIn(bundled);
  for (const path of strangers) console.error(`A browser bundle holds ${path}.`);
  const { size } = bundled;
  const parts = await partsOf(bundled);
  console.log(`${kilobytes(size)} of ${kilobytes(budget)} kB min+gzip (goal ${kilobytes(goal)}): ${parts}`);
  process.exitCode = strangers.length === 0 && size <= budget ? 0 : 1;
}

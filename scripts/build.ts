import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown, type OutputOptions } from 'rolldown';
import { rollup, type OutputOptions as TypesOutputOptions } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { publicEntries } from './public-entries.js';

/**
 * Writes dist/: the code for `import` and for `require`, and the types for both. All entries are one build,
 * so that a class is the same one whichever entry it is imported from.
 */
const entryFiles = Object.fromEntries(publicEntries.map((name) => [name, `lib/${name}.ts`]));

/** The two sides of `#platform`, `#files`, `#network-codes`, `#stream-parsers` and `#web-sockets`; package.json says when each is taken. */
const platformFiles = {
  'platform-node': 'lib/node/platform.ts',
  'platform-browser': 'lib/browser/platform.ts',
  'web-sockets-node': 'lib/node/web-socket/web-sockets.ts',
  'web-sockets-browser': 'lib/browser/web-sockets.ts',
  'files-node': 'lib/node/files/file-manager.ts',
  'files-browser': 'lib/browser/file-manager.ts',
  'network-codes-node': 'lib/node/network-codes.ts',
  'network-codes-browser': 'lib/browser/network-codes.ts',
  'stream-parsers-node': 'lib/node/stream-parsers.ts',
  'stream-parsers-browser': 'lib/browser/stream-parsers.ts',
};

/** Everything but our own files stays an import. */
const isExternal = (id: string): boolean => !/^(?:\.{0,2}\/|lib\/|[A-Za-z]:)/.test(id);

function code(format: 'esm' | 'cjs', extension: string): OutputOptions {
  return {
    dir: 'dist',
    format,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name]-[hash].${extension}`,
    minifyInternalExports: false,
    sourcemap: true,
  };
}

function types(extension: string): TypesOutputOptions {
  return {
    dir: 'dist',
    format: 'es',
    entryFileNames: `[name].d.${extension}`,
    chunkFileNames: `chunks/[name]-[hash].d.${extension}`,
    minifyInternalExports: false,
  };
}

function refuse(warning: string): never {
  throw new Error(warning);
}

async function buildCode(): Promise<void> {
  const bundle = await rolldown({
    input: { ...entryFiles, ...platformFiles },
    external: isExternal,
    platform: 'neutral',
    transform: { target: 'es2022' },
    tsconfig: false,
    onLog: (level, { message }) => {
      if (level === 'warn') refuse(message);
    },
  });
  for (const output of [code('esm', 'js'), code('cjs', 'cjs')]) await bundle.write(output);
  await bundle.close();
  await requireInsideFunctions();
}

/** Has CommonJS load by `require` what it loads late: where `import()` is refused, as in Jest's, that is all there is. */
async function requireInsideFunctions(): Promise<void> {
  const files = await readdir('dist', { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.cjs'))) {
    const path = join('dist', file);
    const text = await readFile(path, 'utf8');
    const late = /\bimport\((["'][^"']+["'])\)/g;
    const changed = text.replace(late, (_, name: string) => `Promise.resolve().then(() => require(${name}))`);
    if (changed !== text) await writeFile(path, changed);
  }
}

async function buildTypes(): Promise<void> {
  const plugins = [dts({ tsconfig: 'tsconfig.json', compilerOptions: { stripInternal: true } })];
  const bundle = await rollup({
    input: entryFiles,
    external: isExternal,
    plugins,
    onLog: (level, { message }) => {
      if (level === 'warn') refuse(message);
    },
  });
  for (const output of [types('ts'), types('cts')]) await bundle.write(output);
  await bundle.close();
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`Built ${name} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await step('dist/ as ES modules and CommonJS', buildCode);
await step('its types', buildTypes);

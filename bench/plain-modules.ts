import { build, type Plugin } from 'esbuild';
import { readdir, rm } from 'node:fs/promises';

const bench = new URL('.', import.meta.url);
const folder = new URL('.cache/plain/', bench);

/** The package is what was built of it, not its sources. */
const builtPackage: Plugin = {
  name: 'built package',
  setup(plugins) {
    plugins.onResolve({ filter: /^rxsession(?:\/|$)/ }, ({ path }) => {
      const entry = path === 'rxsession' ? 'index' : path.slice('rxsession/'.length);
      return { path: new URL(`../dist/${entry}.js`, bench).href, external: true };
    });
  },
};

/**
 * Writes clients and uploads as plain modules: they run as their users' would, without a loader, which would name
 * functions anew and take its own time at the start.
 */
export async function writePlainModules(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const folders = ['clients', 'uploads'];
  const files = await Promise.all(
    folders.map(async (name) => (await readdir(new URL(name, bench))).map((file) => `${name}/${file}`)),
  );
  await build({
    absWorkingDir: bench.pathname,
    entryPoints: ['children/client.ts', 'children/upload.ts', ...files.flat()],
    outbase: '.',
    outdir: folder.pathname,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [builtPackage],
  });
}

/** The plain module of a file of `children`. */
export function plainModule(file: string): URL {
  return new URL(`children/${file.replace(/\.ts$/, '.js')}`, folder);
}

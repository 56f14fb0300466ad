import { readFileSync } from 'node:fs';

interface Manifest {
  readonly exports: Record<string, unknown>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** The entries that package.json exports, by the name of their file in dist/. */
export const publicEntries = Object.keys(manifest.exports)
  .filter((path) => path !== './package.json')
  .map((path) => path.slice(2) || 'index');

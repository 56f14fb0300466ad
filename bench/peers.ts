import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { runCommand } from '../scripts/run-command.js';

const folder = new URL('.', import.meta.url);

/** Installs what the library is measured against, which the library itself does not need. */
export async function installPeers(): Promise<void> {
  const { devDependencies } = JSON.parse(await readFile(new URL('package.json', folder), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const isThere = (name: string): boolean => existsSync(new URL(`node_modules/${name}`, folder));
  if (Object.keys(devDependencies).every(isThere)) return;
  console.log('Installing what is compared with');
  const { succeeded, output } = await runCommand('npm', ['install', '--prefix', folder.pathname]);
  if (!succeeded) throw new Error(output);
}

/** A package of `bench/package.json`, as far as it is used here. */
export async function peer<T>(name: string): Promise<T> {
  const { default: whole, ...names } = (await import(name)) as { default?: object };
  return { ...whole, ...names, default: whole } as T;
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runCommand } from '../scripts/run-command.js';

const folder = new URL('.', import.meta.url);
const require = createRequire(folder);

/** Installs what the library is measured against, which the library itself does not need. */
export async function installPeers(): Promise<void> {
  if (existsSync(new URL('node_modules', folder))) return;
  console.log('Installing what is compared with');
  const { succeeded, output } = await runCommand('npm', ['install', '--prefix', folder.pathname]);
  if (!succeeded) throw new Error(output);
}

/** A package of `bench/package.json`, as far as it is used here. */
export async function peer<T>(name: string): Promise<T> {
  const { default: whole, ...names } = (await import(require.resolve(name))) as { default?: object };
  return { ...whole, ...names, default: whole } as T;
}

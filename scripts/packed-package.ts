import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from './run-command.js';

/** The package as npm would publish it. */
export interface PackedPackage {
  readonly tarball: string;
  /** A project that has it in its node_modules, and finds the dependencies in ours. */
  readonly project: string;
  /** Where it is unpacked in that project. */
  readonly folder: string;
}

const place = resolve('node_modules/.cache/rxsession/packed');

/** Packs what stands in dist/ and unpacks it again as if it had been installed. */
export async function packPackage(): Promise<PackedPackage> {
  const folder = join(place, 'node_modules', 'rxsession');
  await rm(place, { recursive: true, force: true });
  await mkdir(join(place, 'node_modules'), { recursive: true });
  await runOrThrow('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', place]);
  const tarball = join(place, 'rxsession.tgz');
  await rename(join(place, `rxsession-${process.env['npm_package_version'] ?? ''}.tgz`), tarball);
  await runOrThrow('tar', ['-xzf', tarball, '-C', place]);
  await rename(join(place, 'package'), folder);
  return { tarball, project: place, folder };
}

async function runOrThrow(command: string, args: readonly string[]): Promise<void> {
  const { succeeded, output } = await runCommand(command, args);
  if (!succeeded) throw new Error(`${command} ${args.join(' ')}\n${output}`);
}

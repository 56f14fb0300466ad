import { userInfo } from 'node:os';
import { runCommand } from './run-command.js';

/** Installs the Debian packages named on the command line, those alone that are missing. */
const aptGetCommand = userInfo().uid === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
const patience = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3'];
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

async function isInstalled(name: string): Promise<boolean> {
  const { succeeded, output } = await runCommand('dpkg-query', ['-W', '-f=${Status}', name]);
  return succeeded && output.includes('ok installed');
}

async function aptGet(...args: string[]): Promise<boolean> {
  const [command = '', ...rest] = [...aptGetCommand, ...patience, '-qq', ...args];
  const { succeeded, output } = await runCommand(command, rest, { env });
  if (!succeeded) console.error(output.trimEnd());
  return succeeded;
}

async function install(names: readonly string[]): Promise<boolean> {
  const { succeeded } = await runCommand('apt-get', ['--version']);
  if (!succeeded) {
    console.error(
      `These specs need ${names.join(', ')} in the version of Debian; there is no apt-get to install it.`,
    );
    return false;
  }
  console.log(`Installing ${names.join(', ')}`);
  await aptGet('update');
  return aptGet('install', '-y', '--no-install-recommends', ...names);
}

const wanted = process.argv.slice(2);
const installed = await Promise.all(wanted.map(isInstalled));
const missing = wanted.filter((_, index) => !installed[index]);
if (missing.length > 0 && !(await install(missing))) process.exitCode = 1;

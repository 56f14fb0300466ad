import { mkdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { runVisibly } from './run-command.js';

/** Runs the unit specs on the versions of Node named on the command line, else on all that are supported. */
const supported = ['20', '22', '24'];
const given = process.argv.slice(2);

async function passesOn(version: string): Promise<boolean> {
  const folder = resolve(`node_modules/.cache/rxsession/node-${version}`);
  await mkdir(folder, { recursive: true });
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `node@${version}`];
  if (!(await runVisibly('npm', install))) return false;
  const PATH = [join(folder, 'node_modules/node/bin'), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH };
  return (await runVisibly('node', ['--version'], { env })) && runVisibly('npm', ['test'], { env });
}

const failed: string[] = [];
for (const version of given.length > 0 ? given : supported)
  if (!(await passesOn(version))) failed.push(version);
if (failed.length > 0) console.error(`Failed on Node ${failed.join(', ')}.`);
process.exitCode = failed.length;

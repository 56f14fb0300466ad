import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packPackage, type PackedPackage } from './packed-package.js';
import { publicEntries } from './public-entries.js';
import { runCommand } from './run-command.js';

/** Looks at the package as it would be published: its exports, its types, and that every entry loads. */
const specifiers = publicEntries.map((entry) => (entry === 'index' ? 'rxsession' : `rxsession/${entry}`));

/** Types that browsers are given must stand without those of Node. */
const neutralTypes = publicEntries
  .filter((entry) => entry !== 'node')
  .flatMap((entry) => [`${entry}.d.ts`, `${entry}.d.cts`]);
const nodeTypes = /\b(?:from|import\()\s*["'](?:node:|ws['"]|busboy|#)|\bNodeJS\.|\bBuffer\b(?!`)/;

async function publint({ tarball }: PackedPackage): Promise<string[]> {
  const { succeeded, output } = await runCommand('publint', ['run', tarball, '--strict']);
  return succeeded ? [] : [output];
}

async function areTheTypesWrong({ tarball }: PackedPackage): Promise<string[]> {
  const { succeeded, output } = await runCommand('attw', [tarball, '--profile', 'node16', '--no-emoji']);
  return succeeded ? [] : [output];
}

/** Each entry loads both ways, exports the same names both ways, and shares its classes with the others. */
async function loads({ project }: PackedPackage): Promise<string[]> {
  const file = join(project, 'load.mjs');
  await writeFile(file, loadScript);
  const { succeeded, output } = await runCommand('node', [file, ...specifiers], { cwd: project });
  return succeeded ? [] : [output];
}

const loadScript = `
import { createRequire } from 'node:module';
import { deepStrictEqual } from 'node:assert';
const require = createRequire(import.meta.url);
const names = (module) => Object.keys(module).filter((name) => name !== 'module.exports').sort();
const loaded = { import: [], require: [] };
for (const entry of process.argv.slice(2)) {
  loaded.import.push(await import(entry));
  loaded.require.push(require(entry));
  deepStrictEqual(names(loaded.import.at(-1)), names(loaded.require.at(-1)), entry);
}
for (const [main, ...others] of Object.values(loaded)) {
  for (const other of others) {
    for (const name of names(other)) {
      if (name in main && main[name] !== other[name]) throw new Error('Two copies of ' + name);
    }
  }
}
`;

async function holdsNoSources({ folder }: PackedPackage): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => /(?<!\.d)\.[cm]?ts$/.test(file) || file.includes('.spec.'))
    .map((file) => `${file} is in the package.`);
}

async function neutralTypesAreNeutral({ folder }: PackedPackage): Promise<string[]> {
  const seen = new Set<string>();
  const follow = async (file: string): Promise<string[]> => {
    if (seen.has(file)) return [];
    seen.add(file);
    const text = withoutComments(await readFile(file, 'utf8'));
    const found = nodeTypes.exec(text);
    const imported = [...text.matchAll(/from '(\.[^']+)\.(c?)js'/g)];
    const next = imported.map(([, path = '', c = '']) => follow(join(file, '..', `${path}.d.${c}ts`)));
    const own = found ? [`${file} needs a platform: ${found[0]}`] : [];
    return own.concat(...(await Promise.all(next)));
  };
  const findings = await Promise.all(neutralTypes.map((name) => follow(join(folder, 'dist', name))));
  return findings.flat();
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

const packed = await packPackage();
const checks = [publint, areTheTypesWrong, loads, holdsNoSources, neutralTypesAreNeutral];
const findings = (await Promise.all(checks.map((check) => check(packed)))).flat();
console.log(findings.join('\n'));
process.exitCode = findings.length === 0 ? 0 : 1;

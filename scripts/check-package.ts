import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compilesForConsumers } from './check-consumer.js';
import { packPackage, type PackedPackage } from './packed-package.js';
import { publicEntries } from './public-entries.js';
import { runCommand } from './run-command.js';

/** Looks at the package as it would be published: its exports, its types, and that every entry loads. */
const specifiers = publicEntries.map((entry) => (entry === 'index' ? 'rxsession' : `rxsession/${entry}`));

/** Types that browsers are given must stand without those of Node. */
const neutralTypes = publicEntries
  .filter((entry) => entry !== 'node' && entry !== 'redis')
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

/** Jest without flags and transforms runs requests and WebSockets: it has no `import()`. */
async function runsInJest({ project, folder }: PackedPackage): Promise<string[]> {
  await writeFile(join(project, 'package.json'), '{}');
  await writeFile(join(project, 'requests.test.js'), jestScript);
  // The project lies in a folder that Jest passes over otherwise.
  const config = {
    transform: {},
    modulePaths: [join(process.cwd(), 'node_modules')],
    testPathIgnorePatterns: [],
    haste: { retainAllFiles: true },
  };
  const jest = join(process.cwd(), 'node_modules/jest/bin/jest.js');
  const args = [jest, '--rootDir', project, '--config', JSON.stringify(config)];
  const { succeeded, output } = await runCommand('node', args, { cwd: project });
  const files = await readdir(join(folder, 'dist'), { recursive: true });
  const late = files
    .filter((file) => file.endsWith('.cjs'))
    .map(async (file) => {
      const text = await readFile(join(folder, 'dist', file), 'utf8');
      return /\bimport\(/.test(text) ? [`${file} holds an import().`] : [];
    });
  return [succeeded ? [] : [output], ...(await Promise.all(late))].flat();
}

const jestScript = `
const { createServer } = require('node:http');
const { WebSocketServer } = require('ws');
const { firstValueFrom } = require('rxjs');
const { Session } = require('rxsession');

let server, url;
beforeAll((done) => {
  server = createServer((_, response) => response.end('{"id":17}'));
  new WebSocketServer({ server }).on('connection', (socket) => socket.send('hello'));
  server.listen(0, '127.0.0.1', () => {
    url = '127.0.0.1:' + server.address().port;
    done();
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a request', async () => {
  expect(await firstValueFrom(new Session().get('http://' + url))).toEqual({ id: 17 });
});

test('a WebSocket', async () => {
  const socket = new Session().webSocketRequest('ws://' + url);
  expect(await firstValueFrom(socket.streamMessages())).toBe('hello');
});
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
const checks = [
  publint,
  areTheTypesWrong,
  loads,
  runsInJest,
  holdsNoSources,
  neutralTypesAreNeutral,
  compilesForConsumers,
];
const findings = (await Promise.all(checks.map((check) => check(packed)))).flat();
console.log(findings.join('\n'));
process.exitCode = findings.length === 0 ? 0 : 1;

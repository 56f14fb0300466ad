import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { installPeers } from './peers.js';
import { writePlainModules } from './plain-modules.js';
import type { Scenario } from './scenario.js';
import { markdown } from './table.js';

/** Runs the scenarios that are named, or all of them: `npm run bench -- small-forms`; `--quick` runs them briefly. */
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});
const effort = { isQuick: values.quick };
const files = await readdir(new URL('scenarios', import.meta.url));
const names = files
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const results = new URL('results/', import.meta.url);
const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}`;

await installPeers();
await writePlainModules();
await mkdir(results, { recursive: true });
if (names.length === 0) throw new Error(`There is no such scenario: ${wanted.join(', ')}`);
for (const name of names.sort()) await run(name);

async function run(name: string): Promise<void> {
  const { scenario } = (await import(`./scenarios/${name}.js`)) as { scenario: Scenario };
  const { table, verdict, isGoalMet } = await scenario.measure(effort);
  const goal = isGoalMet ? 'The goal is met.' : 'The goal is **not** met.';
  const note = effort.isQuick ? ' A quick run, of too few and too short rounds to be quoted.' : '';
  const text = `## ${scenario.title}\n\n${scenario.description}\n\n${markdown(table)}\n\n${verdict} ${goal} (${machine})${note}\n`;
  console.log(text);
  await writeFile(new URL(`${name}${effort.isQuick ? '.quick' : ''}.md`, results), text);
}

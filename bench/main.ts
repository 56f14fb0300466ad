import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { installPeers } from './peers.js';
import type { Scenario } from './scenario.js';
import { markdown } from './table.js';

/** Runs the scenarios that are named, or all of them: `npm run bench -- small-forms`. */
const wanted = process.argv.slice(2);
const files = await readdir(new URL('scenarios', import.meta.url));
const names = files
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const results = new URL('results/', import.meta.url);
const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;

await installPeers();
await mkdir(results, { recursive: true });
if (names.length === 0) throw new Error(`There is no such scenario: ${wanted.join(', ')}`);
for (const name of names.sort()) await run(name);

async function run(name: string): Promise<void> {
  const { scenario } = (await import(`./scenarios/${name}.js`)) as { scenario: Scenario };
  const { table, verdict, isGoalMet } = await scenario.measure();
  const goal = isGoalMet ? 'The goal is met.' : 'The goal is **not** met.';
  const text = `## ${scenario.title}\n\n${scenario.description}\n\n${markdown(table)}\n\n${verdict} ${goal} (${machine})\n`;
  console.log(text);
  await writeFile(new URL(`${name}.md`, results), text);
}

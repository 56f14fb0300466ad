import { writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { runCommand } from './run-command.js';

/**
 * Runs every check one after the other, each an npm script, and prints what failed and one line for each.
 * `--outputFile=FILE` also writes the two counts there as JSON.
 */
interface Step {
  readonly script: string;
  /** Looks at dist/, and says nothing when that could not be built. */
  readonly needsBuild: boolean;
}

interface Verdict {
  readonly script: string;
  readonly passed: boolean;
  /** The last line of what a passed step wrote, when it is a finding worth showing. */
  readonly note: string;
  readonly seconds: number;
}

const build = 'build';
const before = ['check:format', 'check:types', 'check:layers', 'check:errors', build];
/** Linting too: it reads the types of the examples, which stand on what is built. */
const after = ['check:lint', 'check:package', 'check:api', 'check:browser', 'check:examples'];
const steps: Step[] = [
  ...before.map((script) => ({ script, needsBuild: false })),
  ...after.map((script) => ({ script, needsBuild: true })),
];

async function verdictOf({ script, needsBuild }: Step, earlier: readonly Verdict[]): Promise<Verdict> {
  const isBuilt = earlier.every((verdict) => verdict.script !== build || verdict.passed);
  if (needsBuild && !isBuilt)
    return { script, passed: false, note: 'not run: nothing was built', seconds: 0 };
  const start = performance.now();
  const { succeeded, output } = await runCommand('npm', ['run', '--silent', script]);
  if (!succeeded) console.log(`\n${script}\n${output.trimEnd()}\n`);
  const note = succeeded ? (output.trimEnd().split('\n').at(-1) ?? '') : 'failed';
  return { script, passed: succeeded, note, seconds: (performance.now() - start) / 1000 };
}

function lineOf({ script, passed, note, seconds }: Verdict): string {
  return `${passed ? '✓' : '✗'} ${script.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s  ${note.trim()}`.trimEnd();
}

const verdicts: Verdict[] = [];
for (const step of steps) verdicts.push(await verdictOf(step, verdicts));

const passed = verdicts.filter((verdict) => verdict.passed).length;
const counts = { passed, failed: verdicts.length - passed };
console.log(verdicts.map(lineOf).join('\n'));
console.log(`check: ${counts.passed} passed, ${counts.failed} failed`);

const { outputFile } = parseArgs({ options: { outputFile: { type: 'string' } } }).values;
if (outputFile !== undefined) await writeFile(outputFile, JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

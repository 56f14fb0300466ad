import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Adds up the results of every run in a folder; a run that failed without a failed result counts as one. */
const folder = process.argv[2];
const runs = new Set(
  readdirSync(folder)
    .map((file) => /^(.+)\.(?:json|broken)$/.exec(file)?.[1])
    .filter((run) => run !== undefined),
);

function countsOf(run) {
  const file = join(folder, `${run}.json`);
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const passed = result.numPassedTests ?? result.passed ?? 0;
  const failed = (result.numFailedTests ?? result.failed ?? 0) + (result.numRuntimeErrorTestSuites ?? 0);
  const isBroken = existsSync(join(folder, `${run}.broken`));
  return { passed, failed: isBroken ? Math.max(failed, 1) : failed };
}

const total = { passed: 0, failed: 0 };
for (const run of runs) {
  const { passed, failed } = countsOf(run);
  total.passed += passed;
  total.failed += failed;
  console.log(`${run}: ${passed} passed, ${failed} failed`);
}
const isSuccess = total.failed === 0 && total.passed > 0;
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = isSuccess ? 0 : 1;

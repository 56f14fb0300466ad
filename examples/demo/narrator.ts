import { SingleBar } from 'cli-progress';
import { inspect, isDeepStrictEqual } from 'node:util';
import pc from 'picocolors';

/** Tells the story: in colour and with a moving bar on a terminal, in plain lines elsewhere. */
export class Narrator {
  failures = 0;
  readonly #isTerminal = process.stdout.isTTY;
  readonly #colors = pc.createColors(this.#isTerminal);

  chapter(title: string): void {
    console.log(`\n${this.#colors.bold(this.#colors.cyan(title))}`);
  }

  say(line: string): void {
    console.log(`  ${line}`);
  }

  aside(line: string): void {
    console.log(`  ${this.#colors.dim(line)}`);
  }

  /** Says what is claimed, and whether it holds: what is there has to equal what was expected. */
  check(claim: string, actual: unknown, expected: unknown = true): void {
    if (isDeepStrictEqual(actual, expected)) {
      this.say(`${this.#colors.green('✓')} ${claim}`);
      return;
    }
    this.fail(`${claim}: expected ${inspect(expected)}, got ${inspect(actual)}`);
  }

  fail(line: string): void {
    this.failures += 1;
    this.say(this.#colors.red(`✗ ${line}`));
  }

  end(): void {
    this.chapter(
      this.failures === 0 ? 'Everything was as it was told.' : `Not so: ${this.failures} of the above.`,
    );
  }

  /** A bar that follows a fraction from 0 to 1; each quarter has a line where nothing can move. */
  progressBar(label: string): ProgressBar {
    return this.#isTerminal ? movingBar(label) : printedQuarters((line) => this.say(`${label} ${line}`));
  }
}

export interface ProgressBar {
  update(fraction: number): void;
  stop(): void;
}

function movingBar(label: string): ProgressBar {
  const bar = new SingleBar({ format: `  ${label} {bar} {percentage} %`, barsize: 32, hideCursor: true });
  bar.start(1, 0);
  return {
    update: (fraction) => bar.update(fraction),
    stop: () => bar.stop(),
  };
}

function printedQuarters(print: (line: string) => void): ProgressBar {
  let quarters = 0;
  return {
    update: (fraction) => {
      for (; quarters < Math.floor(fraction * 4); quarters += 1) print(`${(quarters + 1) * 25} %`);
    },
    stop: () => undefined,
  };
}

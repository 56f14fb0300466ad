import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { plainModule } from '../plain-modules.js';

/** A process of its own that answers questions. */
export interface Child<Question extends object | string = string, Answer = unknown> extends AsyncDisposable {
  /** The first thing it said. */
  readonly firstWord: string;
  ask(question: Question): Promise<Answer>;
}

/** Starts a file of this folder, which says something when it is ready, such as where it listens. */
export async function startChild<Question extends object | string = string, Answer = unknown>(
  file: string,
  ...args: string[]
): Promise<Child<Question, Answer>> {
  return startChildWith<Question, Answer>([], file, ...args);
}

/** The same, in a process that is told more by options of Node. */
export async function startChildWith<Question extends object | string = string, Answer = unknown>(
  nodeOptions: readonly string[],
  file: string,
  ...args: string[]
): Promise<Child<Question, Answer>> {
  const execArgv = [...process.execArgv, ...nodeOptions];
  return childOf(fork(new URL(file, import.meta.url), args, { execArgv }));
}

/** The same, of a plain module, without the loader that runs the bench; `trusted` is a file of certificates. */
export async function startPlainChild<Question extends object | string = string, Answer = unknown>(
  file: string,
  args: readonly string[],
  trusted?: string,
): Promise<Child<Question, Answer>> {
  const env = { ...process.env, NODE_OPTIONS: '', ...(trusted && { NODE_EXTRA_CA_CERTS: trusted }) };
  return childOf(fork(plainModule(file), args, { execArgv: [], env }));
}

async function childOf<Question extends object | string, Answer>(
  child: ChildProcess,
): Promise<Child<Question, Answer>> {
  const firstWord = String(await nextWord(child));
  return {
    firstWord,
    ask: (question) => {
      child.send(question);
      return nextWord(child) as Promise<Answer>;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function nextWord(child: ChildProcess): Promise<unknown> {
  const controller = new AbortController();
  try {
    const [word] = (await Promise.race([
      once(child, 'message', { signal: controller.signal }),
      gone(child, controller.signal),
    ])) as [unknown];
    return word;
  } finally {
    controller.abort();
  }
}

async function gone(child: ChildProcess, signal: AbortSignal): Promise<never> {
  await once(child, 'exit', { signal });
  throw new Error('A process ended before it had answered.');
}

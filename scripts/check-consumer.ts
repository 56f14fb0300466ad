import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PackedPackage } from './packed-package.js';
import { runCommand } from './run-command.js';

/** Compilers that consumers have, from the oldest on. The current one tries every way, the others two of them. */
const CURRENT = 'typescript/bin/tsc';
const OTHERS = ['ts54/bin/tsc', 'ts58/bin/tsc', 'ts7/bin/tsc'];

interface Consumer {
  readonly module: 'nodenext' | 'esnext';
  readonly moduleResolution: 'nodenext' | 'bundler';
  readonly types: readonly string[];
  readonly files: readonly string[];
}

const BOTH = ['consumer.mts', 'consumer.cts'];
const CONSUMERS: readonly Consumer[] = [
  { module: 'nodenext', moduleResolution: 'nodenext', types: [], files: BOTH },
  { module: 'nodenext', moduleResolution: 'nodenext', types: ['node'], files: BOTH },
  { module: 'esnext', moduleResolution: 'bundler', types: [], files: ['consumer.mts'] },
  { module: 'esnext', moduleResolution: 'bundler', types: ['node'], files: ['consumer.mts'] },
];

/** Entries that stand without the types of Node. */
const NEUTRAL = `
import { isCancelled, isNetworkFailure, isSerializationFailure, isSessionError, isTimeout, isValidationFailure,
  Session, SessionDelegate, SessionError, type NetworkErrorCode } from 'rxsession';
import { StubTransport } from 'rxsession/testing';
import 'rxsession/browser';
import 'rxsession/websocket';

class Delegate extends SessionDelegate {}
export const session = new Session({ delegate: new Delegate(), transport: new StubTransport(() => ({})) });

export function explain(error: unknown): string {
  if (isCancelled(error)) return error.kind;
  else if (isTimeout(error)) return error.code satisfies 'timedOut';
  else if (isNetworkFailure(error)) return error.code satisfies NetworkErrorCode;
  else if (isSerializationFailure(error)) return error.reason.kind;
  else if (isValidationFailure(error)) return error.reason.kind;
  else if (isSessionError(error)) return error.message;
  return 'other';
}

export function explainSessionError(error: SessionError): string {
  if (isCancelled(error)) return error.message;
  else if (isTimeout(error)) return error.message;
  else if (isSerializationFailure(error)) return error.text();
  else if (isValidationFailure(error)) return String(error.response?.statusCode);
  else if (isNetworkFailure(error)) return error.message;
  if (error.kind === 'unsupported') return error.failure.feature;
  if (error.kind === 'multipartReadingFailed' && error.reason.kind === 'limitExceeded') return error.reason.limit;
  return String(error.request?.url);
}
`;

const NODE = `
import { CookieJar, multipartParts } from 'rxsession/node';
export const entries = [CookieJar, multipartParts];
`;

/** Compiles a consumer without `skipLibCheck`, with every compiler, way of resolving and set of types. */
export async function compilesForConsumers({ project }: PackedPackage): Promise<string[]> {
  const runs = CONSUMERS.map((consumer) => ({ compiler: CURRENT, consumer }));
  for (const compiler of OTHERS) {
    for (const consumer of [CONSUMERS[0], CONSUMERS[3]]) if (consumer) runs.push({ compiler, consumer });
  }
  const findings: string[] = [];
  const work = async (): Promise<void> => {
    for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
      findings.push(...(await compile(project, run.compiler, run.consumer)));
    }
  };
  await Promise.all([work(), work()]);
  return findings;
}

async function compile(project: string, compiler: string, consumer: Consumer): Promise<string[]> {
  const { files, types, module, moduleResolution } = consumer;
  const label = [compiler.split('/')[0], moduleResolution, types.length > 0 ? 'types of Node' : 'no types'];
  const folder = join(project, 'consumers', label.join(' ').replace(/\W+/g, '-'));
  await mkdir(folder, { recursive: true });
  for (const file of files) await writeFile(join(folder, file), types.length > 0 ? NEUTRAL + NODE : NEUTRAL);
  const compilerOptions = {
    ...{ module, moduleResolution, types, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'] },
    ...{
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      typeRoots: [TYPES],
    },
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const { succeeded, output } = await runCommand('node', [resolve('node_modules', compiler), '-p', folder]);
  return succeeded ? [] : [`${label.join(', ')}:\n${output.split('\n').slice(0, 12).join('\n')}`];
}

const TYPES = resolve('node_modules/@types');

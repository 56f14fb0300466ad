import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IConfigFile,
} from '@microsoft/api-extractor';
import { mkdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { publicEntries } from './public-entries.js';

/**
 * Compares the types of every entry with the reports in etc/, so that no public name changes unseen.
 * With `--update` the reports are written anew.
 */
const isUpdate = process.argv.includes('--update');
const none = { default: { logLevel: ExtractorLogLevel.None } };
const collected = { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: false };
/** Names that the types of an entry use without exporting them: another entry has to. */
const forgotten = new Set<string>();
/** Aliases that editors resolve, and a function behind a static member. */
const unnamed: ReadonlySet<string> = new Set([
  'Decoded',
  'DownloadObservable',
  'RedisArgument',
  'RequestNotificationType',
  'errorFrom',
]);

function reportOf(entry: string): string {
  return entry === 'index' ? 'rxsession' : `rxsession-${entry}`;
}

function configurationOf(entry: string): IConfigFile {
  return {
    projectFolder: resolve('.'),
    mainEntryPointFilePath: resolve(`dist/${entry}.d.ts`),
    compiler: { overrideTsconfig: { extends: resolve('tsconfig.json'), files: [`dist/${entry}.d.ts`] } },
    newlineKind: 'lf',
    apiReport: {
      enabled: true,
      reportFileName: reportOf(entry),
      reportFolder: resolve('etc'),
      reportTempFolder: resolve('node_modules/.cache/rxsession/api'),
    },
    docModel: { enabled: false, apiJsonFilePath: '' },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: none,
      extractorMessageReporting: { ...none, 'ae-forgotten-export': collected },
      tsdocMessageReporting: none,
    },
  };
}

function collect(message: ExtractorMessage): void {
  const name = /^The symbol "(\w+)"/.exec(message.text)?.[1];
  if (message.messageId === 'ae-forgotten-export' && name !== undefined)
    forgotten.add(name.replace(/_\d+$/, ''));
  message.handled = message.logLevel !== ExtractorLogLevel.Error;
}

function isUnchanged(entry: string): boolean {
  const extractorConfig = ExtractorConfig.prepare({
    configObject: configurationOf(entry),
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
  });
  const result = Extractor.invoke(extractorConfig, { localBuild: isUpdate, messageCallback: collect });
  if (result.apiReportChanged && !isUpdate) {
    console.error(`etc/${reportOf(entry)}.api.md is not what is exported: see npm run api:update.`);
  }
  return isUpdate || !result.apiReportChanged;
}

await mkdir('etc', { recursive: true });
/** Names that no entry exports, though a user's declarations may have to spell them. */
async function missingNames(): Promise<string[]> {
  const reports = await Promise.all(
    publicEntries.map((entry) => readFile(resolve('etc', `${reportOf(entry)}.api.md`), 'utf8')),
  );
  return [...forgotten]
    .filter((name) => !unnamed.has(name))
    .filter((name) => !reports.some((report) => new RegExp(`^export .*\\b${name}\\b`, 'm').test(report)));
}

const verdicts = publicEntries.map(isUnchanged);
const missing = await missingNames();
for (const name of missing) console.error(`No entry exports ${name}, which the types of one use.`);
process.exitCode = verdicts.every(Boolean) && missing.length === 0 ? 0 : 1;

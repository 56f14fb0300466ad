import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IConfigFile,
} from '@microsoft/api-extractor';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { publicEntries } from './public-entries.js';

/**
 * Compares the types of every entry with the reports in etc/, so that no public name changes unseen.
 * With `--update` the reports are written anew.
 */
const isUpdate = process.argv.includes('--update');
const none = { default: { logLevel: ExtractorLogLevel.None } };
const reported = { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true };
/** What the other entries use and do not export is exported by the main one. */
const forgotten = (entry: string) => (entry === 'index' ? { 'ae-forgotten-export': reported } : {});

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
      extractorMessageReporting: { ...none, ...forgotten(entry) },
      tsdocMessageReporting: none,
    },
  };
}

function hush(message: ExtractorMessage): void {
  message.handled = message.logLevel !== ExtractorLogLevel.Error;
}

function isUnchanged(entry: string): boolean {
  const extractorConfig = ExtractorConfig.prepare({
    configObject: configurationOf(entry),
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
  });
  const result = Extractor.invoke(extractorConfig, { localBuild: isUpdate, messageCallback: hush });
  if (result.apiReportChanged && !isUpdate) {
    console.error(`etc/${reportOf(entry)}.api.md is not what is exported: see npm run api:update.`);
  }
  return isUpdate || !result.apiReportChanged;
}

await mkdir('etc', { recursive: true });
const verdicts = publicEntries.map(isUnchanged);
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

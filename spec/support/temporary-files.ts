import { afterEach, beforeEach } from '@jest/globals';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hostProcess } from './host-process.js';

/** A folder that is new and empty in each spec, and what `os.tmpdir()` answers while it runs. */
export interface TemporaryFolder {
  readonly path: string;
  /** The URL of a file in it. */
  fileURL(name: string): URL;
  /** The names of all that is in it. */
  list(): string[];
}

/** Gives each spec a temporary folder of its own, so that none sees files of another, and removes it after. */
export function useTemporaryFolder(): TemporaryFolder {
  let path = '';
  let before: string | undefined;
  beforeEach(() => {
    before = hostProcess.env['TMPDIR'];
    path = realpathSync(mkdtempSync(join(os.tmpdir(), 'spec-')));
    hostProcess.env['TMPDIR'] = path;
  });
  afterEach(() => {
    if (before === undefined) delete hostProcess.env['TMPDIR'];
    else hostProcess.env['TMPDIR'] = before;
    rmSync(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return path;
    },
    fileURL: (name) => pathToFileURL(join(path, name)),
    list: () => readdirSync(path),
  };
}

/** The URL of a file in `os.tmpdir()`: in a spec that has a temporary folder, one in there. */
export function temporaryFile(name: string): URL {
  return pathToFileURL(join(os.tmpdir(), name));
}

/** The names in `os.tmpdir()` that are the library's. */
export function listTemporaryFiles(): string[] {
  return readdirSync(os.tmpdir()).filter((name) => name.startsWith('rxsession'));
}

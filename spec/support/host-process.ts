import os from 'node:os';

const PlatformFunction = os.tmpdir.constructor as (body: string) => () => NodeJS.Process;

/**
 * The process itself. A spec runs in a realm whose `process` is a copy: its environment reaches nobody, and it
 * hears of no warning. A function of the platform leads to the realm that has the original.
 */
export const hostProcess = PlatformFunction('return process')();

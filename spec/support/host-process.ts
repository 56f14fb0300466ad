import os from 'node:os';

/**
 * The process itself: a spec runs in a realm whose `process` is a copy that hears of no warning. A function of
 * the platform leads to the realm that has the original.
 */
export const hostProcess = (os.tmpdir.constructor as FunctionConstructor)('return process')() as NodeJS.Process;

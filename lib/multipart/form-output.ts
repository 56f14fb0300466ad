import { measureFiles } from './measure-files.js';
import { readPieces, readWhole } from './multipart-reading.js';
import { writeFile } from './multipart-writing.js';

/**
 * Functions that measure, read and write a form. A browser, which sends a Blob of the parts, loads them on first use.
 */
export const formOutput = { measureFiles, readPieces, readWhole, writeFile };

export type FormOutput = typeof formOutput;

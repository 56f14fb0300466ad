import { measureFiles } from './measure-files.js';
import { readPieces, readWhole } from './multipart-reading.js';
import { writeFile } from './multipart-writing.js';

/** What becomes of a form once it is asked for: a browser, which sends a Blob of the parts, loads it only then. */
export const formOutput = { measureFiles, readPieces, readWhole, writeFile };

export type FormOutput = typeof formOutput;

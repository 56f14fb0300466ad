import type { FileManager } from '../transport/file-manager.js';
import type { FormOutput } from '../multipart/form-output.js';

/** Browsers have no file system to upload from; a Blob stands for a file. */
export const fileManager: FileManager | undefined = undefined;

/** Forms that hold streams, or whose bytes an application asks for. */
export const loadFormOutput = async (): Promise<FormOutput> => (await import('./late-parts.js')).formOutput;

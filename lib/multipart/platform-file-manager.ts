import { fileManager, loadFormOutput as load } from '#files';
import type { FileManager } from '../transport/file-manager.js';
import type { FormOutput } from './form-output.js';

/** The FileManager of the platform; browsers have none. */
export const platformFileManager: FileManager | undefined = fileManager;

/**
 * Loads the functions that read, measure and write forms. Browsers load them with the first form that has to be read.
 */
export const loadFormOutput: () => FormOutput | Promise<FormOutput> = load;

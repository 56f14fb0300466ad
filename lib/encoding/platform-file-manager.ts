import { fileManager } from '#files';
import type { FileManager } from '../contracts/file-manager.js';

/** The FileManager of the platform; browsers have none. */
export const platformFileManager: FileManager | undefined = fileManager;

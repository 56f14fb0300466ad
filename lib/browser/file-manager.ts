import type { FileManager } from '../contracts/file-manager.js';

/** Browsers have no file system to upload from: what stands for files there is a Blob. */
export const fileManager: FileManager | undefined = undefined;

import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Reads the certificates of a folder: the files that end in `.cer`, `.crt` or `.der`, in DER or PEM, in the order of their
 * names (Alamofire's `Bundle.af.certificates`). Leaves out files without a certificate, and does not look into folders.
 * Rejects with the error of the file system for a folder that cannot be read.
 *
 * @example
 * const evaluator = new PinnedCertificatesTrustEvaluator({ certificates: await certificatesIn('./pins') });
 */
export async function certificatesIn(folder: URL | string): Promise<X509Certificate[]> {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const names = (await readdir(path)).filter((name) => CERTIFICATE_FILE.test(name)).sort();
  const files = await Promise.all(names.map((name) => contentOf(join(path, name))));
  return files.flatMap(certificateIn);
}

const CERTIFICATE_FILE = /\.(cer|crt|der)$/i;

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return Buffer.alloc(0);
    throw error;
  }
}

function certificateIn(bytes: Buffer): X509Certificate[] {
  try {
    return [new X509Certificate(bytes)];
  } catch {
    return [];
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { certificatesIn } from 'rxsession/node';
import { ca1, ca2, leaves, root } from '../../support/judged-servers.js';

const { dns } = leaves;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  await Promise.all([
    writeFile(join(folder, '1-root.cer'), root.certificate.raw),
    writeFile(join(folder, '2-ca1.crt'), ca1.certificate.raw),
    writeFile(join(folder, '3-ca2.der'), ca2.certificate.raw),
    writeFile(join(folder, '4-pem.CRT'), dns.certificate.toString()),
    writeFile(join(folder, 'key.der'), dns.keys.privateKey.export({ type: 'pkcs8', format: 'der' })),
    writeFile(join(folder, 'random.cer'), randomBytes(200)),
    writeFile(join(folder, 'other.txt'), dns.certificate.raw),
    mkdir(join(folder, 'folder.der')),
  ]);
});

afterAll(() => rm(folder, { recursive: true }));

describe('certificatesIn', () => {
  it('reads certificates in DER and PEM by name, and leaves out keys, random bytes, other files and folders', async () => {
    const found = await certificatesIn(folder);
    expect(found.map(({ subject }) => subject)).toEqual([
      'CN=Root',
      'CN=CA 1',
      'CN=CA 2',
      'CN=test.alamofire.org',
    ]);
  });

  it('takes a URL', async () => {
    expect(await certificatesIn(pathToFileURL(folder))).toHaveLength(4);
  });

  it('rejects for a folder that is not there', async () => {
    await expect(certificatesIn(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

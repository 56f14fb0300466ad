import { describe, expect, it } from '@jest/globals';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HTTPHeaders, HTTPURLResponse } from 'rxsession';
import { suggestedDownloadDestination } from 'rxsession/node';
import { safeName } from '../../../lib/node/downloads/suggested-download-destination.js';

const FOLDER = '/var/reports';

function destinationFor(disposition: string | undefined, url = 'https://a.example/files/report.pdf'): string {
  const headers = new HTTPHeaders(disposition === undefined ? {} : { 'Content-Disposition': disposition });
  const response = new HTTPURLResponse({ url, statusCode: 200, headers });
  const place = suggestedDownloadDestination(FOLDER)(new URL('file:///folder/a'), response);
  return fileURLToPath((place as { destinationURL: URL }).destinationURL);
}

describe('the suggested destination of a download', () => {
  it.each<[string, string | undefined, string]>([
    ['the name that the response proposes', 'attachment; filename="a b#c%.txt"', 'a b#c%.txt'],
    ['the last part of the URL without one', undefined, 'report.pdf'],
    ['a name beyond ASCII', "attachment; filename*=utf-8''%E2%82%AC.txt", '€.txt'],
    ['a name that would be a way up', 'attachment; filename="../../etc/passwd"', 'passwd'],
    ['a name that is nothing but a way up', 'attachment; filename=".."', 'report.pdf'],
    ['a way up that is hidden in it', "attachment; filename*=utf-8''..%2F..%2Fpasswd", 'passwd'],
    ['a way up for another system', 'attachment; filename="..\\\\..\\\\passwd"', 'passwd'],
    ['an absolute path', 'attachment; filename="/etc/passwd"', 'passwd'],
    ['a name that hides the file', 'attachment; filename=".bashrc"', '_bashrc'],
  ])('is in its folder, under %s', (_what, disposition, name) => {
    expect(destinationFor(disposition)).toBe(`${FOLDER}/${name}`);
  });

  it('takes the URL of a folder, and hands on its options', () => {
    const options = { removePreviousFile: true };
    const response = new HTTPURLResponse({
      url: 'https://a.example/',
      statusCode: 200,
      headers: new HTTPHeaders(),
    });
    const place = suggestedDownloadDestination(pathToFileURL(FOLDER), options)(
      new URL('file:///folder/a'),
      response,
    );
    expect(place).toEqual({ destinationURL: pathToFileURL(`${FOLDER}/download`), options });
  });
});

describe('a safe name', () => {
  it.each([
    ['a/b\\c', 'a_b_c'],
    ['a:b', 'a_b'],
    ['<>"|?*', '______'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Com1', '_Com1'],
    ['console', 'console'],
    ['trailing. . ', 'trailing'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['a\u0000b', 'ab'],
    ['', 'download'],
    ['...', 'download'],
  ])('of %j is %j', (suggested, name) => {
    expect(safeName(suggested)).toBe(name);
  });

  it('is not longer than systems take, and keeps its extension', () => {
    const name = safeName(`${'€'.repeat(100_000)}.tar`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^€+\.tar$/);
  });
});

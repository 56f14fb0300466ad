import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { secretHeadersWith } from '../../lib/message/secret-headers.js';
import type { Uploadable } from '../../lib/message/uploadable.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { type CURLCommand, cURLDescription } from '../../lib/request/curl-description.js';

const URL_TEXT = 'https://api.example.com/users';

function describing(urlRequest: URLRequest, rest: Partial<CURLCommand> = {}, showsSecrets = false): string {
  const sessionHeaders = new HTTPHeaders();
  const secretHeaders = secretHeadersWith(['X-Api-Key']);
  const bare = { sessionHeaders, secretHeaders, cookies: undefined, uploadable: undefined };
  const command = { urlRequest, ...bare, ...rest };
  return cURLDescription(command, { showsSecrets });
}

/** The arguments that a shell gives to cURL. */
function argumentsOf(description: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${description.replace(/^\$ /, '')}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const post = (body: URLRequest['body'], headers = {}): URLRequest =>
  new URLRequest(URL_TEXT, { method: 'POST', headers, body });

const uploading = (uploadable: Uploadable): string => describing(post(undefined), { uploadable });

/** cURL takes a body for a form unless it is told a content type, or that there is none. */
const NO_TYPE = ['-H', 'Content-Type:'];

/** What a shell would run, expand, end or steer. */
const HOSTILE = [
  '$(touch owned) ${HOME} $HOME $$',
  '`id`',
  '"; id; "',
  "it's '$HOME' \"quoted\"",
  'back\\slash \\" \\\\ \\$HOME \\',
  '!! !id ! "!" \'!\'',
  '# no comment; & | < > * ? ~ {a,b} [a-z]',
  'español 日本語 😃',
];

describe('cURLDescription', () => {
  it('is the command behind a prompt, on several lines', () => {
    expect(describing(new URLRequest(URL_TEXT))).toBe(`$ curl -v \\\n\t-X GET \\\n\t"${URL_TEXT}"`);
  });

  it('joins the headers of the session, and those of the request win', () => {
    const sessionHeaders = new HTTPHeaders({ 'Accept-Language': 'en-US', Accept: '*/*' });
    const urlRequest = new URLRequest(URL_TEXT, { headers: { 'accept-language': 'en-GB', 'X-Empty': '' } });
    const headers = argumentsOf(describing(urlRequest, { sessionHeaders })).filter((word) =>
      /[:;]/.test(word),
    );
    expect(headers).toEqual(['accept-language: en-GB', 'Accept: */*', 'X-Empty;', URL_TEXT]);
  });

  it('gives the body as it is written', () => {
    const body = `{"fo\\"o":"b\\"ar","f'oo":"ba'r"}`;
    expect(describing(post(body))).toContain(
      `-d "{\\"fo\\\\\\"o\\":\\"b\\\\\\"ar\\",\\"f'oo\\":\\"ba'r\\"}"`,
    );
    expect(argumentsOf(describing(post(new TextEncoder().encode(body))))).toEqual(
      argumentsOf(describing(post(body))),
    );
  });

  it.each(HOSTILE)('lets a shell do nothing with %s', (text) => {
    const headers = new HTTPHeaders({ 'X-Text': text.replace(/[^ -~]/gu, '') });
    const words = argumentsOf(describing(post(`${text}\n${text}\r\n`, headers)));
    expect(words).toEqual([
      ...['-v', '-X', 'POST', '-H', `X-Text: ${headers.get('X-Text')!}`],
      ...[...NO_TYPE, '-d', `${text}\n${text}\r\n`, URL_TEXT],
    ]);
  });

  it('keeps an interactive shell from putting its history in', () => {
    expect(describing(post('a!b'))).toContain(`-d "a"'!'"b"`);
  });

  it('lets a shell do nothing with names, methods and URLs either', () => {
    const url = "https://api.example.com/$(id)`id`;'?a=$HOME&b=!!#`id`";
    const urlRequest = new URLRequest(url, { method: '`id`$$', headers: { 'X-`id`$$!': '1' } });
    expect(argumentsOf(describing(urlRequest))).toEqual([
      ...['-v', '-X', urlRequest.method, '-H', 'X-`id`$$!: 1', urlRequest.url],
    ]);
  });

  it.each([
    ['a body that begins as a file does', post('@/etc/passwd'), [...NO_TYPE, '--data-raw', '@/etc/passwd']],
    ['an empty body', post(''), [...NO_TYPE, '-d', '']],
    ['a body of some type', post('1', { 'content-type': 'a/b' }), ['-H', 'content-type: a/b', '-d', '1']],
    ['a HEAD', new URLRequest(URL_TEXT, { method: 'HEAD' }), ['-I']],
  ])('says to cURL what it would take otherwise: %s', (_what, urlRequest, words) => {
    const { method } = urlRequest;
    expect(argumentsOf(describing(urlRequest))).toEqual(['-v', '-X', method, ...words, URL_TEXT]);
  });

  it.each(['https://[::1]:8080/', 'https://api.example.com/?a[]=1', 'https://api.example.com/?a={1,2}'])(
    'keeps cURL from reading a pattern in %s',
    (url) => {
      const urlRequest = new URLRequest(url);
      expect(argumentsOf(describing(urlRequest)).slice(-2)).toEqual(['-g', urlRequest.url]);
    },
  );

  it.each<[string, URLRequest['body']]>([
    ['<3 bytes>', Uint8Array.of(0xff, 0xfe, 0xfd)],
    ['<4 bytes>', 'a\0bc'],
    ['<5 bytes>', '\u{1b}[2Jx'.slice(0, 5)],
    ['<9 bytes>', 'GET /\rFOO'],
    ['<65537 bytes>', 'a'.repeat(65_537)],
    ['<65538 bytes>', 'é'.repeat(32_769)],
  ])('describes a body that no command line holds as %s', (description, body) => {
    expect(argumentsOf(describing(post(body)))).toEqual(
      expect.arrayContaining(['--data-binary', `@${description}`]),
    );
  });

  it('holds a body of 64 KiB', () => {
    expect(argumentsOf(describing(post('é'.repeat(32_768))))).toContain('é'.repeat(32_768));
  });

  it.each<[string, Uploadable]>([
    ['-d "text"', { kind: 'data', data: new TextEncoder().encode('text') }],
    ['--data-binary "@<2 bytes>"', { kind: 'data', data: Uint8Array.of(0xc3, 0x28) }],
    ['--data-binary "@<5 bytes>"', { kind: 'data', data: new Blob(['hello']) }],
    ['--data-binary "@<a stream>"', { kind: 'stream', length: undefined }],
    ['--data-binary "@<a stream of 7 bytes>"', { kind: 'stream', length: 7 }],
    ['--data-binary "@/a b/\\$c.txt"', fileOf('file:///a%20b/$c.txt')],
    ['--data-binary "@C:/a.txt"', fileOf('file:///C:/a.txt')],
    ['--data-binary "@/a%zz.txt"', fileOf('file:///a%zz.txt')],
    ['--data-binary "@<a temporary file>"', { ...fileOf('file:///folder/form'), shouldRemove: true }],
  ])('gives the body of an upload as %s', (words, uploadable) => {
    expect(uploading(uploadable).split(' \\\n\t')).toEqual([
      ...['$ curl -v', '-X POST', '-H "Content-Type:"', words, `"${URL_TEXT}"`],
    ]);
  });

  it('takes the body of an upload in the place of that of the URLRequest', () => {
    const uploadable: Uploadable = { kind: 'data', data: new TextEncoder().encode('upload') };
    expect(describing(post('own'), { uploadable })).not.toContain('own');
  });
});

describe('the secrets of a cURLDescription', () => {
  const secret = 'S3CR3T';
  const url = `https://ada:${secret}@api.example.com/users`;
  const names = ['Authorization', 'proxy-authorization', 'COOKIE', 'X-Api-Key'];
  const urlRequest = new URLRequest(url, { headers: names.map((name) => [name, secret] as const) });
  const sessionHeaders = new HTTPHeaders({ 'Set-Cookie': secret });

  it('are not shown', () => {
    const description = describing(urlRequest, { sessionHeaders });
    expect(description).not.toContain(secret);
    expect(argumentsOf(description)).toEqual([
      ...['-v', '-X', 'GET', '-H', 'Set-Cookie: <redacted>'],
      ...names.flatMap((name) => ['-H', `${name}: <redacted>`]),
      URL_TEXT,
    ]);
  });

  it('are shown on request', () => {
    const words = argumentsOf(describing(urlRequest, { sessionHeaders }, true));
    expect(words.filter((word) => word.includes(secret))).toHaveLength(6);
    expect(words).toContain(`X-Api-Key: ${secret}`);
  });
});

describe('a cURLDescription that cannot be', () => {
  it.each(['users', '/users?page=2', 'ftp://api.example.com/', 'file:///etc/passwd', 'mailto:a@b.example'])(
    'says so of %s',
    (url) => {
      expect(describing(new URLRequest(url))).toBe('$ curl command could not be created');
    },
  );
});

function fileOf(url: string): Extract<Uploadable, { kind: 'file' }> {
  return { kind: 'file', url: new URL(url), shouldRemove: false };
}

describe('the cookies of a storage in a cURL command', () => {
  const withCookie = post(undefined, { Cookie: 'own=1; both=own' });

  it('come right after the method, as they are sent together with those of the headers', () => {
    const description = describing(withCookie, { cookies: 'both=stored; other=2' }, true);
    expect(argumentsOf(description).slice(1, 5)).toEqual(['-X', 'POST', '-b', 'own=1; both=own; other=2']);
    expect(description).not.toContain('-H "Cookie');
  });

  it('are not shown unless asked for', () => {
    const description = describing(withCookie, { cookies: 'other=2' });
    expect(argumentsOf(description).slice(1, 5)).toEqual(['-X', 'POST', '-b', '<redacted>']);
  });

  it('are missing where there are none', () => {
    expect(describing(post(undefined), { cookies: '' })).not.toContain('-b ');
  });
});

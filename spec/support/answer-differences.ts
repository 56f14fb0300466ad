import type { ParsedResponse } from './parsed-response.js';
import type { Answer } from './response-oracles.js';

/** The same bytes as the parser and the oracles have read them. */
export interface ComparedAnswers {
  readonly text: string;
  readonly method: string;
  readonly parsed: ParsedResponse;
  readonly ours: Answer;
  readonly node: Answer;
  readonly undici: Answer;
}

/** A difference that is meant. */
export interface KnownDifference {
  readonly reason: string;
  readonly explains: (answers: ComparedAnswers) => boolean;
  /** Whether the oracles find another end of the body. */
  readonly mayDisagree?: boolean;
}

const message =
  (expected: string, text: RegExp) =>
  ({ parsed, text: bytes }: ComparedAnswers): boolean =>
    parsed.message === expected && text.test(bytes);

const accepted =
  (text: RegExp) =>
  ({ ours, text: bytes }: ComparedAnswers): boolean =>
    ours.kind === 'complete' && text.test(bytes);

/** What the parser refuses and an oracle accepts, then what it accepts and an oracle refuses. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason:
      'Blanks and empty members of a list do not count (RFC 9110 §5.6.1, §5.6.3); llhttp compares text.',
    explains: ({ text }) => /transfer-encoding:[^\r\n]*chunked[ \t,]*[\t,][ \t,]*\r\n/i.test(text),
    mayDisagree: true,
  },
  {
    reason: 'A transfer coding that cannot be undone would reach the reader as if it were the content.',
    explains: message('There is a transfer coding that cannot be undone.', /transfer-encoding:/i),
  },
  {
    reason: 'HTTP/2.0, HTTP/0.9 and other protocols have no status line of HTTP/1.1 (RFC 9112 §2.3).',
    explains: message('The response does not begin with HTTP/1.', /HTTP\/[02-9]|^(?!HTTP\/1)/m),
  },
  {
    reason: 'A reason phrase or a line break holds control characters (RFC 9112 §4, RFC 9110 §5.5).',
    explains: (answers) =>
      message('A line holds a control character.', /(?<!\r)\n/)(answers) ||
      (answers.parsed.message === 'A line holds a control character.' && hasControl(answers.text)),
  },
  {
    reason: 'A status code has a first digit from 1 on (RFC 9110 §15).',
    explains: message('The status line is malformed.', /^HTTP\/1\.\d 0\d\d/m),
  },
  {
    reason: 'A bare CR is no line break (RFC 9112 §2.2).',
    explains: message('A line ends with a bare CR.', /\r(?!\n)/),
  },
  {
    reason: 'Chunk extensions have a name, and a value after each equals sign (RFC 9112 §7.1.1).',
    explains: message('The size of a chunk is malformed.', /;/),
  },
  {
    reason: 'Nobody has asked for another protocol; node:http hands it over as an upgrade or a response.',
    explains: ({ parsed }) => parsed.statusCode === 101,
  },
  {
    reason: 'A higher minor version is read as 1.1 (RFC 9110 §6.2).',
    explains: accepted(/HTTP\/1\.[2-9]/),
  },
  {
    reason: 'Equal lengths count as one (RFC 9112 §6.3).',
    explains: accepted(/content-length:[^\r]*(,|\r\ncontent-length:)/i),
  },
  {
    reason: 'A tab may follow a value (RFC 9110 §5.6.3).',
    explains: accepted(/\t\r\n/),
  },
  {
    reason: 'A user agent joins folded lines (RFC 9112 §5.2).',
    explains: accepted(/\r\n[ \t]/),
  },
  {
    reason:
      'Blanks around a chunk extension are bad, and to be read all the same (RFC 9112 §7.1.1, RFC 9110 §5.6.3).',
    explains: accepted(/[\dA-Fa-f][ \t]+;|;[ \t]|[ \t]=|=[ \t]/),
  },
  {
    reason: 'An informational response that was not asked for is passed over (RFC 9110 §15.2).',
    explains: accepted(/HTTP\/1\.\d 1\d\d/),
  },
  {
    reason:
      'A response to HEAD, a 204 and a 304 end with their heads, whatever their fields say (RFC 9112 §6.3).',
    explains: (answers) =>
      answers.ours.kind === 'complete' &&
      (answers.method === 'HEAD' || [204, 304].includes(answers.parsed.statusCode ?? 0)),
  },
];

/** Other than tabs and line breaks. */
function hasControl(text: string): boolean {
  return Array.from(text, (character) => character.charCodeAt(0)).some(
    (code) => code === 0x7f || (code < 0x20 && ![0x09, 0x0a, 0x0d].includes(code)),
  );
}

export function areEqual(a: Answer, b: Answer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** True if all of those that have an answer agree on it. */
export function agreeWhereComplete(...answers: Answer[]): boolean {
  const complete = answers.filter(({ kind }) => kind === 'complete').map((answer) => JSON.stringify(answer));
  return new Set(complete).size <= 1;
}

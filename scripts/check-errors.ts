import { readFile, writeFile } from 'node:fs/promises';
import type { FailureReason } from '../lib/errors/failure-reason.js';
import type { NetworkErrorCode } from '../lib/errors/network-error-code.js';
import { SessionError } from '../lib/errors/session-error.js';
import type { SessionFailure } from '../lib/errors/session-failure.js';
import { CODES, PLAIN, REASONS, type Advice } from './error-advice.js';

/**
 * Compares docs/errors.md with the errors of the code, of which it is made; `--update` writes it. A kind, reason or code
 * without advice does not compile.
 */
const file = 'docs/errors.md';

const opening = `# Errors

Every failure is a \`SessionError\`. \`kind\` names the case and narrows \`reason\` and \`code\`; \`error.request\`,
\`error.response\`, \`error.data\`, \`error.text()\` and \`error.json()\` are what the request left behind; \`cause\` is the original
error. With a request the message begins with its method and URL, such as
\`GET https://api.example.com/users/17: status code 404\`; without one it is the sentence below. \`JSON.stringify(error)\` gives an
\`ErrorSnapshot\`, and \`SessionError.from(json)\` an error again.

"Retried" says what a \`RetryPolicy\` with its defaults does, if the method is idempotent or nothing was sent.

This file is made by \`npm run docs:errors\`.
`;

interface Row {
  readonly failure: SessionFailure;
  readonly todo: string;
}

function rows(): Row[] {
  const plain = Object.values(PLAIN).map(({ example, todo }): Row => ({ failure: example, todo }));
  const reasons = Object.entries(REASONS).flatMap(([kind, byReason]) =>
    Object.values(byReason as Readonly<Record<string, Advice<FailureReason>>>).map(
      ({ example, todo }): Row => {
        return { failure: { kind, reason: example } as SessionFailure, todo };
      },
    ),
  );
  const codes = Object.entries(CODES).flatMap(([code, todo]): Row[] => {
    const failure = { kind: 'sessionTaskFailed', code: code as NetworkErrorCode, detail: '…' } as const;
    return todo === null ? [] : [{ failure, todo }];
  });
  return [...plain, ...reasons, ...codes];
}

/** Not aligned by Prettier: the longest sentence would pad them all. */
function document(): string {
  const lines = rows().map(({ failure, todo }) => {
    const { kind, reason, code, message, ...error } = new SessionError(failure).toJSON();
    const names = [kind, reason, code].map((name) => (name === undefined ? '' : `\`${name}\``));
    const cells = [...names, message, error.retryable === true ? 'yes' : 'no', todo];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const head = ['| kind | reason | code | sentence | retried | what to do |', '|---|---|---|---|---|---|'];
  return `${[opening, ...head, ...lines].join('\n')}\n`;
}

const made = document();
if (process.argv.includes('--update')) await writeFile(file, made);
else if ((await readFile(file, 'utf8').catch(() => '')) !== made) {
  console.log(`${file} is not what the code says: npm run docs:errors`);
  process.exitCode = 1;
}

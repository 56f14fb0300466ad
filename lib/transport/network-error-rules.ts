import { verdictOnPlatformCode } from '#network-codes';
import type { ErrorWords, Verdict } from './network-error-verdict.js';

/** The verdict on one error, without regard to its causes. */
export function verdictOn(words: ErrorWords): Verdict {
  return (
    verdictOnMessage(words) ?? CODES.get(words.code) ?? verdictOnPlatformCode(words) ?? NAMES.get(words.name)
  );
}

/** Codes of axios and its mocks, and the common codes of lost connections. */
const CODES: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['ERR_NETWORK', 'network'],
  ['ERR_CANCELED', 'cancelled'],
  ['ETIMEDOUT', 'timedOut'],
  ['ENOTFOUND', 'cannotFindHost'],
  ['ECONNREFUSED', 'cannotConnectToHost'],
  ['ECONNRESET', 'networkConnectionLost'],
  ['ERR_BAD_RESPONSE', 'badServerResponse'],
  ['ERR_FR_TOO_MANY_REDIRECTS', 'httpTooManyRedirects'],
  ['ERR_FR_MAX_BODY_LENGTH_EXCEEDED', 'dataLengthExceedsMaximum'],
  ['ERR_INVALID_URL', 'badURL'],
  ['ERR_NOT_SUPPORT', 'unsupported'],
]);

/** Verdict on a message, where a code is missing or stands for several things. */
function verdictOnMessage({ code, name, message }: ErrorWords): Verdict {
  switch (code) {
    case 'ECONNABORTED':
      return message.startsWith('timeout') ? 'timedOut' : 'networkConnectionLost';
    case 'ERR_BAD_REQUEST':
    case 'ERR_BAD_RESPONSE':
    case 'UND_ERR_INVALID_ARG':
    case '':
      return AXIOS_MESSAGES.find(([text]) => text.test(message))?.[1] ?? verdictOnFetch(name, message);
    default:
      return undefined;
  }
}

/** Errors of axios and its mocks that share a code, or have none. */
const AXIOS_MESSAGES: readonly (readonly [RegExp, Verdict])[] = [
  [/^timeout of \d+ms exceeded$/, 'timedOut'],
  [/^Network Error$/, 'network'],
  [/^(stream has been aborted|Request aborted|aborted|terminated|socket hang up)$/, 'networkConnectionLost'],
  [/^(maxContentLength size of|Request body larger than maxBodyLength)/, 'dataLengthExceedsMaximum'],
  [/^(Unsupported protocol|Invalid URL protocol|unknown scheme)/, 'unsupportedURL'],
];

/** Verdict on the wording of fetch's one error, by browser. */
function verdictOnFetch(name: string, message: string): Verdict {
  if (name !== 'TypeError') return undefined;
  return FETCH_MESSAGES.find(([text]) => text.test(message))?.[1];
}

const FETCH_MESSAGES: readonly (readonly [RegExp, Verdict])[] = [
  [/^(Failed to fetch|fetch failed|Load failed|network error|NetworkError when attempting)/i, 'network'],
  [/^(Error in input stream|The network connection was lost)/, 'networkConnectionLost'],
  [/^The Internet connection appears to be offline/, 'notConnectedToInternet'],
  [/^Could not connect to the server/, 'cannotConnectToHost'],
  [/hostname could not be found/, 'cannotFindHost'],
  [/^Failed to (construct 'URL'|parse URL)|is not a valid URL/, 'badURL'],
];

/** The names of DOMExceptions that reach a request. */
const NAMES: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['AbortError', 'cancelled'],
  ['CanceledError', 'cancelled'],
  ['TimeoutError', 'timedOut'],
  ['NetworkError', 'network'],
  ['QuotaExceededError', 'dataLengthExceedsMaximum'],
  ['NotReadableError', 'noPermissionsToReadFile'],
  ['NotFoundError', 'fileDoesNotExist'],
  ['EncodingError', 'cannotDecodeContentData'],
]);

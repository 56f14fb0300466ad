/** Fields of errors and responses that lead to a request with its headers. */
const TELLING = ['config', 'request', 'response', 'headers', 'options'];

/**
 * A cause that holds no request: the error itself, else the outermost of its causes without one, else a plain `Error`
 * with its message and code.
 */
export function safeCause(error: unknown): unknown {
  if (!isObject(error)) return error;
  return causesOf(error).find((link) => isError(link) && isSafe(link, new Set())) ?? plainErrorLike(error);
}

/** Returns an error of the caller's code as it is, unless axios has a part in it, whose errors hold sent headers. */
export function causeOfCaller(error: unknown): unknown {
  if (!isObject(error)) return error;
  return causesOf(error).some((link) => link['isAxiosError'] === true) ? safeCause(error) : error;
}

/** The error, then its causes from the outside in, each once. */
function causesOf(error: Fields): Fields[] {
  const links = new Set([error]);
  for (const { cause } of links) if (isObject(cause)) links.add(cause);
  return [...links];
}

/** True if neither the error nor any object it holds leads to a request. */
function isSafe(error: Fields, seen: Set<Fields>): boolean {
  if (seen.has(error)) return true;
  seen.add(error);
  if (
    error['isAxiosError'] === true ||
    isAboutAMock(error) ||
    TELLING.some((field) => isObject(error[field]))
  )
    return false;
  const inner = Array.isArray(error['errors']) ? (error['errors'] as unknown[]) : [];
  return [error['cause'], ...inner].every((next) => !isObject(next) || isSafe(next, seen));
}

function plainErrorLike(error: Fields): Error {
  const plain = new Error(isAboutAMock(error) ? 'No mock answers the request.' : text(error['message']));
  if (error['isAxiosError'] !== true && text(error['name']) !== '') plain.name = text(error['name']);
  return typeof error['code'] === 'string' ? Object.assign(plain, { code: error['code'] }) : plain;
}

/** axios-mock-adapter lists the headers of a request in the message that says there is no mock for it. */
function isAboutAMock(error: Fields): boolean {
  return error['isCouldNotFindMockError'] === true;
}

/** `instanceof` does not see errors of another realm. */
function isError(value: Fields): boolean {
  const name = Object.prototype.toString.call(value);
  return value instanceof Error || name === '[object Error]' || name === '[object DOMException]';
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

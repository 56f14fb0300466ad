/** Fields of errors and responses under which a request with its headers hangs. */
const TELLING = ['config', 'request', 'response', 'headers', 'options'];

/**
 * What can be kept as the cause of an error without keeping the request it speaks of: the error itself, else
 * the outermost of its causes that holds no request, else a plain `Error` with its message and code.
 */
export function safeCause(error: unknown): unknown {
  if (!isObject(error)) return error;
  return causesOf(error).find((link) => isError(link) && isSafe(link, new Set())) ?? plainErrorLike(error);
}

/** An error of the caller's code: itself, unless axios has a part in it, whose errors hold the headers that were sent. */
export function causeOfCaller(error: unknown): unknown {
  if (!isObject(error)) return error;
  return causesOf(error).some((link) => link['isAxiosError'] === true) ? safeCause(error) : error;
}

/** The error, then its cause and the causes of that; one that causes itself is named once. */
function causesOf(error: Fields): Fields[] {
  const links = new Set([error]);
  for (const { cause } of links) if (isObject(cause)) links.add(cause);
  return [...links];
}

/** Whether neither the error nor anything it holds on to leads to a request. */
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

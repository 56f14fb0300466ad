const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const DAY = '(?:mon|tue|wed|thu|fri|sat|sun)';
const LONG_DAY = '(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)';
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';

/** IMF-fixdate, and the two obsolete forms of RFC 850 and asctime (RFC 9110 §5.6.7). */
const FORMS = [
  new RegExp(`^${DAY}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} gmt$`, 'i'),
  new RegExp(`^${LONG_DAY}, (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} gmt$`, 'i'),
  new RegExp(`^${DAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`, 'i'),
];

const CENTURY = 100;
const HALF_CENTURY = 50;

/**
 * Milliseconds since the epoch of an HTTP-date (RFC 9110 §5.6.7), in any of its three forms; undefined for anything
 * else, such as another zone or a day that does not exist. `now` places two-digit years: one that would be more than
 * 50 years ahead belongs to the past.
 */
export function parseHTTPDate(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const time = timeIn(text.trim(), now);
  if (time === undefined || text.includes('-')) return time;
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(text, time);
  return time;
}

/** Dates parsed last: each use of a stored response reads its dates. Two-digit years depend on the time, and are left out. */
const parsed = new Map<string, number>();
const MOST_PARSED = 1024;

function timeIn(trimmed: string, now: number): number | undefined {
  for (const form of FORMS) {
    const parts = form.exec(trimmed)?.groups;
    if (parts !== undefined) return timeOf(parts, now);
  }
  return undefined;
}

/** An instant as IMF-fixdate, rounded down to the second. */
export function httpDate(time: number): string {
  return new Date(time).toUTCString();
}

function timeOf(parts: Readonly<Record<string, string>>, now: number): number | undefined {
  const day = Number(parts['day']);
  const hour = Number(parts['hour']);
  const minute = Number(parts['minute']);
  const second = Number(parts['second']);
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const month = MONTHS.indexOf((parts['month'] ?? '').toLowerCase());
  const time = new Date(0);
  time.setUTCFullYear(fullYear(parts['year'] ?? '', now), month, day);
  if (time.getUTCMonth() !== month) return undefined;
  return time.setUTCHours(hour, minute, second);
}

function fullYear(year: string, now: number): number {
  if (year.length === 4) return Number(year);
  const thisYear = new Date(now).getUTCFullYear();
  const inThisCentury = thisYear - (thisYear % CENTURY) + Number(year);
  return inThisCentury > thisYear + HALF_CENTURY ? inThisCentury - CENTURY : inThisCentury;
}

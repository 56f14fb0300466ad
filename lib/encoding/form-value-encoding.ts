/** Text of a boolean: `1` and `0`, or `true` and `false` (Alamofire's `BoolEncoding`). */
export type BoolEncoding = 'numeric' | 'literal';

/**
 * Text of bytes: an array of numbers (`deferredToData`), base64, or the function's result (Alamofire's
 * `DataEncoding`).
 */
export type DataEncoding = 'deferredToData' | 'base64' | ((data: Uint8Array) => string);

/**
 * Text of a Date (Alamofire's `DateEncoding`). `deferredToDate`: seconds since the start of 2001, as in Foundation;
 * `iso8601`: without fractions of a second. Numbers always have a fraction, `.0` if need be. A formatter may be an
 * `Intl.DateTimeFormat`.
 */
export type DateEncoding =
  | 'deferredToDate'
  | 'secondsSince1970'
  | 'millisecondsSince1970'
  | 'iso8601'
  | DateFormatter
  | ((date: Date) => string);

/** Formatter of dates, such as an `Intl.DateTimeFormat`. */
export interface DateFormatter {
  /** Returns the text of a date. */
  format(date: Date): string;
}

/**
 * Treatment of null (Alamofire's `NilEncoding`): drop the key, keep the key with an empty value, write `null`, or use
 * the function's result, where undefined drops the key.
 */
export type NilEncoding = 'dropKey' | 'dropValue' | 'null' | (() => string | undefined);

export function boolText(encoding: BoolEncoding): (value: boolean) => string {
  return encoding === 'numeric' ? numericBool : String;
}

export function numericBool(value: boolean): string {
  return value ? '1' : '0';
}

/** Undefined where bytes are to be an array of numbers. */
export function dataText(encoding: DataEncoding): ((data: Uint8Array) => string) | undefined {
  if (typeof encoding === 'function') return encoding;
  return encoding === 'base64' ? base64 : undefined;
}

/** Milliseconds from 1970 to Foundation's reference date, the start of 2001. */
const REFERENCE_DATE = 978_307_200_000;

export function dateText(encoding: DateEncoding): (date: Date) => string {
  if (typeof encoding === 'function') return encoding;
  if (typeof encoding === 'object') return (date) => encoding.format(date);
  switch (encoding) {
    case 'deferredToDate':
      return secondsSince2001;
    case 'secondsSince1970':
      return (date) => withFraction(date.getTime() / 1000);
    case 'millisecondsSince1970':
      return (date) => withFraction(date.getTime());
    case 'iso8601':
      return (date) => date.toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

export function secondsSince2001(date: Date): string {
  return withFraction((date.getTime() - REFERENCE_DATE) / 1000);
}

export function nilText(encoding: NilEncoding): () => string | undefined {
  if (typeof encoding === 'function') return encoding;
  const text = { dropKey: undefined, dropValue: '', null: 'null' }[encoding];
  return () => text;
}

function withFraction(value: number): string {
  return Number.isInteger(value) ? `${String(value)}.0` : String(value);
}

/** Few enough to be the arguments of one call. */
const BYTES_AT_ONCE = 3 * 4096;

export function base64(data: Uint8Array): string {
  let text = '';
  for (let start = 0; start < data.length; start += BYTES_AT_ONCE) {
    text += btoa(String.fromCharCode(...data.subarray(start, start + BYTES_AT_ONCE)));
  }
  return text;
}

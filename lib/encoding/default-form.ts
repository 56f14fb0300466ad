import type { URLRequest } from '../message/url-request.js';
import { placeForm, type FormDestination } from './form-destination.js';
import { fieldInBrackets, withBrackets } from './form-key-encoding.js';
import { formText, type FormTextRules } from './form-text.js';
import { base64, numericBool, secondsSince2001 } from './form-value-encoding.js';
import { afURLQueryAllowed, percentEscaping } from './percent-escaping.js';

/** Rules of a `URLEncodedFormEncoder` without options, kept apart so that the core does not load every option. */
const DEFAULT_RULES: FormTextRules = {
  alphabetizes: true,
  spell: (keyPath) => keyPath,
  escape: /* @__PURE__ */ percentEscaping(afURLQueryAllowed, 'percentEscaped'),
  elementKey: withBrackets,
  fieldSuffix: fieldInBrackets,
  bool: numericBool,
  data: base64,
  date: secondsSince2001,
  nil: () => undefined,
};

/** The text of a form, all options at their defaults. */
export function defaultFormText(value: unknown): string {
  return formText(value, DEFAULT_RULES);
}

/**
 * The request with parameters as a form, as `URLEncodedFormParameterEncoder` puts them there; the same one when they
 * are null or undefined.
 */
export function withForm(
  parameters: unknown,
  into: URLRequest,
  destination: FormDestination = 'methodDependent',
): URLRequest {
  if (parameters === null || parameters === undefined) return into;
  return placeForm(defaultFormText(parameters), into, destination);
}

/** A parsed `Content-Type` or one range of an `Accept` (RFC 9110 §8.3.1), in lower case. */
export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  readonly charset: string | undefined;
}

/** The media type of a header value; undefined when there is none or it has no `type/subtype` form. */
export function mediaTypeOf(value: string | undefined): MediaType | undefined {
  if (value === undefined) return undefined;
  const [essence = '', ...parameters] = value.split(';');
  const parts = essence.trim().toLowerCase().split('/');
  const [type, subtype] = parts;
  if (parts.length !== 2 || !type || !subtype) return undefined;
  return { type, subtype, charset: charsetOf(parameters) };
}

/** Whether a range such as `text/*` takes in a media type; parameters are ignored on both sides. */
export function accepts(range: MediaType, mediaType: MediaType): boolean {
  return (
    (range.type === '*' || range.type === mediaType.type) &&
    (range.subtype === '*' || range.subtype === mediaType.subtype)
  );
}

function charsetOf(parameters: readonly string[]): string | undefined {
  for (const parameter of parameters) {
    const match = /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(parameter);
    if (match?.[1]) return match[1].toLowerCase();
  }
  return undefined;
}

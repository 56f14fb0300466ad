/** Merges the cookies of a caller and a storage into one `Cookie` (RFC 6265 §4.2). Equal names are the caller's. */
export function mergedCookies(own: string | undefined, stored: string): string {
  if (own === undefined) return stored;
  const names = new Set(cookiesIn(own).map(nameOf));
  const joining = cookiesIn(stored).filter((cookie) => !names.has(nameOf(cookie)));
  return [own, ...joining].join('; ');
}

function cookiesIn(text: string): string[] {
  return text.split(/;\s*/).filter((cookie) => cookie !== '');
}

function nameOf(cookie: string): string {
  return cookie.split('=', 1)[0]?.trim() ?? '';
}

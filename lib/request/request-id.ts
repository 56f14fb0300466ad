/** 128 random bits in hexadecimal; works where pages are not secure contexts, unlike `crypto.randomUUID`. */
export function makeRequestID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Where in a value, or in anything it leads to, a text stands, such as `cause.config.headers`; undefined where
 * nothing does. Hidden properties and symbols are looked at too, getters are not called.
 */
export function pathToText(value: unknown, text: string): string | undefined {
  const seen = new Set<object>();
  const waiting: { path: string; value: unknown }[] = [{ path: '', value }];
  for (const { path, value: found } of waiting) {
    if (typeof found === 'string' && found.includes(text)) return path;
    if (typeof found !== 'object' || found === null || seen.has(found)) continue;
    seen.add(found);
    if (ArrayBuffer.isView(found)) {
      if (Buffer.from(found.buffer, found.byteOffset, found.byteLength).includes(text)) return path;
      continue;
    }
    for (const [key, held] of contentsOf(found))
      waiting.push({ path: `${path}.${String(key)}`, value: held });
  }
  return undefined;
}

function contentsOf(holder: object): [key: PropertyKey, value: unknown][] {
  const entries = holder instanceof Map || holder instanceof Set ? [...holder.entries()] : [];
  const own = Reflect.ownKeys(holder).map((key): [PropertyKey, unknown] => [
    key,
    Object.getOwnPropertyDescriptor(holder, key)?.value,
  ]);
  return [...entries.map((entry, index): [PropertyKey, unknown] => [index, entry]), ...own];
}

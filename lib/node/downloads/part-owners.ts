/** Download that owns each partial file. Key: the file's URL. */
const owners = new Map<string, object>();

/** Claims a partial file. Returns false if another download of this process owns it. */
export function claimPart(file: string, owner: object): boolean {
  if ((owners.get(file) ?? owner) !== owner) return false;
  owners.set(file, owner);
  return true;
}

/** Releases every partial file of an owner. */
export function yieldParts(owner: object): void {
  for (const [file, current] of owners) if (current === owner) owners.delete(file);
}

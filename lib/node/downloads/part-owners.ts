/** Who is busy with which part of a download, by the URL of its file. */
const owners = new Map<string, object>();

/** Whether the part is the owner's from now on: one that another download of this process is busy with stays with that. */
export function claimPart(file: string, owner: object): boolean {
  if ((owners.get(file) ?? owner) !== owner) return false;
  owners.set(file, owner);
  return true;
}

/** Lets others have what the owner was busy with. */
export function yieldParts(owner: object): void {
  for (const [file, current] of owners) if (current === owner) owners.delete(file);
}

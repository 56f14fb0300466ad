/** One challenge of a `WWW-Authenticate` (RFC 9110 §11.6.1), its scheme and parameter names in lower case. */
export interface HTTPChallenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * The challenges of all lines of a field, in order: several may share a line, and a comma within quotes parts
 * nothing. What follows a fault of grammar on its line is left out. Of a parameter given twice the first counts.
 */
export function challengesIn(lines: readonly string[]): HTTPChallenge[] {
  return lines.flatMap(challengesOf);
}

function challengesOf(line: string): HTTPChallenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  const item = new RegExp(ITEM, 'y');
  for (let match = item.exec(line); match !== null; match = item.exec(line)) {
    const [, name, quoted, plain, scheme] = match;
    const value = plain ?? quoted?.replace(/\\(.)/g, '$1');
    if (scheme !== undefined) {
      challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    } else if (name !== undefined && value !== undefined) {
      const parameters = challenges.at(-1)?.parameters;
      if (parameters?.has(name.toLowerCase()) === false) parameters.set(name.toLowerCase(), value);
    }
  }
  return challenges;
}

const TOKEN = "([!#$%&'*+\\-.^_`|~0-9A-Za-z]+)";
const PARAMETER = `${TOKEN}[\\t ]*=[\\t ]*(?:"((?:[^"\\\\]|\\\\.)*)"|${TOKEN})(?=[\\t ]*(?:,|$))`;
/** Alone, or with the one word that schemes such as Negotiate send. */
const SCHEME = `${TOKEN}(?:[\\t ]+[A-Za-z0-9\\-._~+/]+=*(?=[\\t ]*(?:,|$)))?(?=[\\t ,]|$)`;
const ITEM = `[\\t ,]*(?:${PARAMETER}|${SCHEME})`;

import type { ServerExchange } from './exchange.js';

export type Handler = (exchange: ServerExchange) => void | Promise<void>;

/** One line of the server's table. */
export interface Route {
  /** Path with `:name` for a parameter, such as `/status/:code`. */
  readonly path: string;
  readonly handle: Handler;
  readonly matches: (path: string) => Record<string, string> | undefined;
}

/** Answers every method at `path`. */
export function route(path: string, handle: Handler): Route {
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]*)')}$`);
  return { path, handle, matches: (requested) => parametersOf(pattern.exec(requested)) };
}

/** The first route of the table that matches, with the parameters of its path. */
export function findRoute(
  routes: readonly Route[],
  path: string,
): { route: Route; parameters: Record<string, string> } | undefined {
  for (const candidate of routes) {
    const parameters = candidate.matches(path);
    if (parameters) return { route: candidate, parameters };
  }
  return undefined;
}

function parametersOf(match: RegExpExecArray | null): Record<string, string> | undefined {
  if (!match) return undefined;
  const entries = Object.entries(match.groups ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, decoded(value)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

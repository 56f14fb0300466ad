import type { ServerExchange } from './exchange.js';

export type Handler = (exchange: ServerExchange) => void | Promise<void>;

/** One line of the server's table. */
export interface Route<Handle = Handler> {
  /** Path with `:name` for a parameter, such as `/status/:code`. */
  readonly path: string;
  readonly handle: Handle;
  readonly matches: (path: string) => Record<string, string> | undefined;
}

/** Answers every method at `path`. */
export function route<Handle = Handler>(path: string, handle: Handle): Route<Handle> {
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]*)')}$`);
  return { path, handle, matches: (requested) => parametersOf(pattern.exec(requested)) };
}

/** The first route of the table that matches, with the parameters of its path. */
export function findRoute<Handle>(
  routes: readonly Route<Handle>[],
  path: string,
): { route: Route<Handle>; parameters: Record<string, string> } | undefined {
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

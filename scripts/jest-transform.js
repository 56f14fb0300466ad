import { transformSync } from 'rolldown/utils';

const options = { lang: 'ts', target: 'es2022', tsconfig: false, sourcemap: true };

/** Takes the types out of a file as the build does; checking them is a step of its own. */
export function process(source, path) {
  const { code, map, errors } = transformSync(path, source, options);
  if (errors.length > 0) throw new SyntaxError(errors.map(({ message }) => message).join('\n'));
  return { code, map };
}

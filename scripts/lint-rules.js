import { basename } from 'node:path';

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.(spec|config))?\.(ts|js)$/;
const test = /^(it|test)$/;

/** Whether a call is `it(…)`, `it.only(…)`, `it.each(…)(…)` or the same of `test`. */
function isTest(callee) {
  if (callee.type === 'Identifier') return test.test(callee.name);
  if (callee.type === 'MemberExpression') return isTest(callee.object);
  if (callee.type === 'CallExpression') return isTest(callee.callee);
  return callee.type === 'TaggedTemplateExpression' && isTest(callee.tag);
}

/** A docstring opens with the thing or with its effect: a noun, or a verb in the third person. */
const clause =
  /^\*\s*(?:\*\s*)?(What|Who|Whom|Whose|Whoever|Whatever|Whether|Where|Wherever|With what|How|One|Those|That|The same|Nobody|Somebody|Anybody)\b/;

const lines = ({ loc }) => loc.end.line - loc.start.line + 1;

/** The rules of this project that no published set has. */
export const house = {
  rules: {
    'kebab-case-file-names': {
      create: (context) => ({
        Program(node) {
          if (kebabCase.test(basename(context.filename))) return;
          context.report({ node, message: 'File names are in kebab-case.' });
        },
      }),
    },
    'no-default-exports': {
      create: (context) => ({
        ExportDefaultDeclaration(node) {
          context.report({ node, message: 'Exports have names.' });
        },
      }),
    },
    'docstring-first-word': {
      create: (context) => ({
        Program() {
          for (const comment of context.sourceCode.getAllComments()) {
            const word = comment.type === 'Block' ? clause.exec(comment.value)?.[1] : undefined;
            if (word === undefined) continue;
            const message = `A docstring begins with a noun or a verb, not with "${word}".`;
            context.report({ loc: comment.loc, message });
          }
        },
      }),
    },
    'short-tests': {
      meta: { schema: [{ type: 'object', properties: { max: { type: 'integer' } } }] },
      create: (context) => ({
        CallExpression(node) {
          const [{ max }] = context.options;
          const body = node.arguments.at(-1);
          if (!isTest(node.callee) || !/Function/.test(body?.type ?? '') || lines(body) <= max) return;
          context.report({ node, message: `A test has ${lines(body)} lines; ${max} is the most.` });
        },
      }),
    },
  },
};

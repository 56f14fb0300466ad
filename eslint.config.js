import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { house } from './scripts/lint-rules.js';

const mistakes = [
  ...['for-direction', 'no-async-promise-executor', 'no-cond-assign', 'no-constant-condition'],
  ...['no-control-regex', 'no-debugger', 'no-duplicate-case', 'no-empty', 'no-empty-character-class'],
  ...['no-empty-pattern', 'no-extra-boolean-cast', 'no-fallthrough', 'no-loss-of-precision'],
  ...['no-misleading-character-class', 'no-prototype-builtins', 'no-regex-spaces', 'no-self-assign'],
  ...[
    'no-self-compare',
    'no-sparse-arrays',
    'no-unneeded-ternary',
    'no-unreachable-loop',
    'no-unsafe-finally',
  ],
  ...['no-unsafe-optional-chaining', 'no-useless-backreference', 'no-useless-catch', 'no-useless-escape'],
  ...['no-useless-rename', 'no-var', 'require-yield', 'use-isnan'],
];

const everywhere = {
  ...Object.fromEntries(mistakes.map((rule) => [rule, 'error'])),
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  complexity: ['error', { max: 12, variant: 'modified' }],
  'max-depth': ['error', 3],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 5, countVoidThis: false }],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-param-reassign': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'house/kebab-case-file-names': 'error',
  'house/no-default-exports': 'error',
  '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/class-literal-property-style': 'off',
  '@typescript-eslint/dot-notation': 'off',
  '@typescript-eslint/non-nullable-type-assertion-style': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // A callback may answer with something or with nothing at all: `body | void`.
  '@typescript-eslint/no-invalid-void-type': 'off',
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
};

const timers = ['setTimeout', 'setInterval', 'setImmediate'];
const nodeGlobals = ['Buffer', 'process', 'global', 'require', 'module', '__dirname', '__filename'];
const domGlobals = [
  ...['window', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'self'],
  ...['XMLHttpRequest', 'FileReader', 'File', 'Worker', 'DOMParser', 'CustomEvent', 'caches', 'indexedDB'],
];

const restrictGlobals = (names, message) => names.map((name) => ({ name, message }));
const noTimers = restrictGlobals(timers, 'Every delay runs on the rootQueue: schedule an action there.');
const noNode = restrictGlobals(nodeGlobals, 'Only lib/node may use what Node alone has.');
const noDOM = restrictGlobals(domGlobals, 'Only lib/browser may use what browsers alone have.');
const noGlobals = (...lists) => ({ 'no-restricted-globals': ['error', ...lists.flat()] });

/** What takes whatever RxJS can observe: 2 kB of a browser bundle that the core does without. */
const heavyOfRxJS = [
  ...['from', 'of', 'defer', 'merge', 'concat', 'race', 'iif', 'using', 'zip', 'forkJoin', 'combineLatest'],
  ...['mergeMap', 'concatMap', 'switchMap', 'exhaustMap', 'mergeAll', 'concatAll', 'switchAll', 'expand'],
  ...[
    'takeUntil',
    'skipUntil',
    'startWith',
    'endWith',
    'catchError',
    'share',
    'shareReplay',
    'retry',
    'repeat',
  ],
  ...['buffer', 'window', 'sample', 'debounce', 'throttle', 'delayWhen', 'withLatestFrom', 'timeout'],
];

const restrictImports = (...paths) => ({
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...['ws', 'busboy'].map((name) => ({ name, message: 'Only lib/node may import it.' })),
        ...paths,
      ],
      patterns: [
        { group: ['node:*'], message: 'Only lib/node may import it.' },
        { group: ['**/*.ts'], message: 'Imports end in .js.' },
      ],
    },
  ],
});
const nodeImports = restrictImports();
const lightImports = restrictImports({
  name: 'rxjs',
  importNames: heavyOfRxJS,
  message: 'Every browser bundle would hold it: see CONTRIBUTING.md, What a browser loads.',
});

const noFaultyPlatform = {
  'no-restricted-properties': [
    'error',
    { object: 'URL', property: 'canParse', message: 'Wrong on Node 20 once optimised: use parsedURL.' },
  ],
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.cache/', 'etc/', '**/node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house },
    rules: everywhere,
  },
  {
    files: ['lib/**/*.ts'],
    rules: { ...nodeImports, ...noGlobals(noTimers, noNode, noDOM), ...noFaultyPlatform },
  },
  {
    files: ['answers', 'scheduling', 'events', 'serializers', 'exchange', 'request', 'session'].map(
      (folder) => `lib/${folder}/**/*.ts`,
    ),
    // an entry of their own
    ignores: ['lib/request/web-socket/**/*.ts'],
    rules: lightImports,
  },
  // in a bundle only where `rxsession/websocket` is imported
  { files: ['lib/request/web-socket/**/*.ts'], rules: nodeImports },
  {
    files: [
      'answers',
      'encoding',
      'errors',
      'events',
      'message',
      'multipart',
      'scheduling',
      'serializers',
      'session',
      'testing',
      'cache',
      'node/cache',
      'node/cookies',
      'node/multipart',
      'node/trust',
      'node/downloads',
      'node/files',
    ].map((folder) => `lib/${folder}/**/*.ts`),
    rules: { 'house/docstring-first-word': 'error' },
  },
  { files: ['lib/scheduling/**/*.ts'], rules: noGlobals(noNode, noDOM) },
  {
    files: ['lib/node/**/*.ts', 'lib/node.ts'],
    rules: { 'no-restricted-imports': 'off', ...noGlobals(noTimers, noDOM) },
  },
  { files: ['lib/browser/**/*.ts'], rules: noGlobals(noTimers, noNode) },
  {
    files: ['spec/**/*.ts'],
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': 'off',
      'house/short-tests': ['error', { max: 30 }],
      'no-param-reassign': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['bench/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);

/**
 * The folders of lib/ from the first to the last: each may import from itself and from those before it. Errors and
 * messages are one layer: an error carries the request and response it speaks of.
 */
const layers = [
  'errors',
  'message',
  'answers',
  'scheduling',
  'events',
  'transport',
  'cache',
  'encoding',
  'multipart',
  'serializers',
  'extending',
  'exchange',
  'request',
  'session',
];
/** Folders that may import from all of those, never from one another; each belongs to an entry or a platform. */
const ends = ['node', 'browser', 'operators', 'testing'];
const entries = '^lib/[a-z0-9-]+\\.ts$';
const folder = (name) => `^lib/${name}/`;
const anyOf = (names) => `^lib/(${names.join('|')})/`;

/** What a platform puts in place is reached by these names alone, each from one folder. */
const platformDoors = '^lib/node/(platform|files/file-manager|network-codes|stream-parsers)\\.ts$';
const byAlias = ['aliased-tsconfig-paths', 'aliased-subpath-import'];
const notByAlias = { path: platformDoors, dependencyTypesNot: byAlias };

const upward = layers.map((name, index) => ({
  name: `${name}-imports-upward-only`,
  severity: 'error',
  from: { path: folder(name) },
  to: {
    path: [anyOf([...layers.slice(name === 'errors' ? 2 : index + 1), ...ends]), entries],
    pathNot: platformDoors,
  },
}));

const apart = ends.map((name) => ({
  name: `${name}-imports-upward-only`,
  severity: 'error',
  from: { path: folder(name) },
  to: { path: [anyOf(ends.filter((end) => end !== name)), entries] },
}));

const kindsOfRequests = ['download', 'stream', 'web-socket'];

module.exports = {
  forbidden: [
    ...upward,
    ...apart,
    {
      name: 'no-platform-by-path',
      comment: 'A file that differs between platforms is imported as #platform, #files or #network-codes.',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/node/', entries] },
      to: notByAlias,
    },
    {
      name: 'platform-from-session-only',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/session/', '^lib/node/', entries] },
      to: { path: '^lib/node/platform\\.ts$' },
    },
    {
      name: 'files-from-multipart-only',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/multipart/', '^lib/node/', entries] },
      to: { path: '^lib/node/files/file-manager\\.ts$' },
    },
    {
      name: 'network-codes-from-transport-only',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/transport/', '^lib/node/', entries] },
      to: { path: '^lib/node/network-codes\\.ts$' },
    },
    {
      name: 'stream-parsers-from-serializers-only',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/serializers/', '^lib/node/', entries] },
      to: { path: '^lib/node/stream-parsers\\.ts$' },
    },
    {
      name: 'steps-do-not-import-one-another',
      severity: 'error',
      from: { path: '^lib/exchange/steps/' },
      to: { path: '^lib/exchange/steps/' },
    },
    {
      name: 'kinds-of-requests-do-not-import-one-another',
      severity: 'error',
      from: { path: `^lib/request/(${kindsOfRequests.join('|')})/` },
      to: { path: `^lib/request/(${kindsOfRequests.join('|')})/`, pathNot: '^lib/request/$1/' },
    },
    {
      name: 'nothing-outside-the-listed-folders',
      comment: 'Every file of lib/ is in a folder of the list, or is an entry.',
      severity: 'error',
      from: { path: '^lib/', pathNot: [anyOf([...layers, ...ends]), entries] },
      to: {},
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^lib/' }, to: { circular: true } },
    {
      name: 'node-builtins-in-node-only',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/node/', '^lib/node\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-of-node-in-node-only',
      severity: 'error',
      from: { path: '^lib/', pathNot: ['^lib/node/', '^lib/node\\.ts$'] },
      to: { path: 'node_modules/(@types/)?(ws|busboy|tough-cookie|mime-types)(-types)?/' },
    },
    {
      name: 'neutral-entries-do-not-import-a-platform',
      severity: 'error',
      from: { path: '^lib/(index|testing)\\.ts$' },
      to: { path: [anyOf(['node', 'browser']), '^lib/node\\.ts$'] },
    },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/(@types/|rxjs/)',
      },
    },
    { name: 'resolvable', severity: 'error', from: { path: '^lib/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};

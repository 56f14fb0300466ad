/** Specs run as ES modules; their types are checked by `npm run check:types`, not here. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#platform$': '<rootDir>/lib/node/platform.ts',
    '^#web-sockets$': '<rootDir>/lib/node/web-socket/web-sockets.ts',
    '^#files$': '<rootDir>/lib/node/files/file-manager.ts',
    '^#network-codes$': '<rootDir>/lib/node/network-codes.ts',
    '^#stream-parsers$': '<rootDir>/lib/node/stream-parsers.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^rxsession$': '<rootDir>/lib/index.ts',
    '^rxsession/(.+)$': '<rootDir>/lib/$1.ts',
  },
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.js' },
  roots: ['<rootDir>/lib', '<rootDir>/spec'],
};

const suite = (displayName, testMatch, rest = {}) => ({ ...shared, displayName, testMatch, ...rest });

export default {
  projects: [
    suite('unit', ['<rootDir>/spec/**/*.spec.ts'], {
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/spec/(integration|browser|conformance|fuzz)/'],
    }),
    suite('fuzz', ['<rootDir>/spec/fuzz/**/*.spec.ts']),
    suite('integration', ['<rootDir>/spec/integration/**/*.spec.ts']),
    suite('browser', ['<rootDir>/spec/browser/**/*.spec.ts']),
    suite('conformance', ['<rootDir>/spec/conformance/**/*.spec.ts']),
  ],
  // modules of a finished spec stay in memory: a worker that has too many takes longer to exit than it is waited for
  workerIdleMemoryLimit: '400MB',
  coverageProvider: 'babel',
  collectCoverageFrom: ['lib/**/*.ts'],
};

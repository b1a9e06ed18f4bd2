const { join } = require('node:path');
const { BACKEND_TYPES_ONLY, zonesFor } = require('./zones.cjs');

/** Test files, test support and fixtures, from any package. */
const TESTS = [
  '**/*.test.*',
  '**/tests/**',
  '**/testing/**',
  '**/setupTests.*',
];
/** Long because they are lists: shapes and routes. */
const LISTS = ['**/schema.ts', '**/contract.ts'];

const counted = max => [
  'error',
  { max, skipBlankLines: true, skipComments: true },
];

/** Rules of every package and of the scripts. */
function commonRules(dir) {
  const { root, zones } = zonesFor(dir);
  return {
    'max-lines': counted(300),
    'max-lines-per-function': counted(60),
    'import/no-cycle': ['error', { ignoreExternal: true, disableScc: true }],
    'import/no-restricted-paths': ['error', { basePath: root, zones }],
    // Files read top-down: what a function uses may be defined below it.
    '@typescript-eslint/no-use-before-define': [
      'error',
      { functions: false, classes: false, variables: false },
    ],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/ban-ts-comment': [
      'error',
      { 'ts-ignore': true, 'ts-expect-error': true, 'ts-nocheck': true },
    ],
  };
}

/** So that the rules about imports see TypeScript, and the entry points of the workspaces. */
const importSettings = {
  'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
  'import/resolver': {
    [require.resolve('eslint-import-resolver-typescript')]: {
      project: join(__dirname, '..', '..', 'tsconfig.json'),
    },
  },
};

const withoutBudget = {
  files: [...TESTS, ...LISTS],
  rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
};

const reExportsOnly = {
  files: ['src/index.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector:
          'Program > :not(ExportAllDeclaration, ExportNamedDeclaration[source])',
        message: 'The index of a package re-exports and does nothing else.',
      },
    ],
  },
};

const EFFECTS = [
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'process', 'console'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['performance', 'crypto'],
];

/** core is a function of its arguments: the same snapshot and the same `now` give the same model, tests included. */
const pureCore = {
  files: ['src/core/**'],
  excludedFiles: TESTS,
  rules: {
    'max-lines-per-function': counted(40),
    '@typescript-eslint/no-non-null-assertion': 'error',
    'no-restricted-globals': [
      'error',
      ...EFFECTS.map(name => ({
        name,
        message: 'core takes values and returns values: pass it in.',
      })),
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: 'core does not know the time: pass `now` in.',
      },
      {
        selector:
          "CallExpression[callee.object.name='Date'][callee.property.name='now']",
        message: 'core does not know the time: pass `now` in.',
      },
      {
        selector: "CallExpression[callee.name='Date']",
        message: 'core does not know the time: pass `now` in.',
      },
      {
        selector:
          "CallExpression[callee.object.name='Math'][callee.property.name='random']",
        message: 'core gives the same answer to the same question.',
      },
      {
        selector:
          'ImportDeclaration[source.value=/^(node:(?!crypto$).*|fs|http|https|net|timers|os|crypto|child_process|worker_threads)$/]',
        message: 'core has no effects, so it needs nothing of Node.',
      },
      {
        selector:
          "ImportDeclaration[source.value='node:crypto'] > :matches(ImportDefaultSpecifier, ImportNamespaceSpecifier, ImportSpecifier:not([imported.name='createHash']))",
        message: 'Of node:crypto only a hash gives the same answer each time.',
      },
    ],
  },
};

function typesOnly() {
  return Object.entries(BACKEND_TYPES_ONLY).map(([layer, others]) => ({
    files: [`src/${layer}/**`],
    excludedFiles: TESTS,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: others.map(other => ({
            group: [`**/${other}/**`],
            allowTypeImports: true,
            message: `${layer} knows the types of ${other} only.`,
          })),
        },
      ],
    },
  }));
}

/** Waiting for a condition is an assertion: it fails when the condition does not come. */
const testRules = {
  'jest/expect-expect': [
    'error',
    { assertFunctionNames: ['expect*', '**.eventually', 'waitUntil'] },
  ],
};

/** Backstage's rule knows no folder without a package.json of its own; which suites may use the scripts is a zone. */
const testsUseScripts = {
  files: ['tests/**'],
  rules: { '@backstage/no-relative-monorepo-imports': 'off' },
};

/** A suite that runs on several implementations is a function that the test files of each call. */
const suitesAreShared = {
  files: ['**/*.suite.ts'],
  rules: { 'jest/no-export': 'off' },
};

module.exports = {
  commonRules,
  importSettings,
  pureCore,
  reExportsOnly,
  suitesAreShared,
  testRules,
  testsUseScripts,
  typesOnly,
  withoutBudget,
};

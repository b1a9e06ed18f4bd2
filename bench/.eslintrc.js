const {
  commonRules,
  importSettings,
  withoutBudget,
} = require('../scripts/lint/rules.cjs');

module.exports = {
  extends: [
    '@spotify/eslint-config-base',
    '@spotify/eslint-config-typescript',
    'prettier',
  ],
  parser: '@typescript-eslint/parser',
  plugins: ['import'],
  env: { node: true, es2022: true },
  parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
  noInlineConfig: true,
  settings: importSettings,
  rules: {
    ...commonRules(__dirname),
    'no-console': 'error',
    'no-undef': 'off',
  },
  overrides: [withoutBudget],
};

const { basename, join, relative, sep } = require('node:path');
const createPackageConfig = require('@backstage/cli/config/eslint-factory');
const {
  commonRules,
  importSettings,
  pureCore,
  reExportsOnly,
  testRules,
  suitesAreShared,
  testsUseScripts,
  typesOnly,
  withoutBudget,
} = require('./rules.cjs');

const ROOT = join(__dirname, '..', '..');

/**
 * ESLint configuration of a package: Backstage's, for its role, and the rules of this repository.
 *
 * @param {string} dir the package's folder (`__dirname`)
 */
module.exports = function packageConfig(dir) {
  // From the root, because the clone may lie in a folder of any name.
  const isPlugin = relative(ROOT, dir).split(sep)[0] === 'plugins';
  const layers =
    basename(dir) === 'mesh-backend' ? [...typesOnly(), pureCore] : [];
  return createPackageConfig(dir, {
    // A rule is changed here, for everybody and with a reason, or it holds.
    noInlineConfig: true,
    settings: importSettings,
    rules: { ...commonRules(dir), ...testRules },
    overrides: [
      ...(isPlugin ? [reExportsOnly] : []),
      ...layers,
      suitesAreShared,
      testsUseScripts,
      withoutBudget,
    ],
  });
};

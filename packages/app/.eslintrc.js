module.exports = require('../../scripts/lint/packageConfig.cjs')(__dirname);

// In the executable of a deployment stick: LGPL, so it stays a file of its own that can be replaced.
const { fromApp } = require('../../electron/cli/stick-place.ts');

module.exports = fromApp('openpgp.cjs');

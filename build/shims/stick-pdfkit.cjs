// In the executable of a deployment stick: the library lies beside it.
const { fromApp } = require('../../electron/cli/stick-place.ts');

module.exports = fromApp('pdfkit.cjs');

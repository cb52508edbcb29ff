/** Debian's short names (copyright-format 1.0, 7.2) that SPDX calls otherwise; a `+` behind a version is added by rule. */
const SPDX: Readonly<Record<string, string>> = {
  expat: 'MIT',
  mit: 'MIT',
  isc: 'ISC',
  zlib: 'Zlib',
  'apache-2.0': 'Apache-2.0',
  'apache-2': 'Apache-2.0',
  'bsd-2-clause': 'BSD-2-Clause',
  'bsd-3-clause': 'BSD-3-Clause',
  'bsd-4-clause': 'BSD-4-Clause',
  'mpl-1.1': 'MPL-1.1',
  'mpl-2.0': 'MPL-2.0',
  'cc0-1.0': 'CC0-1.0',
  'cc-by-sa-4.0': 'CC-BY-SA-4.0',
  'artistic-2.0': 'Artistic-2.0',
  'python-2.0': 'Python-2.0',
  openssl: 'OpenSSL',
  bsl: 'BSL-1.0',
  'bsl-1.0': 'BSL-1.0',
  unlicense: 'Unlicense',
};
/** Versions of the GNU licences that SPDX lists. */
const GNU: Readonly<Record<string, readonly string[]>> = {
  GPL: ['1.0', '2.0', '3.0'],
  LGPL: ['2.0', '2.1', '3.0'],
  AGPL: ['3.0'],
  GFDL: ['1.1', '1.2', '1.3'],
};
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.values(SPDX),
  ...Object.entries(GNU).flatMap(([family, versions]) =>
    versions.flatMap((version) => [`${family}-${version}-only`, `${family}-${version}-or-later`]),
  ),
]);

/** SPDX's identifier for a short name of Debian's; undefined = it has none that is known here. */
export function spdxOf(name: string): string | undefined {
  const gnu = /^(A?GPL|LGPL|GFDL)-([123](?:\.[0-9])?)(\+)?$/i.exec(name);
  if (!gnu) return Object.hasOwn(SPDX, name.toLowerCase()) ? SPDX[name.toLowerCase()] : undefined;
  const [, family = '', version = '', isLater] = gnu;
  const id = `${family.toUpperCase()}-${version.includes('.') ? version : `${version}.0`}-${isLater ? 'or-later' : 'only'}`;
  return KNOWN.has(id) ? id : undefined;
}

/** Whether a text is one identifier of SPDX, an expression of them, or neither. */
export function spdxForm(text: string): 'identifier' | 'expression' | undefined {
  if (KNOWN.has(text)) return 'identifier';
  if (text.length > 5000) return undefined;
  const words = text.split(/ (?:AND|OR) /);
  return words.length > 1 && words.every((word) => KNOWN.has(word.replace(/^\(|\)$/g, ''))) ? 'expression' : undefined;
}

/** The published normaliser: what two runs of the same command may differ in without being different. */
export const NORMALISER: readonly { readonly what: string; readonly find: RegExp; readonly put: string }[] = [
  { what: 'task ids', find: /UPID:([^:]+):[0-9A-F]+:[0-9A-F]+:[0-9A-F]+:/g, put: 'UPID:$1:P:S:T:' },
  { what: 'fingerprints', find: /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/g, put: 'FINGERPRINT' },
  { what: 'digests', find: /\b[0-9a-f]{40}\b/g, put: 'DIGEST' },
  { what: 'UUIDs', find: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, put: 'UUID' },
  { what: 'MAC addresses', find: /BC:24:11(?::[0-9A-F]{2}){3}/gi, put: 'MAC' },
  { what: 'public keys', find: /AAAA[A-Za-z0-9+/=%]{60,}/g, put: 'KEY' },
  { what: 'crypt strings', find: /\$5\$[^$\s]+\$[A-Za-z0-9./_-]+/g, put: 'CRYPT' },
  { what: 'HA result ids', find: /"[A-Za-z0-9+/]{22}"/g, put: '"UID"' },
  {
    what: 'which node won the manager lock',
    find: /("master_node":|master )"?[a-z0-9]+"?|"node":"[a-z0-9]+","status":"[a-z0-9]+ \((?=active, |old timestamp)(?=[^{}]*"type":"master")/g,
    put: '$1MASTER',
  },
  { what: 'dates', find: /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/g, put: 'DATE' },
  { what: 'dates', find: /\d{4}-\d\d-\d\d[ _T]\d\d:\d\d:\d\d/g, put: 'DATE' },
  { what: 'epoch seconds', find: /\b179[0-9]{7}\b/g, put: 'EPOCH' },
  { what: 'replication snapshots', find: /__replicate_(\d+-\d+)_\d+__/g, put: '__replicate_$1_EPOCH__' },
  {
    what: 'which of several volumes is named first (hash order)',
    find: /(missing replicate feature on volume )'[^']+'/g,
    put: "$1'VOLUME'",
  },
  { what: 'ring ids', find: /(Ring ID: +)[0-9a-f.]+/g, put: '$1RING' },
  { what: 'versions of QEMU and the kernel', find: /(creation-qemu=|running kernel: )[^,)]+/g, put: '$1VERSION' },
  { what: 'build ids', find: /(pve-manager\/[\d.]+\/|"repoid":")[0-9a-f]{16}/g, put: '$1BUILD' },
  {
    what: 'usage figures',
    find: /"(cpu|disk|mem|uptime|avail|used|used_fraction|pid|pstart|duration)":[\d.e-]+/g,
    put: '"$1":0',
  },
  { what: 'sizes and shares in the storage table', find: /( +\d+) +\d+ +\d+ +[\d.]+%/g, put: '$1 SIZES' },
  { what: 'durations', find: /duration \d\d:\d\d:\d\d/g, put: 'duration TIME' },
  { what: 'durations of replication', find: /\b\d\.\d{6}\b/g, put: 'SECONDS' },
  {
    what: 'line numbers of the Perl sources',
    find: / at \/usr\/share\/perl5\/\S+ line \d+(, <STDIN> line \d+)?\.?/g,
    put: ' AT',
  },
];

/** Applies the normaliser; lists (JSON arrays, lines of a file, comma lists in values) are compared as sets. */
export function normalise(text: string): string {
  // dd's progress and a lock that another process held for a moment depend on the machine.
  const steady = text
    .split('\n')
    .filter(
      (line) => !/\d+\+\d+ records (in|out)$|bytes \(.*\) copied, |^trying to acquire lock\.\.\.$|^ OK$/.test(line),
    );
  const lines = steady.map((line) => {
    const ordered = sortJson(line);
    let result = ordered;
    for (const rule of NORMALISER) result = result.replace(rule.find, rule.put);
    return sortJson(result);
  });
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n+$/, '\n');
}

function sortJson(line: string): string {
  if (!/^[[{]/.test(line)) return line;
  try {
    return JSON.stringify(sorted(JSON.parse(line)));
  } catch {
    return line;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value === 'string')
    return /^[a-z0-9:_-]+(,[a-z0-9:_-]+)+$/i.test(value) ? value.split(',').sort().join(',') : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** Error lines about several parameters come in hash order: sorted within the block between the head and the usage line. */
export function normaliseError(text: string): string {
  const lines = normalise(text)
    .split('\n')
    .filter((line) => line !== '');
  if (!lines[0]?.startsWith('400 Parameter verification failed')) return lines.join('\n');
  return [lines[0], ...lines.slice(1, -1).sort(), lines.at(-1)].join('\n');
}

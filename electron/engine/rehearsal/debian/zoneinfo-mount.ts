import type { VirtualMount } from '../kernel/program.ts';

const PREFIX = '/usr/share/zoneinfo';
/** Names that were asked for before: the tables of this machine do not change while it runs. */
const asked = new Map<string, boolean>();
const MOST_ASKED = 1000;

/** Zones that Debian 13 has moved out of tzdata are still known to this machine's tables; none of the usual ones is. */
function isZone(name: string): boolean {
  const before = asked.get(name);
  if (before !== undefined) return before;
  const is = /^[A-Za-z]/.test(name) && isKnown(name);
  if (asked.size < MOST_ASKED) asked.set(name, is);
  return is;
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The files of tzdata, by the zones that this machine knows. Read-only, and their content is not simulated. */
export const zoneinfoMount: VirtualMount = {
  prefix: PREFIX,
  isPlain: true,
  mounted: () => true,
  stat: (_, path) => {
    const base = { owner: 'root', group: 'root', modifiedAt: 0 };
    const name = path.slice(PREFIX.length + 1);
    if (name !== '' && isZone(name)) return { kind: 'file', mode: 0o644, sizeBytes: 114, ...base };
    if (name === '' || zones().some((zone) => zone.startsWith(`${name}/`)))
      return { kind: 'directory', mode: 0o755, sizeBytes: 0, ...base };
    return undefined;
  },
  list: (_, path) => {
    const below = path === PREFIX ? '' : `${path.slice(PREFIX.length + 1)}/`;
    const names = zones().flatMap((zone) =>
      zone.startsWith(below) ? [zone.slice(below.length).split('/')[0] ?? ''] : [],
    );
    return names.length === 0 ? undefined : [...new Set(names)];
  },
  read: (_, path) => (isZone(path.slice(PREFIX.length + 1)) ? Buffer.from('TZif2') : undefined),
  write: () => {
    throw new Error('Permission denied');
  },
  remove: () => {
    throw new Error('Permission denied');
  },
  makeDirectory: () => {
    throw new Error('Permission denied');
  },
};

let listed: readonly string[] | undefined;

function zones(): readonly string[] {
  listed ??= Intl.supportedValuesOf('timeZone');
  return listed;
}

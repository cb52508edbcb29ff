import { type Fact, unknown } from '../../facts/fact.ts';
import { parseGuarded, whyFailed } from '../../facts/parse/text.ts';
import { read } from '../../shell/command.ts';

/** A disk of a pool, or what the pool remembers of one that it has lost. */
export interface PoolDevice {
  /** Path or name of the part that the pool uses; a number where the pool has lost it. */
  readonly name: string;
  /** Where a lost one was. */
  readonly formerly?: string;
  /** `ONLINE`, `DEGRADED`, `UNAVAIL`, `REMOVED`, ... */
  readonly state: string;
  /** It is being replaced, replaces another one, or is a spare that stands in. */
  readonly isExchanged?: true;
}

/** Disks that stand for each other (ZFS: a vdev): `mirror`, `raidz1`, ...; `disk` = one that stands alone. */
export interface PoolGroup {
  readonly kind: string;
  readonly devices: readonly PoolDevice[];
}

export interface PoolLayout {
  readonly name: string;
  readonly state: string;
  /** Those that hold data; logs, caches and spares are no part of what a site says. */
  readonly groups: readonly PoolGroup[];
  /** What the pool says of its errors, where it has any. */
  readonly errors?: string;
}

/** A pool that lies on the disks of the node and is not imported. */
export interface DormantPool extends PoolLayout {
  /** By it a pool is imported even where another one has its name. */
  readonly id: string;
  /** It was last used by another system and wants to be forced. */
  readonly needsForce: boolean;
  readonly isImportable: boolean;
}

export interface Zpools {
  readonly imported: readonly PoolLayout[];
  readonly dormant: readonly DormantPool[];
}

const MARK = '== not imported';

/**
 * The pools of a node with their disks. Disks are searched for pools that are not imported only where one carries the name of
 * such a pool: that search reads every disk. What guests have on their volumes is theirs: volumes of ZFS have no lasting name
 * below by-id, those of LVM are told by theirs.
 */
export const zpoolsFact: Fact<Zpools> = {
  id: 'storage.zpools',
  command: read`out=$(zpool status -P) && labels=$(lsblk -rno NAME,FSTYPE,LABEL) && printf '%s\\n%s\\n' "$out" ${MARK} && { lost=; while read -r name type label; do case "$name $type" in zd*|*-vm--*|*-base--*) ;; *" zfs_member") case "$out" in *"pool: $label
"*) ;; *) lost=1;; esac;; esac; done <<END
$labels
END
if [ -n "$lost" ]; then if [ -d /dev/disk/by-id ]; then zpool import -d /dev/disk/by-id 2>&1; else zpool import 2>&1; fi; fi; }`,
  parse: (answer) => {
    const [imported, dormant] = answer.stdout.split(`${MARK}\n`);
    if (imported === undefined || dormant === undefined)
      return unknown(answer.code === 0 ? 'the answer of zpool was cut off' : whyFailed(answer));
    if (answer.code !== 0 && !NONE.test(dormant)) return unknown(whyFailed(answer));
    return parseGuarded(answer.stdout, () => ({
      imported: parsePoolStatus(imported),
      dormant: parsePoolImport(dormant),
    }));
  },
};

const NONE = /^no pools available( to import)?$/m;

/** `zpool status -P`: the pools that are imported. Throws where the text is something else. */
export function parsePoolStatus(text: string): readonly PoolLayout[] {
  return blocksOf(text).map(layoutOf);
}

/** A volume of a guest, by the name that the device mapper gives it. */
const GUEST_VOLUME = /^dm-name-.*-(vm|base)--/;

/** `zpool import -d /dev/disk/by-id`: the pools that could be. */
export function parsePoolImport(text: string): readonly DormantPool[] {
  const pools = blocksOf(text).map((block) => {
    const { fields } = block;
    const id = fields.get('id') ?? '';
    if (!/^\d+$/.test(id)) throw new TypeError(`a pool without a number: ${fields.get('pool')}`);
    const action = fields.get('action') ?? '';
    return {
      ...layoutOf(block),
      id,
      needsForce: /'-f' flag/.test(action) || /another system/.test(fields.get('status') ?? ''),
      isImportable: /can be imported/.test(action),
    };
  });
  return pools.filter(
    ({ groups }) => !groups.some(({ devices }) => devices.some(({ name }) => GUEST_VOLUME.test(name))),
  );
}

interface Block {
  readonly fields: ReadonlyMap<string, string>;
  /** Lines of the table below `config:`, without the tab that they begin with. */
  readonly table: readonly string[];
}

/** One block a pool; fields begin a line (` state: ONLINE`), further lines of one begin with a tab. */
function blocksOf(text: string): readonly Block[] {
  const blocks: { fields: Map<string, string>; table: string[] }[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '' || NONE.test(line)) continue;
    const [, name, value = ''] = /^ {0,8}([a-z][a-z ]*): ?(.*)$/.exec(line) ?? [];
    if (name === 'pool') blocks.push({ fields: new Map(), table: [] });
    const block = blocks.at(-1);
    if (name !== undefined) {
      block?.fields.set(name, value.trim());
      open = name;
    } else if (!block || !line.startsWith('\t')) throw new TypeError(`not of a pool: ${line.trim().slice(0, 80)}`);
    else if (open === 'config') block.table.push(line.slice(1));
    else block.fields.set(open, `${block.fields.get(open) ?? ''} ${line.trim()}`);
  }
  return blocks;
}

/** Names of rows that are groups; `indirect` is what a removed disk left behind. */
const GROUP = /^(mirror|raidz\d?|draid[^-]*|replacing|spare|indirect)-\d+$/;

function layoutOf({ fields, table }: Block): PoolLayout {
  const name = fields.get('pool') ?? '';
  const state = fields.get('state') ?? '';
  const groups: { kind: string; devices: PoolDevice[] }[] = [];
  let isData = false;
  let exchangeDepth = Number.POSITIVE_INFINITY;
  for (const row of table) {
    const depth = (/^ */.exec(row)?.[0].length ?? 0) / 2;
    const [what = '', its = '', ...rest] = row.trim().split(/\s+/);
    if (what === 'NAME' && its === 'STATE') continue;
    // logs, cache, spares and special devices stand beside the pool, not below it
    if (depth === 0) isData = what === name;
    if (depth === 0 || !isData) continue;
    const kind = GROUP.exec(what)?.[1];
    if (depth === 1) {
      exchangeDepth = Number.POSITIVE_INFINITY;
      if (kind === 'indirect') continue;
      groups.push({ kind: kind === undefined ? 'disk' : kind, devices: [] });
    }
    if (depth <= exchangeDepth) exchangeDepth = Number.POSITIVE_INFINITY;
    if (kind === 'replacing' || kind === 'spare') exchangeDepth = depth;
    if (kind !== undefined) continue;
    const was = rest.indexOf('was');
    groups.at(-1)?.devices.push({
      name: what,
      ...(was >= 0 ? { formerly: rest[was + 1] ?? '' } : {}),
      state: its,
      ...(depth > exchangeDepth ? { isExchanged: true } : {}),
    });
  }
  if (name === '' || state === '' || groups.length === 0) throw new TypeError(`a pool without its disks: ${name}`);
  const errors = fields.get('errors');
  // a single disk that is being replaced has no group of its own
  const plain = groups.map((group) =>
    group.kind === 'replacing' || group.kind === 'spare' ? { ...group, kind: 'disk' } : group,
  );
  return { name, state, groups: plain, ...(errors && errors !== 'No known data errors' ? { errors } : {}) };
}

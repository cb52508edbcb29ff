import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { lastingPath } from '../../facts/host/disk-links.ts';
import { type BlockDevice, contentOf, diskBySerial } from '../../facts/host/disks.ts';
import { failureOf } from '../../pve/failure.ts';
import { type Command, change } from '../../shell/command.ts';
import { factOf } from '../sight.ts';
import type { ApplyContext, View } from '../step.ts';

/** A disk that the site file names for a storage. */
export interface WantedDisk {
  readonly step: string;
  readonly host: string;
  readonly serial: string;
  /** The storage that it is for. */
  readonly storage: string;
  /** Serials that the site file says may be wiped. */
  readonly allowWipe: readonly string[];
}

export type DiskSight =
  | { readonly state: 'blank'; readonly path: string }
  /** Something is on it, and somebody said by its serial that it may go. */
  | { readonly state: 'to-wipe'; readonly path: string; readonly content: readonly string[] }
  | { readonly state: 'refused'; readonly diagnostic: Diagnostic };

/** Where a running system lies. */
const SYSTEM_MOUNTS = ['/', '/boot', '/boot/efi', '/var', '/usr', '[SWAP]'];
/** What the Proxmox installer names its own. */
const SYSTEM_POOL = 'rpool';
const SYSTEM_GROUP = /^pve-/;
/** How the wiping command says that the disk is used after all. */
const IN_USE = /^in use: (.+)$/m;
const WIPE_TIMEOUT_MS = 120_000;
/** Block devices that exist because something uses the disk now. */
const HOLDERS = ['lvm', 'crypt', 'raid0', 'raid1', 'raid5', 'raid6', 'raid10', 'mpath', 'dm'];

/**
 * Whether a disk may be taken. Only the one with the serial of the site file; blank, or said by its serial to be wiped; never
 * the disk of the system, never one that something uses now.
 * @param isOurs content that is a half-done try of ours and no reason to refuse
 */
export function lookAtDisk(
  view: View,
  wanted: WantedDisk,
  isOurs: (disk: BlockDevice) => boolean = () => false,
): DiskSight {
  const { host, serial } = wanted;
  const subject = { host, step: wanted.step, drive: serial };
  const refused = (trouble: Diagnostic): DiskSight => ({ state: 'refused', diagnostic: trouble });
  const disks = factOf(view, host, 'disks');
  const disk = diskBySerial(disks, serial);
  if (!disk)
    return refused(
      diagnostic('storage.disk-missing', {
        params: { host, serial },
        evidence: disks
          .filter((entry) => entry.type === 'disk')
          .map(
            (entry) => `${entry.path} ${entry.serial || '-'} ${entry.model} ${Math.round(entry.sizeBytes / 1e9)} GB`,
          ),
        subject,
      }),
    );
  const path = lastingPath(factOf(view, host, 'diskLinks'), disk.name) ?? disk.path;
  const content = contentOf(disk);
  if (content.length === 0 || isOurs(disk)) return { state: 'blank', path };
  if (isSystemDisk(view.site, host, disk))
    return refused(diagnostic('storage.disk-is-system', { params: { host, serial }, evidence: content, subject }));
  if (!wanted.allowWipe.includes(serial) && !view.mayWipe?.(serial))
    return refused(
      diagnostic('storage.disk-in-use', {
        params: { host, serial, storage: wanted.storage },
        evidence: content,
        subject,
      }),
    );
  const use = usedNow(view, host, disk);
  return use === undefined
    ? { state: 'to-wipe', path, content }
    : refused(diagnostic('storage.disk-busy', { params: { host, serial, use }, evidence: content, subject }));
}

/** Gives a disk that is blank, after wiping it where that was allowed; looked at again right before what cannot be undone. */
export async function takeDisk(
  context: ApplyContext,
  wanted: WantedDisk,
  isOurs?: (view: View) => (disk: BlockDevice) => boolean,
): Promise<string> {
  const { host, serial, step } = wanted;
  const look = async (): Promise<DiskSight> => {
    const view = await context.look(host);
    return lookAtDisk(view, wanted, isOurs?.(view));
  };
  const found = await look();
  if (found.state === 'refused') throw new DiagnosticError(found.diagnostic);
  if (found.state === 'blank') return found.path;
  context.note(`${host}: wiping ${found.path} (${serial}): ${found.content.join('; ')}`);
  const command = wipe(found.path, serial);
  const result = await context
    .transport(host)
    .job(`storage.wipe-${serial}`, command, { signal: context.signal, timeoutMs: WIPE_TIMEOUT_MS });
  const use = IN_USE.exec(result.stdout)?.[1];
  if (use !== undefined)
    throw fail('storage.disk-busy', {
      params: { host, serial, use },
      evidence: found.content,
      subject: { host, step, drive: serial },
    });
  if (result.code !== 0) throw new DiagnosticError(failureOf(host, command, result));
  const after = await look();
  if (after.state === 'blank') return after.path;
  throw fail('storage.disk-not-wiped', {
    params: { host, serial },
    evidence: after.state === 'refused' ? after.diagnostic.evidence : after.content,
    subject: { host, step, drive: serial },
  });
}

/** What a plan shows of a disk that is wiped. */
export function contentInWords(found: Extract<DiskSight, { readonly path: string }>): string {
  return found.state === 'blank' ? 'blank disk' : `TO BE WIPED: ${found.content.join('; ')}`;
}

/**
 * The signatures of its partitions, then its own. The node asks the disk for its serial once more in the same breath, and for
 * what the kernel does not show of a use that sleeps: a volume group that is not active and has further disks or a storage, a
 * btrfs that has further disks and is mounted by one of those.
 */
function wipe(path: string, serial: string): Command<'change'> {
  return change`disk=$(readlink -f ${path})
[ "$(lsblk -dno SERIAL "$disk" | sed 's/^ *//;s/ *$//')" = ${serial} ] || { echo "another disk is behind ${path} now" >&2; exit 1; }
parts=$(lsblk -lno PATH "$disk") || exit 1
used() { echo "in use: $1"; exit 1; }
if command -v pvs >/dev/null; then
held=$(pvs --noheadings --units b --separator '|' -o pv_name,vg_name) || exit 1
for part in $parts; do
group=$(printf '%s\\n' "$held" | sed -n "s,^ *$part|\\(..*\\)$,\\1,p")
[ -n "$group" ] || continue
others=$(printf '%s\\n' "$held" | sed -n "s,^ *\\(/dev/[^|]*\\)|$group$,\\1,p" | grep -vxF "$parts")
[ -z "$others" ] || used "volume group $group, with $(echo $others)"
! grep -qsE "^[[:space:]]*vgname[[:space:]]+$group$" /etc/pve/storage.cfg || used "volume group $group of a storage"
done
fi
members=$(lsblk -rno PATH,FSTYPE,UUID | sed -n 's/^\\([^ ]*\\)  *btrfs  *\\([^ ]*\\) *$/\\1 \\2/p')
for part in $parts; do
id=$(printf '%s\\n' "$members" | sed -n "s,^$part \\(.*\\)$,\\1,p")
[ -n "$id" ] || continue
others=$(printf '%s\\n' "$members" | sed -n "s,^\\(.*\\) $id$,\\1,p" | grep -vxF "$parts")
[ -z "$others" ] || used "btrfs, with $(echo $others)"
done
for part in $(printf '%s\\n' "$parts" | tail -n +2); do wipefs -a -q "$part" || exit 1; done
wipefs -a -q "$disk" || exit 1
! command -v udevadm >/dev/null || udevadm settle`;
}

function isSystemDisk(site: Site, host: string, disk: BlockDevice): boolean {
  const install = site.hosts.find(({ name }) => name === host)?.install;
  if (install?.diskSerials?.includes(disk.serial)) return true;
  return everything(disk).some(
    (entry) =>
      SYSTEM_MOUNTS.includes(entry.mountpoint) ||
      (entry.fstype === 'zfs_member' && entry.label === SYSTEM_POOL) ||
      (entry.type === 'lvm' && SYSTEM_GROUP.test(entry.name)),
  );
}

function usedNow(view: View, host: string, disk: BlockDevice): string | undefined {
  const pools = factOf(view, host, 'pools');
  for (const entry of everything(disk)) {
    if (entry.mountpoint !== '') return `${entry.path} mounted on ${entry.mountpoint}`;
    if (entry.fstype === 'zfs_member' && pools.has(entry.label)) return `pool ${entry.label}`;
    if (HOLDERS.includes(entry.type)) return entry.path;
  }
  return undefined;
}

/** A disk and all that lies on it. */
export function everything(disk: BlockDevice): readonly BlockDevice[] {
  return [disk, ...disk.children.flatMap(everything)];
}

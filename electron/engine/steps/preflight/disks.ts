import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Site, SiteStorage } from '../../../api/site.ts';
import { diskSerials } from '../../../api/site-storage.ts';
import {
  DISK_RECORD,
  type DiskHealth,
  disksToAsk,
  measureDisks,
  parseDiskHealth,
} from '../../facts/host/disk-health.ts';
import { type BlockDevice, contentOf } from '../../facts/host/disks.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { isMember } from './support/members.ts';

type DiskStorage = Extract<SiteStorage, { readonly disks: unknown }>;

const STEP = 'preflight.disks';
const LVM_MEMBER = { fstype: 'LVM2_member', label: '' };
const TIMEOUT_MS = 60_000;

/**
 * No disk that the site uses says that it is failing. Asked once, all disks at the same time, in a round trip of its own,
 * as disks take long to answer; the answers lie on the node from then on. Bad ones are asked again at every try; the
 * disks of a member of a cluster are watched by Proxmox itself (smartd), and only those that it is yet to take are asked.
 */
export const disksStep: Step = {
  id: STEP,
  phase: 'preflight',
  title: () => ({ en: 'Health of the disks', es: 'Estado de los discos' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: ['preflight.pve-version', 'preflight.names'],
  risk: 'safe',
  order: 'parallel',
  touches: (_, target) => [target],
  check: (view, target) => decide([], () => checkDisks(view, target)),
  apply: async (context) => {
    const { target, signal } = context;
    const disks = disksOf(context, target);
    const result = await context.transport(target).exec(measureDisks(disks), { signal, timeoutMs: TIMEOUT_MS });
    const health = parseDiskHealth(result.stdout);
    if (result.code !== 0 || !health)
      throw fail('pve.command-failed', {
        params: { host: target, command: 'smartctl' },
        evidence: `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-20),
        subject: { host: target, step: STEP },
      });
    for (const disk of health) context.note(inWords(disk));
    const [first, ...rest] = judgeDisks(context, target, health).filter(({ severity }) => severity === 'error');
    if (first) throw new DiagnosticError(first, ...rest);
  },
};

function checkDisks(view: View, target: string): CheckVerdict {
  const disks = disksOf(view, target);
  if (disks.length === 0) return { state: 'satisfied' };
  const what = disks.map(({ path }) => path).join(', ');
  const text = factOf(view, target, 'preflightRecords').get(DISK_RECORD) ?? '';
  const health = (parseDiskHealth(text) ?? []).filter((entry) => disks.some(({ path }) => path === entry.path));
  // names change between boots, serials do not
  if (!disks.every(({ path, serial }) => health.some((entry) => entry.path === path && entry.serial === serial)))
    return { state: 'needed', changes: [{ what, after: 'asked for its health' }] };
  const found = judgeDisks(view, target, health);
  if (found.some(({ severity }) => severity === 'error'))
    return { state: 'needed', changes: [{ what, before: 'failing', after: 'asked for its health' }] };
  return found.length === 0 ? { state: 'satisfied' } : { state: 'satisfied', warnings: found };
}

/** What is to be said of the disks; a failing one that the site does not use is only told of. */
function judgeDisks(view: View, target: string, health: readonly DiskHealth[]): readonly Diagnostic[] {
  const devices = factOf(view, target, 'disks');
  const subject = { host: target, step: STEP };
  return health.flatMap((entry): readonly Diagnostic[] => {
    const params = { host: target, disk: entry.path, serial: entry.serial === '' ? '–' : entry.serial };
    const evidence = [inWords(entry)];
    if (entry.passed === undefined) return [diagnostic('preflight.disk-health-unknown', { params, evidence, subject })];
    const device = devices.find(({ path }) => path === entry.path);
    const severity = device && isUsed(view.site, target, device) ? 'error' : 'warning';
    if (!entry.passed) return [diagnostic('preflight.disk-failing', { params, evidence, subject, severity })];
    if (entry.wear.length === 0) return [];
    return [
      diagnostic('preflight.disk-worn', { params: { ...params, what: entry.wear.join(', ') }, evidence, subject }),
    ];
  });
}

/** All of a node that is to join; of a member those that the site names and that hold no storage of it yet. */
function disksOf(view: View, target: string): readonly BlockDevice[] {
  const disks = disksToAsk(factOf(view, target, 'disks'));
  if (!isMember(view, target)) return disks;
  return disks.filter((disk) => storagesOn(view.site, target, disk).some((storage) => !isTaken(disk, storage)));
}

/** The storages that the site makes on a disk of a node. */
function storagesOn(site: Site, host: string, { serial }: BlockDevice): readonly DiskStorage[] {
  return site.storages.filter(
    (storage): storage is DiskStorage =>
      'disks' in storage && serial !== '' && diskSerials(storage, host).includes(serial),
  );
}

/** Whether the pool or a volume group lies on the disk. */
function isTaken(disk: BlockDevice, storage: DiskStorage): boolean {
  const isMemberOf = storage.type === 'zfspool' ? { fstype: 'zfs_member', label: storage.pool } : LVM_MEMBER;
  const carries = (entry: BlockDevice): boolean =>
    (entry.fstype === isMemberOf.fstype && entry.label === isMemberOf.label) || entry.children.some(carries);
  return carries(disk);
}

/** The system's, one that the site makes a storage of, or one that holds something already. */
function isUsed(site: Site, host: string, disk: BlockDevice): boolean {
  return storagesOn(site, host, disk).length > 0 || contentOf(disk).length > 0;
}

function inWords({ path, serial, passed, wear, why }: DiskHealth): string {
  const verdict = passed === undefined ? `unknown (${why ?? '-'})` : passed ? 'passed' : 'FAILING';
  return [`${path} ${serial}: ${verdict}`, ...wear].join(', ');
}

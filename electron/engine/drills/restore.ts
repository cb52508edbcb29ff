import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Machine, Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import { asNumber, asText } from '../facts/parse/text.ts';
import { saidBy } from '../pve/failure.ts';
import { until } from '../pve/patience.ts';
import { type Command, change, read } from '../shell/command.ts';
import { backupJobOf } from '../site/backup-jobs.ts';
import { ownershipTag } from '../site/derive.ts';
import { factOf } from '../steps/sight.ts';
import type { View } from '../steps/step.ts';
import type { ExecResult } from '../transport/port.ts';
import { askList, mustLook, mustRun } from './ask.ts';
import { diskBytesOf, type GuestValues, parseGuest, whatDiffers, withoutLinks } from './compare-guests.ts';
import type { Drill, DrillContext, DrillTry } from './drill.ts';
import { guarded, placeOf } from './guards.ts';
import { hasMemory, needRoom } from './restore-room.ts';
import { freeId, removeScratch, type Scratch, takenIds } from './scratch-machine.ts';
import { timeFigure } from './time-figure.ts';

const BACKUP_LIMIT_MS = 6 * 3_600_000;
const BOOT_LIMIT_MS = 5 * 60_000;

/** The newest backup of a machine becomes a second machine without network, is compared, started and removed again. */
export function restoreDrill(site: Site, machine: Machine): Drill {
  const storage = backupJobOf(site, machine.name)?.storage ?? 'local';
  return {
    order: { kind: 'restore', machine: machine.name },
    title: { en: `Restore ${machine.name}`, es: `Restaurar ${machine.name}` },
    warning: {
      en: `The newest backup of ${machine.name} on ${storage} (made now where there is none) is restored as a second machine with its network cable out, compared, started and removed again. ${machine.name} itself goes on; its node and storage are busy meanwhile.`,
      es: `La copia más reciente de ${machine.name} en ${storage} (hecha ahora si no hay) se restaura como una segunda máquina con el cable de red desconectado, se compara, se arranca y se elimina. ${machine.name} sigue; mientras tanto su nodo y su almacenamiento están ocupados.`,
    },
    target: machine.name,
    lastsSeconds: 15 * 60,
    refused: undefined,
    guard: (view): Diagnostic | undefined =>
      guarded(() => {
        const node = placeOf(view, machine);
        return notReached(view, node) ?? takesNoBackups(view, node, storage);
      }),
    begin: (view) => beginRestore(site, machine, placeOf(view, machine), storage, takenIds(view)),
  };
}

function notReached(view: View, node: string): Diagnostic | undefined {
  return view.facts.hosts.get(node)?.reached
    ? undefined
    : diagnostic('drill.node-silent', { params: { node }, subject: { host: node } });
}

function takesNoBackups(view: View, node: string, storage: string): Diagnostic | undefined {
  const entry = factOf(view, node, 'storages').get(storage);
  const isHere = entry?.enabled && (entry.nodes.length === 0 || entry.nodes.includes(node));
  return isHere && entry.content.includes('backup')
    ? undefined
    : diagnostic('drill.storage-takes-no-backups', { params: { storage, node }, subject: { host: node } });
}

interface Backup {
  readonly volume: string;
  readonly madeAtSeconds: number;
  readonly sizeBytes: number;
}

function beginRestore(
  site: Site,
  machine: Machine,
  node: string,
  storage: string,
  taken: ReadonlySet<number>,
): DrillTry {
  const scratch: Scratch = {
    // a DNS label: no longer than 63, no dash at its end
    name: `drill-${machine.name}`.slice(0, 63).replace(/-+$/, ''),
    tag: 'sitewright-drill',
    id: 0,
    isMade: false,
  };
  /** Jobs that were begun and have not been seen to end. */
  const atWork = new Set<string>();
  const job = async (context: DrillContext, id: string, command: Command<'change'>): Promise<ExecResult> => {
    atWork.add(id);
    const result = await context.change(node).job(id, command, {
      signal: context.signal,
      timeoutMs: BACKUP_LIMIT_MS,
      onLine: (line) => {
        ownBackup ??= archiveIn(line);
        context.note(line);
      },
    });
    atWork.delete(id);
    return result;
  };
  /** File name of the backup that the drill itself makes, as vzdump names it. */
  let ownBackup: string | undefined;

  const backups = async (context: DrillContext): Promise<readonly Backup[]> => {
    const path = `/nodes/${node}/storage/${storage}/content`;
    const entries = await askList(
      context,
      node,
      read`pvesh get ${path} --content backup --vmid ${machine.id} --output-format json`,
    );
    return entries
      .map((entry) => ({
        volume: asText(entry.volid) ?? '',
        madeAtSeconds: asNumber(entry.ctime) ?? 0,
        sizeBytes: asNumber(entry.size) ?? 0,
      }))
      .filter((entry) => entry.volume !== '')
      .sort((a, b) => b.madeAtSeconds - a.madeAtSeconds);
  };
  /** Only by the name that vzdump said: a scheduled job may make another one at the same time. */
  const own = async (context: DrillContext): Promise<Backup | undefined> => {
    const name = ownBackup;
    return name === undefined ? undefined : (await backups(context)).find((entry) => entry.volume.endsWith(name));
  };

  const backUpNow = async (context: DrillContext, original: GuestValues): Promise<Backup> => {
    await needRoom(context, machine, node, original, storage);
    context.moment('note', {
      en: `No backup of ${machine.name} on ${storage}: one is made now`,
      es: `No hay copia de ${machine.name} en ${storage}: se hace una ahora`,
    });
    const startedAt = context.now();
    // without --remove 0 older backups would be pruned (pve-facts 8.2)
    const command = change`vzdump ${machine.id} --storage ${storage} --mode snapshot --compress zstd --remove 0`;
    const result = await job(context, `drill.backup-${machine.id}`, command);
    if (result.code !== 0)
      throw fail('drill.backup-failed', {
        params: { machine: machine.name, node },
        evidence: saidBy(result),
        subject: { host: node },
      });
    const made = await own(context);
    if (!made) throw fail('drill.no-backup', { params: { machine: machine.name, storage }, subject: { host: node } });
    timeFigure(context, 'backup', { en: 'Backup took', es: 'La copia tardó' }, startedAt);
    return made;
  };

  return {
    async run(context) {
      const today = await configOf(context, node, machine.id);
      const newest = (await backups(context))[0];
      const backup = newest ?? (await backUpNow(context, today));
      // what it holds is compared with what comes out of it; the machine may have been changed since
      const original = await configIn(context, node, backup);
      if (newest) await needRoom(context, machine, node, original);
      scratch.id = await freeId(context, node, taken);
      const since = whatDiffers(original, today);
      if (since.length > 0)
        context.moment('note', {
          en: `${machine.name} was changed since that backup: ${since.join(', ')}`,
          es: `${machine.name} cambió después de esa copia: ${since.join(', ')}`,
        });
      const clock = await mustLook(context.read(node), read`date +%s`, { signal: context.signal });
      context.figure({
        id: 'backup-age',
        title: { en: 'Age of the backup', es: 'Edad de la copia' },
        value: Math.max(0, Number(clock.stdout.trim()) - backup.madeAtSeconds),
        unit: 'seconds',
      });
      context.figure({
        id: 'backup-size',
        title: { en: 'Size of the backup', es: 'Tamaño de la copia' },
        value: backup.sizeBytes,
        unit: 'bytes',
      });
      context.broken();
      scratch.isMade = true;
      const startedAt = context.now();
      context.moment('note', {
        en: `${backup.volume} becomes machine ${scratch.id}`,
        es: `${backup.volume} se convierte en la máquina ${scratch.id}`,
      });
      // One job, which goes on without us: what was restored takes over name, tags and start with the node from the original,
      // and must not keep them should this laptop vanish now.
      const tags = `${ownershipTag(site)};${scratch.tag}`;
      const restored = await job(
        context,
        `drill.restore-${machine.id}`,
        change`qmrestore ${backup.volume} ${scratch.id} --unique 1 && qm set ${scratch.id} --onboot 0 --name ${scratch.name} --tags ${tags} --delete protection`,
      );
      if (restored.code !== 0) {
        // somebody else was faster with that number: nothing of it is ours
        if (/already exists on node/.test(restored.stdout)) scratch.isMade = false;
        throw fail('drill.restore-failed', {
          params: { backup: backup.volume },
          evidence: saidBy(restored),
          subject: { host: node },
        });
      }
      timeFigure(context, 'restore', { en: 'Restore took', es: 'La restauración tardó' }, startedAt);
      const made = await configOf(context, node, scratch.id);
      context.figure({
        id: 'restored',
        title: { en: 'Disks restored', es: 'Discos restaurados' },
        value: diskBytesOf(made),
        unit: 'bytes',
      });
      const cables = Object.entries(withoutLinks(made)).flatMap(([key, value]) => [`--${key}`, value]);
      if (cables.length > 0)
        await mustRun(context.change(node), change`qm set ${scratch.id} ${cables}`, { signal: context.signal });
      const what = whatDiffers(original, made);
      if (what.length > 0)
        throw fail('drill.restored-otherwise', {
          params: { backup: backup.volume, what: what.join(', ') },
        });
      context.moment('good', { en: 'Configuration and disks are equal', es: 'Configuración y discos son iguales' });
      await boot(context, node, scratch.id, backup.volume, await configOf(context, node, scratch.id));
    },

    async putBack(context) {
      for (const id of atWork) await context.endJob(node, id);
      const left = await removeScratch(context, node, scratch);
      const leftBackup = await removeBackup(context, node, own);
      return [...left, ...leftBackup, ...(await stillLocked(context, node, machine, ownBackup))];
    },
  };
}

/** `INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-qemu-100-....vma.zst'`, or of a Proxmox Backup Server `vm/100/<time>`. */
function archiveIn(line: string): string | undefined {
  const path = /creating (?:vzdump|Proxmox Backup Server) archive '([^']+)'/.exec(line)?.[1];
  return path?.startsWith('/') ? path.slice(path.lastIndexOf('/')) : path;
}

async function configOf(context: DrillContext, node: string, id: number): Promise<GuestValues> {
  const result = await mustLook(context.read(node), read`cat ${`/etc/pve/qemu-server/${id}.conf`}`, {
    signal: context.signal,
  });
  return parseGuest(result.stdout);
}

/** The configuration that a backup holds; that it can be read at all is the first thing it has to prove (pve-facts 8.3). */
async function configIn(context: DrillContext, node: string, { volume }: Backup): Promise<GuestValues> {
  const held = await context.read(node).exec(read`pvesm extractconfig ${volume}`, { signal: context.signal });
  const values = parseGuest(held.stdout);
  if (held.code === 0 && Object.keys(values).length > 0) return values;
  throw fail('drill.backup-unreadable', {
    params: { backup: volume },
    evidence: saidBy(held),
    subject: { host: node },
  });
}

/** Starts what was restored, without network, and waits for its agent where it has one. */
async function boot(
  context: DrillContext,
  node: string,
  id: number,
  backup: string,
  values: GuestValues,
): Promise<void> {
  const hasLink = Object.entries(values).some(([key, value]) => /^net\d+$/.test(key) && !/link_down=1/.test(value));
  const hasDevice = Object.keys(values).some((key) => /^(hostpci|usb)\d+$/.test(key));
  if (hasLink || hasDevice) {
    context.moment('note', {
      en: 'Not started: it would share a device or an address with the original',
      es: 'No se arranca: compartiría un dispositivo o una dirección con la original',
    });
    return;
  }
  if (!(await hasMemory(context, node, values))) return;
  const startedAt = context.now();
  const started = await context.change(node).job(`drill.start-${id}`, change`qm start ${id}`, {
    signal: context.signal,
    timeoutMs: BOOT_LIMIT_MS,
  });
  const status = await context.read(node).exec(read`qm status ${id}`, { signal: context.signal });
  if (started.code !== 0 || !/running/.test(status.stdout))
    throw fail('drill.restored-not-started', {
      params: { backup },
      evidence: [...saidBy(started), ...saidBy(status)],
      subject: { host: node },
    });
  context.moment('good', { en: 'It runs', es: 'Corre' });
  if (!/^(enabled=)?1/.test(values.agent ?? '')) return;
  const doesAnswer = await until(context, { deadlineMs: BOOT_LIMIT_MS, everyMs: 3_000 }, async () => {
    const ping = await context.read(node).exec(read`qm agent ${id} ping`, { signal: context.signal });
    return ping.code === 0 ? true : undefined;
  });
  if (!doesAnswer)
    throw fail('drill.restored-not-started', {
      params: { backup },
      evidence: [`no answer of the guest agent within ${BOOT_LIMIT_MS / 1000} s`],
      subject: { host: node },
    });
  timeFigure(context, 'boot', { en: 'From start to the guest agent', es: 'Del arranque al agente' }, startedAt);
  context.moment('good', { en: 'Its agent answers', es: 'Su agente responde' });
}

/** Its exit code is 0 also where the removal failed (pve-facts 9.2): the storage is listed again. */
async function removeBackup(
  context: DrillContext,
  node: string,
  own: (context: DrillContext) => Promise<Backup | undefined>,
): Promise<readonly Text[]> {
  const made = await own(context);
  if (!made) return [];
  await context.change(node).exec(change`pvesm free ${made.volume}`, { signal: context.signal });
  if (!(await own(context))) return [];
  return [
    {
      en: `The backup ${made.volume} that the drill made lies on ${node} still.`,
      es: `La copia ${made.volume} que hizo el simulacro sigue en ${node}.`,
    },
  ];
}

/** A backup that was ended in the middle takes its lock off the machine by itself; what is left of it is named. */
async function stillLocked(
  context: DrillContext,
  node: string,
  machine: Machine,
  ownBackup: string | undefined,
): Promise<readonly Text[]> {
  if (ownBackup === undefined) return [];
  const isFree = await until(context, { deadlineMs: 30_000, everyMs: 3_000 }, async () =>
    (await configOf(context, node, machine.id)).lock === 'backup' ? undefined : true,
  );
  if (isFree) return [];
  return [
    {
      en: `${machine.name} is locked by the backup that was broken off. On ${node}: qm unlock ${machine.id}.`,
      es: `${machine.name} está bloqueada por la copia interrumpida. En ${node}: qm unlock ${machine.id}.`,
    },
  ];
}

import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Machine, Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import { asNumber, asText } from '../facts/parse/text.ts';
import { saidBy } from '../pve/failure.ts';
import { until } from '../pve/patience.ts';
import { change, read } from '../shell/command.ts';
import { backupJobOf } from '../site/backup-jobs.ts';
import { ownershipTag, pveNodes } from '../site/derive.ts';
import { factOf } from '../steps/sight.ts';
import type { View } from '../steps/step.ts';
import { askList, mustLook, mustRun } from './ask.ts';
import { diskBytesOf, type GuestValues, parseGuest, whatDiffers, withoutLinks } from './compare-guests.ts';
import type { Drill, DrillContext, DrillTry } from './drill.ts';
import { guarded, placeOf } from './guards.ts';

/** Scratch machines have numbers that no site uses by itself. */
const FIRST_SCRATCH_ID = 9_900;
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
        const sight = view.facts.hosts.get(node);
        return sight?.reached
          ? undefined
          : diagnostic('drill.node-silent', { params: { node }, subject: { host: node } });
      }),
    begin: (view) => beginRestore(site, machine, placeOf(view, machine), storage, freeId(view)),
  };
}

/** A number that no guest of the cluster and no machine of the site has. */
function freeId(view: View): number {
  const taken = new Set<number>(view.site.machines.map((machine) => machine.id));
  for (const { name } of pveNodes(view.site)) {
    if (!view.facts.hosts.get(name)?.reached) continue;
    for (const id of factOf(view, name, 'vmList').keys()) taken.add(id);
  }
  let id = FIRST_SCRATCH_ID;
  while (taken.has(id)) id += 1;
  return id;
}

interface Backup {
  readonly volume: string;
  readonly madeAtSeconds: number;
  readonly sizeBytes: number;
}

function beginRestore(site: Site, machine: Machine, node: string, storage: string, scratchId: number): DrillTry {
  const name = `drill-${machine.name}`.slice(0, 63);
  let isMade = false;
  /** The backup that the drill itself made. */
  let own: Backup | undefined;

  const newest = async (context: DrillContext): Promise<Backup | undefined> => {
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
      .sort((a, b) => b.madeAtSeconds - a.madeAtSeconds)[0];
  };

  const backUpNow = async (context: DrillContext): Promise<Backup> => {
    context.moment('note', {
      en: `No backup of ${machine.name} on ${storage}: one is made now`,
      es: `No hay copia de ${machine.name} en ${storage}: se hace una ahora`,
    });
    const startedAt = context.now();
    // without --remove 0 older backups would be pruned (pve-facts 8.2)
    const command = change`vzdump ${machine.id} --storage ${storage} --mode snapshot --compress zstd --remove 0`;
    const result = await context.change(node).job(`drill.backup-${machine.id}`, command, {
      signal: context.signal,
      timeoutMs: BACKUP_LIMIT_MS,
      onLine: (line) => context.note(line),
    });
    if (result.code !== 0)
      throw fail('drill.backup-failed', {
        params: { machine: machine.name, node },
        evidence: saidBy(result),
        subject: { host: node },
      });
    own = await newest(context);
    if (!own) throw fail('drill.no-backup', { params: { machine: machine.name, storage }, subject: { host: node } });
    context.figure({
      id: 'backup',
      title: { en: 'Backup took', es: 'La copia tardó' },
      value: (context.now() - startedAt) / 1000,
      unit: 'seconds',
    });
    return own;
  };

  const config = async (context: DrillContext, id: number): Promise<GuestValues> => {
    const result = await mustLook(context.read(node), read`cat ${`/etc/pve/qemu-server/${id}.conf`}`, {
      signal: context.signal,
    });
    return parseGuest(result.stdout);
  };

  return {
    async run(context) {
      const original = await config(context, machine.id);
      await needRoom(context, machine, node, original);
      const backup = (await newest(context)) ?? (await backUpNow(context));
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
      isMade = true;
      const startedAt = context.now();
      context.moment('note', {
        en: `${backup.volume} becomes machine ${scratchId}`,
        es: `${backup.volume} se convierte en la máquina ${scratchId}`,
      });
      const restored = await context
        .change(node)
        .job(`drill.restore-${machine.id}`, change`qmrestore ${backup.volume} ${scratchId} --unique 1`, {
          signal: context.signal,
          timeoutMs: BACKUP_LIMIT_MS,
          onLine: (line) => context.note(line),
        });
      const failed = (said: readonly string[]) =>
        fail('drill.restore-failed', { params: { backup: backup.volume }, evidence: said, subject: { host: node } });
      if (restored.code !== 0) throw failed(saidBy(restored));
      context.figure({
        id: 'restore',
        title: { en: 'Restore took', es: 'La restauración tardó' },
        value: (context.now() - startedAt) / 1000,
        unit: 'seconds',
      });
      const made = await config(context, scratchId);
      context.figure({
        id: 'restored',
        title: { en: 'Disks restored', es: 'Discos restaurados' },
        value: diskBytesOf(made),
        unit: 'bytes',
      });
      // before anything else: its cables out, never started with the node, and told apart from the original
      const tags = `${ownershipTag(site)};sitewright-drill`;
      const cables = Object.entries(withoutLinks(made)).flatMap(([key, value]) => [`--${key}`, value]);
      await mustRun(
        context.change(node),
        change`qm set ${scratchId} --onboot 0 --name ${name} --tags ${tags} ${cables} --delete protection`,
        { signal: context.signal },
      );
      const what = whatDiffers(original, made);
      if (what.length > 0)
        throw fail('drill.restored-otherwise', {
          params: { backup: backup.volume, machine: machine.name, what: what.join(', ') },
        });
      context.moment('good', { en: 'Configuration and disks are equal', es: 'Configuración y discos son iguales' });
      await boot(context, node, scratchId, backup.volume, await config(context, scratchId));
    },

    async putBack(context) {
      const left: Text[] = [];
      if (isMade && !(await removeScratch(context, node, scratchId, name)))
        left.push({
          en: `Machine ${scratchId} (${name}) on ${node}, restored for the drill, could not be removed. Remove it in Proxmox.`,
          es: `La máquina ${scratchId} (${name}) en ${node}, restaurada para el simulacro, no se pudo eliminar. Elimínela en Proxmox.`,
        });
      if (own) {
        const freed = await context.change(node).exec(change`pvesm free ${own.volume}`, { signal: context.signal });
        if (freed.code !== 0)
          left.push({
            en: `The backup ${own.volume} that the drill made lies on ${node} still.`,
            es: `La copia ${own.volume} que hizo el simulacro sigue en ${node}.`,
          });
      }
      return left;
    },
  };
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
  context.figure({
    id: 'boot',
    title: { en: 'From start to the guest agent', es: 'Del arranque al agente' },
    value: (context.now() - startedAt) / 1000,
    unit: 'seconds',
  });
  context.moment('good', { en: 'Its agent answers', es: 'Su agente responde' });
}

/** Removes the scratch machine, and only that: its name or its unfinished restore says that it is ours. */
async function removeScratch(context: DrillContext, node: string, id: number, name: string): Promise<boolean> {
  const options = { signal: context.signal, timeoutMs: 60_000 };
  const path = `/etc/pve/qemu-server/${id}.conf`;
  const seen = await context.read(node).exec(read`cat ${path}`, options);
  if (seen.code !== 0) return /No such file/.test(seen.stderr);
  const host = context.change(node);
  const values = parseGuest(seen.stdout);
  // a restore that broke off leaves its lock (pve-facts 8.3)
  if (values.lock !== undefined) await host.exec(change`qm unlock ${id}`, options);
  if (values.name !== name) context.note(`machine ${id} still has the name of the original`);
  await host.exec(change`qm stop ${id}`, options);
  const removed = await host.job(
    `drill.remove-${id}`,
    change`qm destroy ${id} --purge 1 --destroy-unreferenced-disks 1`,
    { signal: context.signal, timeoutMs: 10 * 60_000 },
  );
  if (removed.code !== 0) return false;
  const after = await context.read(node).exec(read`cat ${path}`, options);
  context.moment('note', { en: `Machine ${id} is removed`, es: `La máquina ${id} se eliminó` });
  return after.code !== 0;
}

/** Every storage that holds a disk of the machine has as much free as the machine takes there. */
async function needRoom(context: DrillContext, machine: Machine, node: string, original: GuestValues): Promise<void> {
  const storages = await askList(context, node, read`pvesh get ${`/nodes/${node}/storage`} --output-format json`);
  const storage = Object.entries(original)
    .map(([key, value]) => (/^(scsi|virtio|sata|ide)\d+$/.test(key) ? (/^([^:,]+):/.exec(value)?.[1] ?? '') : ''))
    .find((id) => id !== '' && storages.some((entry) => asText(entry.storage) === id));
  const free = asNumber(storages.find((entry) => asText(entry.storage) === storage)?.avail);
  const need = diskBytesOf(original);
  if (storage === undefined || free === undefined || free >= need) return;
  throw fail('drill.no-room', {
    params: {
      storage,
      node,
      machine: machine.name,
      need: Math.ceil(need / 2 ** 30),
      have: Math.floor(free / 2 ** 30),
    },
    subject: { host: node },
  });
}

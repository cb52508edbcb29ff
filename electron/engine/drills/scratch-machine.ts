import type { Text } from '../../api/text.ts';
import { asNumber, asText } from '../facts/parse/text.ts';
import { change, read } from '../shell/command.ts';
import { pveNodes } from '../site/derive.ts';
import { factOf } from '../steps/sight.ts';
import type { View } from '../steps/step.ts';
import { askList } from './ask.ts';
import { parseGuest } from './compare-guests.ts';
import type { DrillContext } from './drill.ts';

/** Scratch machines have numbers that no site uses by itself. */
const FIRST_SCRATCH_ID = 9_900;

/** The machine that a drill restores. */
export interface Scratch {
  readonly name: string;
  readonly tag: string;
  id: number;
  /** Its restore was begun. */
  isMade: boolean;
}

/** Numbers of every guest of the cluster and of every machine of the site. */
export function takenIds(view: View): ReadonlySet<number> {
  const taken = new Set<number>(view.site.machines.map((machine) => machine.id));
  for (const { name } of pveNodes(view.site)) {
    if (!view.facts.hosts.get(name)?.reached) continue;
    for (const id of factOf(view, name, 'vmList').keys()) taken.add(id);
  }
  return taken;
}

/**
 * A number of which nothing lies on any storage of the node: when the scratch machine is removed every volume with its number
 * goes too, and what somebody kept of an earlier guest is not ours.
 */
export async function freeId(context: DrillContext, node: string, taken: ReadonlySet<number>): Promise<number> {
  const storages = await askList(context, node, read`pvesh get ${`/nodes/${node}/storage`} --output-format json`);
  const withImages = storages
    .filter((entry) => asNumber(entry.active) === 1 && /\b(images|rootdir)\b/.test(asText(entry.content) ?? ''))
    .map((entry) => asText(entry.storage) ?? '');
  for (let id = FIRST_SCRATCH_ID; ; id += 1) {
    if (taken.has(id)) continue;
    let volumes = 0;
    for (const storage of withImages) {
      const path = `/nodes/${node}/storage/${storage}/content`;
      volumes += (await askList(context, node, read`pvesh get ${path} --vmid ${id} --output-format json`)).length;
    }
    if (volumes === 0) return id;
  }
}

/**
 * Removes the scratch machine, and only that: it carries our name, or it is the half-made one whose restore we began and that
 * nobody has finished (a restore that broke off leaves its lock, pve-facts 8.3).
 */
export async function removeScratch(context: DrillContext, node: string, scratch: Scratch): Promise<readonly Text[]> {
  if (!scratch.isMade) return [];
  const { id, name } = scratch;
  const options = { signal: context.signal, timeoutMs: 60_000 };
  const left: Text = {
    en: `Machine ${id} (${name}) on ${node}, restored for the drill, could not be removed. Remove it in Proxmox.`,
    es: `La máquina ${id} (${name}) en ${node}, restaurada para el simulacro, no se pudo eliminar. Elimínela en Proxmox.`,
  };
  const path = `/etc/pve/qemu-server/${id}.conf`;
  const seen = await context.read(node).exec(read`cat ${path}`, options);
  if (seen.code !== 0) return /No such file/.test(seen.stderr) ? [] : [left];
  const host = context.change(node);
  const values = parseGuest(seen.stdout);
  const isOurs = values.name === name || (values.tags ?? '').split(/[;, ]/).includes(scratch.tag);
  if (!isOurs && values.lock !== 'create') return [left];
  if (values.lock !== undefined) await host.exec(change`qm unlock ${id}`, options);
  await host.exec(change`qm stop ${id}`, options);
  const removed = await host.job(
    `drill.remove-${id}`,
    change`qm destroy ${id} --purge 1 --destroy-unreferenced-disks 1`,
    { signal: context.signal, timeoutMs: 10 * 60_000 },
  );
  const after = await context.read(node).exec(read`cat ${path}`, options);
  if (removed.code !== 0 || after.code === 0) return [left];
  context.moment('note', { en: `Machine ${id} is removed`, es: `La máquina ${id} se eliminó` });
  scratch.isMade = false;
  return [];
}

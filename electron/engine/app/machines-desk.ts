import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErasureView } from '../../api/answers.ts';
import { type Diagnostic, DiagnosticError, fail } from '../../api/diagnostic.ts';
import { type MachineInventory, MachineInventorySchema } from '../../api/inventory.ts';
import type { Host, Site } from '../../api/site.ts';
import type { SiteEdit } from '../../api/sites.ts';
import { shortSerialOf } from '../answers/inventory-knowledge.ts';
import { judgeErasure } from '../answers/judge-erasure.ts';
import { parseAnswer } from '../answers/parse-answer.ts';
import { diskLabel } from '../answers/predict-erasure.ts';
import { importInventory } from '../inventory/import-inventory.ts';
import { typedInventory } from '../inventory/typed-inventory.ts';
import { installedHosts } from '../site/delivery.ts';
import { makeAnswers } from '../site/make-answers.ts';
import { pinnedNicNames } from '../site/nic-names.ts';
import { writtenPorts } from '../site/written-ports.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import type { SiteFolder } from '../workspace/site-folder.ts';
import { mediaPreview } from './media-delivery.ts';

/** A site that may still have errors: good for looking and completing, not for working. */
export interface UnfinishedSite {
  readonly site: Site;
  readonly folder: SiteFolder;
}

/** What is known of the machines before they are installed, and what that says of their disks. */
export class MachinesDesk {
  /** Per node our media install: which disk the installer will erase and which port it takes, by its own rules. */
  async erasure({ site, folder }: UnfinishedSite): Promise<readonly ErasureView[]> {
    const answers = new Map(
      makeAnswers(site, undefined, mediaPreview(site).deliver).map((answer) => [answer.node, answer]),
    );
    return Promise.all(
      installedHosts(site).map(async (host) => {
        const known = await knownOf(host, folder.inventory);
        const made = answers.get(host.name);
        return judge(site, host, known, made?.text ?? '', made?.diagnostics ?? []);
      }),
    );
  }

  /** What forbids to make media for these nodes (default all): a disk or port that is not certain. Throws all of it. */
  async refuseUnclear(
    ready: UnfinishedSite,
    concerns: (node: string) => boolean = () => true,
  ): Promise<readonly Diagnostic[]> {
    const told = (await this.erasure(ready))
      .filter(({ node }) => concerns(node))
      .flatMap(({ diagnostics }) => diagnostics);
    const [first, ...rest] = told.filter(({ severity }) => severity === 'error');
    if (first) throw new DiagnosticError(first, ...rest);
    return told;
  }

  /** Keeps what was pasted of a machine and says which edits bring site.toml up to it. */
  async bring({ site, folder }: UnfinishedSite, node: string, text: string) {
    const index = site.hosts.findIndex((host) => host.name === node);
    const host = site.hosts[index];
    if (!host) {
      const nodes = site.hosts.map(({ name }) => name).join(', ');
      throw fail('inventory.node-unknown', { params: { node, nodes } });
    }
    const { inventory, found, diagnostics } = importInventory(text);
    const counts = { disks: inventory?.disks.length ?? 0, nics: inventory?.nics.length ?? 0 };
    const sources = [...new Set(found.map(({ source }) => source))];
    if (inventory) {
      await writeFileAtomic(join(folder.inventory, `${host.name}.json`), `${JSON.stringify(inventory, null, 2)}\n`);
    }
    return {
      found: { ...counts, sources },
      edits: inventory ? editsFor(host, index, inventory) : [],
      diagnostics: [...diagnostics],
    };
  }
}

interface Known {
  readonly from: ErasureView['inventory'];
  readonly inventory: MachineInventory | undefined;
}

/** The imported listing, else what site.toml says; a listing that cannot be read is as good as none. */
async function knownOf(host: Host, folder: string): Promise<Known> {
  const text = await readFile(join(folder, `${host.name}.json`), 'utf8').catch(() => undefined);
  const imported = text === undefined ? undefined : readKept(text);
  const { disks = [], cores, memoryGib } = host.hardware ?? {};
  const nics = writtenPorts(host);
  const typed = typedInventory({
    disks,
    nics,
    ...(cores === undefined ? {} : { cores }),
    ...(memoryGib === undefined ? {} : { memoryGib }),
  });
  if (imported) return { from: 'imported', inventory: completed(imported, typed) };
  if (disks.length + nics.length === 0) return { from: 'none', inventory: undefined };
  return { from: 'typed', inventory: typed };
}

/** lsblk tells no ports and `ip -j link` no disks: what a listing says nothing of is what was typed. */
function completed(imported: MachineInventory, typed: MachineInventory): MachineInventory {
  const lacksDisks = imported.disks.length === 0 && !imported.allDisks;
  const lacksNics = imported.nics.length === 0 && !imported.allNics;
  return {
    ...imported,
    ...(lacksDisks ? { disks: typed.disks } : {}),
    ...(lacksNics ? { nics: typed.nics } : {}),
  };
}

function readKept(text: string): MachineInventory | undefined {
  try {
    const parsed = MachineInventorySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function judge(site: Site, host: Host, known: Known, answerText: string, made: readonly Diagnostic[]): ErasureView {
  const { version } = site.pve;
  const { from, inventory } = known;
  const base = { node: host.name, inventory: from };
  const { answer } = parseAnswer(answerText, { version, file: `${host.name}.toml` });
  const errors = made.filter(({ severity }) => severity === 'error');
  if (!answer) return { ...base, disks: [], nics: [], diagnostics: errors };
  const { diskSerials, managementMac } = host.install ?? {};
  const { prediction, diagnostics } = judgeErasure({
    answer,
    version,
    ...(inventory ? { inventory } : {}),
    node: host.name,
    plan: { ...(diskSerials ? { diskSerials } : {}), ...(managementMac ? { managementMac } : {}) },
  });
  const names = pinnedNicNames(site, host) ?? {};
  return {
    ...base,
    disks: (inventory?.disks ?? []).map((disk, position) => {
      const verdict = prediction.disks.find((each) => each.position === position);
      return {
        label: disk.model ?? diskLabel(disk, position),
        serial: disk.serial ?? '',
        ...(disk.sizeBytes === undefined ? {} : { sizeBytes: disk.sizeBytes }),
        verdict: verdict?.verdict ?? 'cannot-tell',
        ...(verdict ? { reason: verdict.reason } : {}),
      };
    }),
    nics: (inventory?.nics ?? []).map((nic, position) => {
      const mac = nic.mac ?? '';
      const pinnedName = names[mac];
      return {
        name: nic.name ?? '',
        mac,
        verdict: prediction.nics.find((each) => each.position === position)?.verdict ?? 'cannot-tell',
        ...(pinnedName === undefined ? {} : { pinnedName }),
      };
    }),
    diagnostics: [...errors, ...diagnostics.map((found) => atField(site, host, found))],
  };
}

/** The same, pointing at the field of site.toml that the key of the answer was made from. */
function atField(site: Site, host: Host, found: Diagnostic): Diagnostic {
  const { field = '' } = found.subject;
  const { diskPaths, diskFilter, nicFilter } = host.install ?? {};
  const disks = diskPaths ? 'diskPaths' : diskFilter ? 'diskFilter' : 'diskSerials';
  const key = /^(disk-setup|install\.disk)/.test(field)
    ? disks
    : /^(network|install\.managementMac)/.test(field)
      ? nicFilter
        ? 'nicFilter'
        : 'managementMac'
      : undefined;
  if (key === undefined) return found;
  return { ...found, subject: { ...found.subject, field: `hosts[${site.hosts.indexOf(host)}].install.${key}` } };
}

/** What the listing says and site.toml does not, for the parts of `hardware` that a person would type. */
function editsFor(host: Host, index: number, inventory: MachineInventory): SiteEdit[] {
  const edits: SiteEdit[] = [];
  const set = (path: string, value: SiteEdit extends infer E ? (E extends { value: infer V } ? V : never) : never) =>
    edits.push({ op: 'set', path: `hosts[${index}].hardware.${path}`, value });
  const links = new Map((host.hardware?.nics ?? []).map((nic) => [nic.mac.toLowerCase(), nic]));
  const disks = inventory.disks.flatMap((disk) => {
    const { model, sizeBytes, rotational, path, wwn } = disk;
    // What lsblk calls the serial of a SAS disk is not the number that the installer compares.
    const serial = shortSerialOf(disk);
    return serial === undefined || sizeBytes === undefined || sizeBytes === 0
      ? []
      : [
          {
            serial,
            ...(model === undefined ? {} : { model }),
            sizeGb: Math.round(sizeBytes / 1e6) / 1e3,
            ...(rotational ? { rotational } : {}),
            ...(path === undefined ? {} : { name: path.replace(/^\/dev\//, '') }),
            ...(wwn === undefined ? {} : { wwn }),
          },
        ];
  });
  const nics = inventory.nics.flatMap(({ name, mac, speedMbps }) => {
    if (mac === undefined) return [];
    const typed = links.get(mac);
    return [
      {
        name: name ?? typed?.name ?? `port${mac.slice(-2)}`,
        mac,
        speedMbps: speedMbps ?? typed?.speedMbps ?? 1000,
        ...(typed?.link === undefined ? {} : { link: typed.link }),
      },
    ];
  });
  if (disks.length > 0) set('disks', disks);
  if (nics.length > 0) set('nics', nics);
  if (inventory.cores !== undefined) set('cores', inventory.cores);
  if (inventory.memoryBytes !== undefined) set('memoryGib', Math.round(inventory.memoryBytes / 2 ** 30));
  const { serial, assetTag } = inventory.system ?? {};
  if (serial !== undefined) set('systemSerial', serial);
  if (assetTag !== undefined) set('assetTag', assetTag);
  return edits;
}

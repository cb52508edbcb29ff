import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Machine, Site } from '../../../api/site.ts';
import type { GuestConfig } from '../../facts/pve/guest-configs.ts';
import { change } from '../../shell/command.ts';
import { machineByName, machineGateway, ownershipTag } from '../../site/derive.ts';
import { bytesAsset } from '../../stacks/asset-store.ts';
import type { ApplyContext, CheckVerdict, Step } from '../step.ts';
import { snippetName } from './machine-facts.ts';
import { asChanges, asWords, diverging, type WantedOption } from './support/diverging.ts';
import {
  allNodes,
  effective,
  leftoverOf,
  lookAtGuest,
  mustLookAtGuest,
  optionOf,
  sizeGib,
  waitingKeys,
} from './support/guests.ts';
import { makeGuest } from './support/make-guest.ts';
import { evidenceOf, runChange, runJob } from './support/run-change.ts';

/**
 * Every machine exists as a full clone of its template on its storage and is configured as the site says, cloud-init
 * included. Where it runs now is not part of the claim once it exists: HA may have moved it.
 * Sources: pve-facts 4.1 to 4.6. `qm disk resize` exits 0 on failure, so the size is read back.
 */
export const machinesClone: Step = {
  id: 'machines.clone',
  phase: 'machines',
  title: (site, target) => ({
    en: `Virtual machine ${machineByName(site, target)?.id ?? ''}`.trim(),
    es: `Máquina virtual ${machineByName(site, target)?.id ?? ''}`.trim(),
  }),
  targets: (site) => site.machines.map((machine) => machine.name),
  needs: ['machines.template', 'machines.snippet'],
  risk: 'safe',
  order: 'one-at-a-time',
  touches: allNodes,
  concerns: (view, target) => {
    const machine = machineNamed(view.site, target);
    const guest = lookAtGuest(view, machine.id, machine.name);
    if (guest.state === 'present') return [guest.config.node];
    const template = view.site.templates.find((entry) => entry.id === machine.template);
    return [machine.node, ...(template ? [template.node] : [])];
  },

  check(view, target): CheckVerdict {
    const machine = machineNamed(view.site, target);
    const guest = lookAtGuest(view, machine.id, machine.name);
    if (guest.state === 'blocked') return { state: 'blocked', diagnostic: guest.diagnostic };
    if (guest.state === 'absent')
      return {
        state: 'needed',
        changes: [
          {
            what: `machine ${machine.id}`,
            after: `${machine.name}, full clone of ${machine.template} on ${machine.node}`,
          },
          {
            what: `${machine.name}: cores, memory, disk`,
            after: `${machine.cores}, ${machine.memoryMib} MiB, ${machine.diskGib} GiB`,
          },
          { what: `${machine.name}: address`, after: machine.address },
        ],
      };
    const obstacle = obstacleOf(machine, guest.config);
    if (obstacle) return { state: 'blocked', diagnostic: obstacle };
    const changes: Change[] = [
      ...asChanges(guest.config, diverging(guest.config, optionsOf(view.site, machine, guest.config))),
    ];
    const size = diskGib(guest.config);
    if (size !== undefined && size < machine.diskGib)
      changes.push({ what: `${machine.name}: disk`, before: `${size} GiB`, after: `${machine.diskGib} GiB` });
    const [first, ...rest] = changes;
    if (first) return { state: 'needed', changes: [first, ...rest] };
    const keys = waitingKeys(guest.config).join(', ');
    if (keys === '') return { state: 'satisfied' };
    const params = { name: machine.name, keys };
    return {
      state: 'satisfied',
      warnings: [diagnostic('machine.waits-for-start', { params, subject: { host: machine.name } })],
    };
  },

  async apply(context) {
    const machine = machineNamed(context.site, context.target);
    let config = mustLookAtGuest(context, machine.id, machine.name) ?? (await clone(context, machine));
    const obstacle = obstacleOf(machine, config);
    if (obstacle) throw new DiagnosticError(obstacle);
    // a fresh clone lies where its template is: while nothing is configured it is carried to where it belongs
    if (config.node !== machine.node && effective(config, 'ipconfig0') === undefined)
      config = await move(context, machine, config);
    await configure(context, machine, config);
    await grow(context, machine, config);
  },
};

/** Makes the clone on the template's node and gives its configuration. The clone inherits the template's tags. */
async function clone(context: ApplyContext, machine: Machine): Promise<GuestConfig> {
  const template = context.site.templates.find((entry) => entry.id === machine.template);
  const node = template?.node ?? machine.node;
  await makeGuest(context, {
    id: machine.id,
    node,
    jobId: `machines.clone-${machine.id}`,
    source: machine.template,
    leftover: leftoverOf(context, machine.id, machine.name),
    command: change`qm clone ${machine.template} ${machine.id} --name ${machine.name} --full 1 --storage ${machine.storage}`,
  });
  const config = mustLookAtGuest(await context.look(node), machine.id, machine.name);
  if (!config) throw fail('machine.no-effect', { params: { host: node, what: `machine ${machine.id}` } });
  return config;
}

/** Copies an unstarted clone, local disks included, to its node. */
async function move(context: ApplyContext, machine: Machine, config: GuestConfig): Promise<GuestConfig> {
  await runJob(
    context.transport(config.node),
    `machines.migrate-${machine.id}`,
    change`qm migrate ${machine.id} ${machine.node}`,
    { signal: context.signal, timeoutMs: 3_600_000 },
  );
  const moved = mustLookAtGuest(await context.look(config.node, machine.node), machine.id, machine.name);
  if (moved?.node !== machine.node)
    throw fail('machine.no-effect', { params: { host: config.node, what: `${machine.name} on ${machine.node}` } });
  return moved;
}

async function configure(context: ApplyContext, machine: Machine, config: GuestConfig): Promise<void> {
  const differing = diverging(config, optionsOf(context.site, machine, config));
  if (differing.length === 0) return;
  const transport = context.transport(config.node);
  // on the command line `sshkeys` is the path of a file on the node (pve-facts 4.3)
  const keyFile = `/var/lib/sitewright/machines/${machine.name}.pub`;
  const options = differing.map((option) => (option.key === 'sshkeys' ? { ...option, value: keyFile } : option));
  if (differing.some((option) => option.key === 'sshkeys')) {
    await runChange(transport, change`mkdir -p /var/lib/sitewright/machines`);
    await transport.upload(bytesAsset(`${context.site.access.sshPublicKey}\n`), keyFile, {
      mode: 0o644,
      signal: context.signal,
    });
  }
  await runChange(transport, change`qm set ${machine.id} ${asWords(options)}`);
}

async function grow(context: ApplyContext, machine: Machine, config: GuestConfig): Promise<void> {
  const before = diskGib(config);
  if (before !== undefined && before >= machine.diskGib) return;
  const result = await runJob(
    context.transport(config.node),
    `machines.resize-${machine.id}`,
    change`qm disk resize ${machine.id} scsi0 ${`${machine.diskGib}G`}`,
    { timeoutMs: 600_000, signal: context.signal },
  );
  const after = mustLookAtGuest(await context.look(config.node), machine.id, machine.name);
  if ((after && diskGib(after)) !== machine.diskGib)
    throw fail('machine.no-effect', {
      params: { host: config.node, what: `disk of ${machine.name}: ${machine.diskGib} GiB` },
      evidence: evidenceOf(result),
    });
}

function optionsOf(site: Site, machine: Machine, config: GuestConfig): readonly WantedOption[] {
  const net = effective(config, 'net0');
  const card = net?.split(',')[0];
  return [
    { key: 'cores', value: String(machine.cores), same: (seen) => (seen ?? '1') === String(machine.cores) },
    { key: 'memory', value: String(machine.memoryMib) },
    { key: 'agent', value: 'enabled=1', same: (seen) => seen === '1' || (seen ?? '').split(',').includes('enabled=1') },
    {
      key: 'onboot',
      value: machine.onBoot ? '1' : '0',
      same: (seen) => (seen ?? '0') === (machine.onBoot ? '1' : '0'),
    },
    {
      key: 'net0',
      value: `${card?.includes('=') ? card : 'virtio'},bridge=${machine.bridge}`,
      same: (seen) => optionOf(seen, 'bridge') === machine.bridge,
    },
    { key: 'ipconfig0', value: `ip=${machine.address},gw=${machineGateway(site, machine)}` },
    // both always: left out, Proxmox takes those of whichever node starts the machine (pve-facts 4.3)
    { key: 'nameserver', value: site.network.management.dns.join(' ') },
    { key: 'searchdomain', value: site.network.domain },
    { key: 'ciuser', value: machine.user },
    { key: 'ciupgrade', value: '0' },
    { key: 'cicustom', value: `vendor=local:snippets/${snippetName(site, machine)}` },
    {
      key: 'sshkeys',
      value: site.access.sshPublicKey,
      shown: 'the public key of the site',
      same: (seen) => decodeKeys(seen) === site.access.sshPublicKey.trim(),
    },
    { key: 'tags', value: ownershipTag(site), same: () => config.tags.includes(ownershipTag(site)) },
  ];
}

function obstacleOf(machine: Machine, config: GuestConfig): Diagnostic | undefined {
  if (config.template)
    return diagnostic('machine.is-template', {
      params: { id: String(machine.id), node: config.node, name: machine.name },
    });
  const size = diskGib(config);
  if (size !== undefined && size > machine.diskGib)
    return diagnostic('machine.disk-larger', {
      params: { name: machine.name, seenGib: size, wantedGib: machine.diskGib },
    });
  return undefined;
}

function diskGib(config: GuestConfig): number | undefined {
  return sizeGib(optionOf(config.values.scsi0, 'size'));
}

function decodeKeys(seen: string | undefined): string {
  try {
    return decodeURIComponent(seen ?? '').trim();
  } catch {
    return '';
  }
}

function machineNamed(site: Site, name: string): Machine {
  const machine = machineByName(site, name);
  if (!machine) throw new RangeError(`${name} is no machine of site ${site.id}`);
  return machine;
}

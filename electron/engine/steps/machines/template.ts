import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Template } from '../../../api/site.ts';
import type { GuestConfig } from '../../facts/pve/guest-configs.ts';
import { change } from '../../shell/command.ts';
import { ownershipTag } from '../../site/derive.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';
import { imagePath } from './machine-facts.ts';
import { clusterView } from './support/cluster-view.ts';
import { asChanges, asWords, diverging, type WantedOption } from './support/diverging.ts';
import { allNodes, leftoverOf, lookAtGuest, mustLookAtGuest } from './support/guests.ts';
import { makeGuest } from './support/make-guest.ts';
import { evidenceOf, runChange, runJob } from './support/run-change.ts';

/**
 * Every template of the site exists: a cloud image as system disk, a cloud-init drive, serial console, guest agent, and
 * the template mark. Made by one `qm create` (which takes the image by `import-from`) and `qm template`; both as jobs.
 * Sources: pve-facts 4.1 to 4.5. `qm template` exits 0 when its task failed, so the state is read back.
 */
export const machinesTemplate: Step = {
  id: 'machines.template',
  phase: 'machines',
  title: () => ({ en: 'Template from the cloud image', es: 'Plantilla a partir de la imagen' }),
  targets: (site) => [...new Set(site.templates.map((template) => template.node))],
  needs: ['machines.image', 'storage.add'],
  risk: 'safe',
  order: 'parallel',
  touches: allNodes,

  check(view, target): CheckVerdict {
    const changes: Change[] = [];
    for (const template of view.site.templates.filter((entry) => entry.node === target)) {
      const guest = lookAtGuest(view, template.id, template.name);
      if (guest.state === 'blocked') return { state: 'blocked', diagnostic: guest.diagnostic };
      if (guest.state === 'absent') {
        changes.push({ what: `template ${template.id}`, after: `${template.name} from ${template.image}` });
        continue;
      }
      const obstacle = obstacleOf(view, template, guest.config);
      if (obstacle) return { state: 'blocked', diagnostic: obstacle };
      changes.push(...asChanges(guest.config, diverging(guest.config, optionsOf())));
      if (!isTemplate(template, guest.config))
        changes.push({ what: `template ${template.id}`, before: 'virtual machine', after: 'template' });
    }
    const [first, ...rest] = changes;
    return first ? { state: 'needed', changes: [first, ...rest] } : { state: 'satisfied' };
  },

  async apply(context) {
    for (const template of context.site.templates.filter((entry) => entry.node === context.target))
      await makeTemplate(context, template);
  },
};

async function makeTemplate(context: ApplyContext, template: Template): Promise<void> {
  const transport = context.transport(template.node);
  const { signal } = context;
  let config = mustLookAtGuest(context, template.id, template.name);
  if (!config) {
    const image = context.bundle.asset(`cloud-images/${template.image}`);
    context.note(`makes template ${template.id} from ${template.image} on ${template.node}`);
    await makeGuest(context, {
      id: template.id,
      node: template.node,
      jobId: `machines.create-${template.id}`,
      leftover: leftoverOf(context, template.id, template.name),
      command: change`qm create ${template.id} ${asWords([
        { key: 'name', value: template.name },
        { key: 'ostype', value: 'l26' },
        { key: 'cores', value: '1' },
        { key: 'memory', value: '1024' },
        { key: 'net0', value: 'virtio,bridge=vmbr0' },
        { key: 'scsihw', value: 'virtio-scsi-single' },
        { key: 'scsi0', value: `${template.storage}:0,import-from=${imagePath(template)},discard=on,iothread=1` },
        { key: 'ide2', value: `${template.storage}:cloudinit` },
        ...optionsOf(),
        { key: 'tags', value: ownershipTag(context.site) },
        {
          key: 'description',
          value: `Made by Sitewright from ${template.image}, SHA-256 ${image?.sha256 ?? 'unknown'}`,
        },
      ])}`,
    });
    config = mustLookAtGuest(await context.look(template.node), template.id, template.name);
    if (!config) throw fail('machine.no-effect', { params: { host: template.node, what: `template ${template.id}` } });
  }
  const obstacle = obstacleOf(context, template, config);
  if (obstacle) throw new DiagnosticError(obstacle);
  const differing = diverging(config, optionsOf());
  if (differing.length > 0) await runChange(transport, change`qm set ${template.id} ${asWords(differing)}`);
  if (isTemplate(template, config)) return;
  // with the mark set already, Proxmox takes nothing but a single disk (pve-behaviour 4: "can't convert a template")
  const command = config.template
    ? change`qm template ${template.id} --disk scsi0`
    : change`qm template ${template.id}`;
  const result = await runJob(transport, `machines.template-${template.id}`, command, {
    signal,
    timeoutMs: 600_000,
  });
  const after = mustLookAtGuest(await context.look(template.node), template.id, template.name);
  if (!after || !isTemplate(template, after))
    throw fail('machine.no-effect', {
      params: { host: template.node, what: `template ${template.id}` },
      evidence: evidenceOf(result),
    });
}

function optionsOf(): readonly WantedOption[] {
  return [
    { key: 'boot', value: 'order=scsi0' },
    { key: 'serial0', value: 'socket' },
    { key: 'vga', value: 'serial0' },
    { key: 'agent', value: 'enabled=1', same: (seen) => seen === '1' || (seen ?? '').split(',').includes('enabled=1') },
  ];
}

/** The mark is written before the disk is converted, so a failure leaves a half template: both are looked at. */
function isTemplate(template: Template, config: GuestConfig): boolean {
  // a file storage puts the guest's folder before the name: `data:9000/base-9000-disk-0.qcow2`
  const [storage, volume = ''] = (config.values.scsi0 ?? '').split(',')[0]?.split(':') ?? [];
  const name = volume.slice(volume.lastIndexOf('/') + 1);
  return config.template && storage === template.storage && name.startsWith(`base-${template.id}-`);
}

function obstacleOf(view: View, template: Template, config: GuestConfig): Diagnostic | undefined {
  const params = { id: String(template.id), node: config.node, storage: template.storage };
  const disk = config.values.scsi0 ?? '';
  const drive = config.values.ide2 ?? '';
  if (!disk.startsWith(`${template.storage}:`) || !drive.includes('cloudinit'))
    return diagnostic('machine.template-incomplete', { params, evidence: [`scsi0: ${disk}`, `ide2: ${drive}`] });
  if (config.template) return undefined;
  const cluster = clusterView(view, template.node);
  const state = cluster.known && cluster.facts.resources.known ? cluster.facts.resources.value.guests : undefined;
  if (state?.get(template.id)?.status === 'running') return diagnostic('machine.template-running', { params });
  return undefined;
}

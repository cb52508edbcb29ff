import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { HOST_MEMORY_GIB } from '../../../api/host-memory.ts';
import type { Machine, Site } from '../../../api/site.ts';
import { allHosts, possibleNodes, pveNodes, storageNodes } from '../derive.ts';
import { rules } from './rule.ts';

/** Storages that exist on every node after the install, whatever the site declares. */
const EVERYWHERE = ['local', 'local-lvm', 'local-zfs'];

export const machineRules = rules([
  {
    id: 'machines.references',
    looksAt: [
      'templates[].node',
      'templates[].storage',
      'machines[].template',
      'machines[].node',
      'machines[].storage',
      'machines[].replication.to',
      'stacks[].on',
    ],
    codes: ['site.unknown-reference'],
    check: (site) => {
      const nodes = pveNodes(site).map((host) => host.name);
      const storages = [...site.storages.map((storage) => storage.id), ...EVERYWHERE];
      const templates = site.templates.map((template) => String(template.id));
      const hosts = allHosts(site).map((host) => host.name);
      const one = (field: string, value: string, known: readonly string[]): readonly Diagnostic[] =>
        known.includes(value)
          ? []
          : [
              diagnostic('site.unknown-reference', {
                params: { field, value, known: known.join(', ') },
                subject: { field },
              }),
            ];
      return [
        ...site.templates.flatMap((template, index) => [
          ...one(`templates[${index}].node`, template.node, nodes),
          ...one(`templates[${index}].storage`, template.storage, storages),
        ]),
        ...site.machines.flatMap((machine, index) => [
          ...one(`machines[${index}].template`, String(machine.template), templates),
          ...one(`machines[${index}].node`, machine.node, nodes),
          ...one(`machines[${index}].storage`, machine.storage, storages),
          ...(machine.replication?.to ?? []).flatMap((name, at) =>
            one(`machines[${index}].replication.to[${at}]`, name, nodes),
          ),
        ]),
        ...site.stacks.flatMap((stack, index) => one(`stacks[${index}].on`, stack.on, hosts)),
      ];
    },
  },
  {
    id: 'machines.storage-is-there',
    looksAt: ['templates[].storage', 'machines[].storage', 'storages[].disks', 'storages[].content'],
    codes: ['site.storage-not-on-node', 'site.storage-content'],
    check: (site) => {
      const one = (name: string, node: string, id: string, field: string): readonly Diagnostic[] => {
        const storage = site.storages.find((entry) => entry.id === id);
        if (!storage) return [];
        const about = { params: { name, node, storage: id }, subject: { field, host: name } };
        const content: readonly string[] = storage.content;
        if (!content.includes('images')) return [diagnostic('site.storage-content', about)];
        return storageNodes(site, storage).includes(node) ? [] : [diagnostic('site.storage-not-on-node', about)];
      };
      return [
        ...site.templates.flatMap((template, index) =>
          one(template.name, template.node, template.storage, `templates[${index}].storage`),
        ),
        ...site.machines.flatMap((machine, index) =>
          one(machine.name, machine.node, machine.storage, `machines[${index}].storage`),
        ),
      ];
    },
  },
  {
    // it is cloned on the template's node, onto its own storage, and only then carried to where it belongs
    id: 'machines.storage-is-at-the-template',
    looksAt: ['machines[].storage', 'machines[].template', 'templates[].node', 'storages[].disks'],
    codes: ['site.storage-not-at-template'],
    check: (site) =>
      site.machines.flatMap((machine, index) => {
        const storage = site.storages.find((entry) => entry.id === machine.storage);
        const template = site.templates.find((entry) => entry.id === machine.template);
        if (!storage || !template || template.node === machine.node) return [];
        if (storageNodes(site, storage).includes(template.node)) return [];
        return [
          diagnostic('site.storage-not-at-template', {
            params: { name: machine.name, template: template.name, node: template.node, storage: storage.id },
            subject: { field: `machines[${index}].storage`, host: machine.name },
          }),
        ];
      }),
  },
  {
    // qemu-guest-agent and Docker come from the bundle as Debian packages, whatever image the machine is made of
    id: 'machines.image-takes-our-packages',
    looksAt: ['templates[].image'],
    codes: ['site.image-not-debian'],
    check: (site) =>
      site.templates.flatMap(({ name, image }, index) =>
        /^debian[-_.]/i.test(image)
          ? []
          : [
              diagnostic('site.image-not-debian', {
                params: { image, template: name },
                subject: { field: `templates[${index}].image` },
              }),
            ],
      ),
  },
  {
    id: 'machines.replication',
    looksAt: ['machines[].replication.to', 'machines[].storage', 'storages[].disks'],
    codes: [
      'site.replication-own-node',
      'site.replication-twice',
      'site.replication-not-zfs',
      'site.replication-storage',
    ],
    check: (site) => site.machines.flatMap((machine, index) => replication(site, machine, index)),
  },
  {
    id: 'machines.ha-needs-a-copy',
    looksAt: ['machines[].ha', 'machines[].replication'],
    codes: ['site.ha-without-copy'],
    check: (site) =>
      site.machines.flatMap((machine, index) =>
        machine.ha?.enabled && possibleNodes(site, machine).length < 2
          ? [
              diagnostic('site.ha-without-copy', {
                params: { machine: machine.name, node: machine.node },
                subject: { field: `machines[${index}].ha`, host: machine.name },
              }),
            ]
          : [],
      ),
  },
  {
    id: 'machines.fit-their-node',
    looksAt: ['machines[].cores', 'machines[].memoryMib', 'hosts[].hardware'],
    codes: ['site.cores-above-node', 'site.overcommit'],
    check: (site) => [
      ...site.machines.flatMap((machine, index) =>
        possibleNodes(site, machine).flatMap((node) => {
          const have = hardware(site, node)?.cores;
          if (have === undefined || machine.cores <= have) return [];
          return [
            diagnostic('site.cores-above-node', {
              params: { machine: machine.name, cores: machine.cores, node, have },
              subject: { field: `machines[${index}].cores`, host: machine.name },
            }),
          ];
        }),
      ),
      ...pveNodes(site).flatMap(({ name: node }) => {
        const have = hardware(site, node)?.memoryGib;
        const need = memoryGib(site.machines.filter((machine) => machine.node === node));
        if (have === undefined || need <= have - HOST_MEMORY_GIB) return [];
        return [
          diagnostic('site.overcommit', { params: { node, need, have }, subject: { field: 'machines', host: node } }),
        ];
      }),
    ],
  },
  {
    id: 'machines.fit-after-a-failure',
    looksAt: ['machines[].memoryMib', 'machines[].ha', 'machines[].replication', 'hosts[].hardware.memoryGib'],
    codes: ['site.overcommit-after-failure'],
    check: (site) =>
      pveNodes(site).flatMap(({ name: failed }) =>
        pveNodes(site).flatMap(({ name: node }) => {
          if (node === failed) return [];
          const have = hardware(site, node)?.memoryGib;
          const own = site.machines.filter((machine) => machine.node === node);
          // The worst case: everything that may move here, does (by HA, or by hand from its replica).
          const moved = site.machines.filter(
            (machine) => machine.node === failed && possibleNodes(site, machine).includes(node),
          );
          const need = memoryGib([...own, ...moved]);
          const fitsBefore = have !== undefined && memoryGib(own) <= have - HOST_MEMORY_GIB;
          if (have === undefined || moved.length === 0 || !fitsBefore || need <= have - HOST_MEMORY_GIB) return [];
          return [
            diagnostic('site.overcommit-after-failure', {
              params: { failed, node, need, have },
              subject: { field: 'machines', host: node },
            }),
          ];
        }),
      ),
  },
]);

function replication(site: Site, machine: Machine, index: number): readonly Diagnostic[] {
  if (!machine.replication) return [];
  const field = `machines[${index}].replication.to`;
  const about = (node: string, at: number) => ({
    params: { machine: machine.name, node, storage: machine.storage },
    subject: { field: `${field}[${at}]`, host: machine.name },
  });
  const storage = site.storages.find((entry) => entry.id === machine.storage);
  if ((storage && storage.type !== 'zfspool') || machine.storage === 'local' || machine.storage === 'local-lvm') {
    return [
      diagnostic('site.replication-not-zfs', {
        params: { machine: machine.name, storage: machine.storage },
        subject: { field, host: machine.name },
      }),
    ];
  }
  return machine.replication.to.flatMap((node, at): Diagnostic[] => {
    if (node === machine.node) return [diagnostic('site.replication-own-node', about(node, at))];
    if (machine.replication?.to.indexOf(node) !== at) return [diagnostic('site.replication-twice', about(node, at))];
    const isNode = pveNodes(site).some((host) => host.name === node);
    if (!storage || !isNode || storageNodes(site, storage).includes(node)) return [];
    return [diagnostic('site.replication-storage', about(node, at))];
  });
}

function hardware(site: Site, node: string) {
  return site.hosts.find((host) => host.name === node)?.hardware;
}

function memoryGib(machines: readonly Machine[]): number {
  return machines.reduce((sum, machine) => sum + machine.memoryMib, 0) / 1024;
}

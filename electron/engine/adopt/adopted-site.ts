import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Language } from '../../api/text.ts';
import { migrationOption } from '../facts/pve/migration-option.ts';
import { extraFact } from '../facts/registry.ts';
import { adoptedBackups } from './adopted-backups.ts';
import { type AdoptedBasics, adoptedBasics, nameAt } from './adopted-basics.ts';
import { type AdoptedGuests, adoptedGuests } from './adopted-guests.ts';
import { adoptedNodes } from './adopted-hosts.ts';
import { adoptedLinks } from './adopted-links.ts';
import { adoptedStorages } from './adopted-storages.ts';
import { type TomlBlock, tomlOf } from './adopted-text.ts';
import { otherFilesFact } from './cluster-facts.ts';
import { type ClusterReading, clusterFacts } from './cluster-reading.ts';
import { Remarks } from './remarks.ts';
import { markedSites } from './site-mark.ts';

export interface AskedOfCluster {
  /** The site's id where the cluster carries no site's mark. */
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  /** Public half of the key that the site comes with. */
  readonly sshPublicKey: string;
}

export interface AdoptedSite {
  /** Of the one site whose marks the cluster carries, else as asked. */
  readonly id: string;
  readonly text: string;
  /** What is assumed, left out, not read: the same stands in the file as comments. */
  readonly notes: readonly Diagnostic[];
}

/**
 * The site file that describes a cluster as it was read. Nothing is claimed that carries no mark of this site: what somebody else
 * made is left out of the plan. Pure.
 */
export function adoptedSite(reading: ClusterReading, asked: AskedOfCluster): AdoptedSite {
  const remarks = new Remarks();
  for (const { name, seen } of reading.nodes)
    if (!seen.read)
      remarks.tell(
        diagnostic('sites.cluster-node-unread', {
          params: { host: name },
          evidence: seen.diagnostic.evidence,
          subject: { host: name },
        }),
        seen.diagnostic,
      );
  const id = idOf(reading, asked.id, remarks);
  const basics = adoptedBasics(reading, { id, language: asked.language }, remarks);
  const links = adoptedLinks(reading, remarks);
  const storages = adoptedStorages(reading, remarks);
  const guests = adoptedGuests({
    reading,
    site: { id },
    storages: storages.map((storage) => storage.id),
    gateway: basics.management.gateway,
    remarks,
  });
  const backups = adoptedBackups(reading, { id, machines: guests.machines }, remarks);
  const nodes = adoptedNodes(reading, links.ofNodes, remarks);
  const { cluster, witness } = clusterOf(reading, remarks);
  otherThings(reading, remarks);

  const blocks: TomlBlock[] = [
    ...basicBlocks(id, asked, basics, remarks),
    ...links.declared.map((link) => ({ head: '[network.links]', values: { ...link } })),
    ...nodes.flatMap((node): TomlBlock[] => {
      const { hardware, network, links: own, ...host } = node;
      return [
        {
          head: '[hosts]',
          values: { ...host, links: Object.keys(own).length === 0 ? undefined : own },
          notes: { origin: 'it runs already: nothing installs it' },
        },
        ...(hardware ? [{ head: 'hosts.hardware', values: { ...hardware } }] : []),
        ...(network ? [{ head: 'hosts.network', values: { ...network } }] : []),
      ];
    }),
    ...(witness ? [{ head: '[hosts]', values: witness, notes: { os: 'assumed: it was not asked' } }] : []),
    ...(cluster
      ? [
          { head: 'cluster', values: cluster.values },
          { head: 'cluster.migration', values: cluster.migration },
        ]
      : []),
    ...storages.map((storage) => ({ head: '[storages]', values: withoutEmpty(storage) })),
    ...guestBlocks(guests),
    ...backups.map((job) => ({ head: '[backups]', values: { ...job } })),
  ];
  return { id, text: tomlOf(HEAD, blocks, tailOf(remarks)), notes: remarks.all() };
}

const HEAD: readonly string[] = [
  'This site was read from a cluster that runs; nothing on it was changed. Look through it before you plan anything:',
  '"assumed" is what nobody said, and what the cluster has beside this file is listed at its end.',
  'No password and no private key is in here: "secret:NAME" points into the vault (secrets.age) beside this file.',
];

function idOf(reading: ClusterReading, asked: string, remarks: Remarks): string {
  const marked = markedSites(reading);
  const [id, ...others] = marked.includes(asked) ? [asked] : marked;
  if (id === undefined) {
    remarks.tell(diagnostic('sites.cluster-unmarked', { params: { id: asked } }));
    return asked;
  }
  if (others.length > 0) {
    remarks.tell(diagnostic('sites.cluster-several-marks', { params: { ids: [id, ...others].join(', '), id: asked } }));
    return asked;
  }
  remarks.tell(diagnostic('sites.cluster-same-mark', { params: { id } }));
  return id;
}

function basicBlocks(id: string, asked: AskedOfCluster, basics: AdoptedBasics, remarks: Remarks): readonly TomlBlock[] {
  const { country, keyboard, timezone, mailto, version, domain, management, ntpServers } = basics;
  const notes = (path: string, keys: readonly string[]) =>
    Object.fromEntries(keys.map((key) => [key, remarks.isAssumed(`${path}${key}`) ? 'assumed' : undefined]));
  return [
    {
      head: '',
      values: { schemaVersion: 1, id, name: asked.name, language: asked.language, country, keyboard, timezone, mailto },
      notes: notes('', ['country', 'keyboard', 'timezone', 'mailto']),
    },
    { head: 'pve', values: { version }, notes: notes('pve.', ['version']) },
    {
      head: 'access',
      before: ["Public half of the site's SSH key; the private half is in the vault as site-ssh-key."],
      values: { sshPublicKey: asked.sshPublicKey, sshPrivateKey: 'secret:site-ssh-key' },
    },
    { head: 'network', values: { domain, ntpServers }, notes: notes('network.', ['domain']) },
    {
      head: 'network.management',
      values: { ...management },
      notes: notes('network.management.', ['cidr', 'gateway', 'dns']),
    },
  ];
}

interface Pair {
  readonly values: TomlBlock['values'];
  readonly migration: TomlBlock['values'];
}

/** Name, third vote and how guests travel; undefined = a node of its own, which is in no cluster. */
function clusterOf(
  reading: ClusterReading,
  remarks: Remarks,
): { readonly cluster?: Pair; readonly witness?: TomlBlock['values'] } {
  const facts = clusterFacts(reading);
  const config = facts.corosync.known ? facts.corosync.value : undefined;
  const membership = facts.members.known ? facts.members.value : undefined;
  const name = config?.clusterName ?? membership?.cluster?.name;
  if (name === undefined) return {};
  const options = facts.datacenter.known ? migrationOption(facts.datacenter.value) : {};
  const { type, network } = options;
  const migration = {
    ...(type === undefined ? {} : { type }),
    ...(network === undefined ? {} : { cidr: network }),
  };
  const device = config?.device;
  const seen = device ? (nameAt(reading, device.host) ?? 'witness') : undefined;
  // two of one name are none
  const witness = seen !== undefined && reading.nodes.some((node) => node.name === seen) ? `${seen}-witness` : seen;
  if (witness !== undefined)
    remarks.tell(
      diagnostic('sites.cluster-witness-unread', {
        params: { host: witness, address: device?.host ?? '' },
        subject: { host: witness },
      }),
    );
  const odd = (config?.nodes ?? []).filter(({ votes }) => votes !== 1);
  for (const node of odd) remarks.notHeld(`${node.name} has ${node.votes} votes`);
  return {
    cluster: { values: { name, witness }, migration },
    ...(witness === undefined || device === undefined
      ? {}
      : {
          witness: { name: witness, origin: 'existing', os: 'debian', roles: ['witness'], address: device.host },
        }),
  };
}

/** What is known to be there and has no place in a site. */
function otherThings(reading: ClusterReading, remarks: Remarks): void {
  const facts = clusterFacts(reading);
  const { first } = reading;
  for (const [what, sections] of [
    ['HA group', facts.haGroups],
    ['HA rule', facts.haRules],
  ] as const) {
    const found = remarks.valueOf(first, what, sections);
    for (const { id, type } of found ?? [])
      if (!id.startsWith('sitewright-')) remarks.notHeld(`${what} ${id} (${type})`);
  }
  const access = remarks.valueOf(first, '/etc/pve/user.cfg', facts.access);
  for (const { id, comment } of access?.users.values() ?? [])
    if (id !== 'root@pam' && !/\bsitewright-/.test(comment)) remarks.notHeld(`user ${id}`);
  for (const path of remarks.valueOf(first, 'files of /etc/pve', extraFact(facts, otherFilesFact)) ?? [])
    remarks.notHeld(path);
}

function guestBlocks({ templates, machines }: AdoptedGuests): readonly TomlBlock[] {
  return [
    ...templates.map((template) => ({ head: '[templates]', values: { ...template } })),
    ...machines.flatMap(({ replication, ha, ...machine }): TomlBlock[] => [
      { head: '[machines]', values: machine },
      ...(replication ? [{ head: 'machines.replication', values: { ...replication } }] : []),
      ...(ha ? [{ head: 'machines.ha', values: { ...ha } }] : []),
    ]),
  ];
}

function withoutEmpty(storage: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(storage).filter(
      ([key, value]) => key !== 'ashift' && !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  );
}

function tailOf(remarks: Remarks): readonly string[] {
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
  return [
    ...list('On the cluster and not made by this site, so not in its plan:', remarks.notOursLines),
    ...list('On the cluster, and a site file has no words for it:', remarks.notHeldLines),
  ];
}

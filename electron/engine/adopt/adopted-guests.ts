import { type Machine, MachineSchema, type Site, type Template, TemplateSchema } from '../../api/site.ts';
import type { ConfigSection } from '../facts/parse/section-config.ts';
import type { GuestConfig } from '../facts/pve/guest-configs.ts';
import { extraFact } from '../facts/registry.ts';
import { replicationSchedule } from '../site/derive.ts';
import { effective, optionOf, sizeGib } from '../steps/machines/support/guests.ts';
import { imagesFact } from './cluster-facts.ts';
import { type ClusterReading, clusterFacts } from './cluster-reading.ts';
import type { Remarks } from './remarks.ts';

/** A machine as a site file says it; what is absent is the default. */
export type AdoptedMachine = Pick<
  Machine,
  'id' | 'name' | 'template' | 'node' | 'cores' | 'memoryMib' | 'diskGib' | 'storage' | 'bridge' | 'address' | 'onBoot'
> &
  Partial<Pick<Machine, 'gateway' | 'user' | 'replication' | 'ha'>>;

export interface AdoptedGuests {
  readonly templates: readonly Template[];
  readonly machines: readonly AdoptedMachine[];
}

interface Cluster {
  readonly reading: ClusterReading;
  readonly site: Pick<Site, 'id'>;
  readonly storages: readonly string[];
  readonly gateway: string;
  readonly remarks: Remarks;
}

/**
 * The templates and machines that carry the mark of this site. All others are somebody's: named in the file they would be claimed,
 * so they are told and stand there as comments.
 */
export function adoptedGuests(cluster: Cluster): AdoptedGuests {
  const { reading, site, remarks } = cluster;
  const facts = clusterFacts(reading);
  const configs = remarks.valueOf(reading.first, '/etc/pve/nodes/*/qemu-server', facts.guestConfigs);
  const places = remarks.valueOf(reading.first, '/etc/pve/.vmlist', facts.vmList);
  const isOurs = ({ tags }: GuestConfig): boolean => tags.includes(`sitewright-${site.id}`);
  const all = [...(configs?.values() ?? [])];
  for (const config of all.filter((entry) => !isOurs(entry))) remarks.notOurs(inWords(config));
  for (const { id, type, node } of places?.values() ?? [])
    if (type === 'lxc') remarks.notHeld(`container ${id} on ${node}`);
    else if (configs && !configs.has(id)) remarks.notHeld(`guest ${id} (${type}) on ${node}`);

  const templates = all
    .filter((config) => isOurs(config) && config.template)
    .flatMap((config) => kept(templateOf(cluster, config), `template ${config.id}`, remarks));
  const machines = all
    .filter((config) => isOurs(config) && !config.template)
    .flatMap((config) => kept(machineOf(cluster, config, templates), `machine ${config.id}`, remarks));
  return { templates, machines };
}

function kept<T>(made: T | string, what: string, remarks: Remarks): readonly T[] {
  if (typeof made !== 'string') return [made];
  remarks.notHeld(`${what}: ${made}`);
  return [];
}

/** For who reads the file: what it is, where it is, how large. */
function inWords({ id, node, template, values }: GuestConfig): string {
  const disks = Object.entries(values).filter(
    ([key, value]) => /^(scsi|virtio|sata|ide)\d+$/.test(key) && value.includes('size='),
  );
  const parts = [
    `${values.cores ?? '1'} cores`,
    `${values.memory ?? '512'} MiB`,
    ...disks.map(([, value]) => `${optionOf(value, 'size')} on ${value.split(':')[0]}`),
    ...(values.net0 === undefined ? [] : [`bridge ${optionOf(values.net0, 'bridge') ?? '-'}`]),
  ];
  return `${template ? 'template' : 'machine'} ${id} ${values.name ?? ''} on ${node}: ${parts.join(', ')}`;
}

function templateOf({ reading, remarks }: Cluster, config: GuestConfig): Template | string {
  const { id, node, values } = config;
  const seen = reading.nodes.find(({ name }) => name === node)?.seen;
  const images = seen?.read ? extraFact(seen.facts, imagesFact) : undefined;
  const [image, ...others] = images?.known ? images.value.filter((name) => /\.(qcow2|img|raw)$/.test(name)) : [];
  const isSure = image !== undefined && others.length === 0;
  const taken = isSure ? image : 'debian-13-genericcloud-amd64.qcow2';
  if (!isSure) remarks.assumed(`templates[${id}].image`, taken);
  const [, os = 'debian', osVersion = '13'] = /^(debian|rocky)-(\d+(?:\.\d+)*)/i.exec(taken) ?? [];
  const wanted = {
    id,
    name: values.name,
    image: taken,
    os: os.toLowerCase(),
    osVersion,
    node,
    storage: (values.scsi0 ?? '').split(':')[0],
  };
  const parsed = TemplateSchema.safeParse(wanted);
  return parsed.success ? parsed.data : whatIsWrong(parsed.error.issues[0]?.path);
}

function machineOf(cluster: Cluster, config: GuestConfig, templates: readonly Template[]): AdoptedMachine | string {
  const { gateway, remarks } = cluster;
  const { id, node, values } = config;
  const [template, ...others] = templates;
  if (!template) return 'no template of this site is there';
  // a full clone names its template no more
  if (others.length > 0) remarks.assumed(`machines[${id}].template`, String(template.id));
  const ip = effective(config, 'ipconfig0');
  const own = optionOf(ip, 'gw');
  const size = sizeGib(optionOf(values.scsi0, 'size'));
  const ciuser = effective(config, 'ciuser');
  const replication = replicationOf(cluster, config);
  const ha = haOf(cluster, config);
  const wanted = {
    id,
    name: values.name,
    template: template.id,
    node,
    cores: Number(effective(config, 'cores') ?? 1),
    memoryMib: Number(effective(config, 'memory') ?? 512),
    diskGib: size === undefined ? undefined : Math.floor(size),
    storage: (values.scsi0 ?? '').split(':')[0],
    bridge: optionOf(effective(config, 'net0'), 'bridge'),
    address: optionOf(ip, 'ip'),
    ...(own === undefined || own === gateway ? {} : { gateway: own }),
    ...(ciuser === undefined || ciuser === 'sitewright' ? {} : { user: ciuser }),
    onBoot: effective(config, 'onboot') === '1',
    ...(replication ? { replication } : {}),
    ...(ha ? { ha } : {}),
  };
  const parsed = MachineSchema.safeParse(wanted);
  if (!parsed.success) return whatIsWrong(parsed.error.issues[0]?.path);
  return { ...parsed.data, ...wanted } as AdoptedMachine;
}

/** The jobs of a machine, in the order of their numbers; from which node they run follows from where it is. */
function replicationOf({ reading, site, remarks }: Cluster, { id, node }: GuestConfig): Machine['replication'] {
  const sections = remarks.valueOf(reading.first, '/etc/pve/replication.cfg', clusterFacts(reading).replicationJobs);
  const own = (sections ?? []).filter((job) => job.id.startsWith(`${id}-`)).sort(byNumber);
  const to: string[] = [];
  const periods = new Set<number>();
  for (const job of own) {
    const { target = '', schedule = '*/15', disable, comment } = job.values;
    const minutes = minutesOf(schedule);
    const source = job.values.source ?? '';
    // after a failover the file may still name the node that the machine has come to
    const other = target === node ? source : target;
    if (!(comment ?? '').split(/[\s,;]+/).includes(`sitewright-${site.id}`))
      remarks.notOurs(`replication ${job.id} to ${target}`);
    else if (minutes === undefined || disable === '1' || other === '' || other === node)
      remarks.notHeld(`replication ${job.id} to ${target}, ${schedule}${disable === '1' ? ', switched off' : ''}`);
    else {
      to.push(other);
      periods.add(minutes);
    }
  }
  const [everyMinutes = 15] = [...periods].sort((a, b) => a - b);
  if (periods.size > 1)
    remarks.differ(`machines[${id}].replication.everyMinutes`, String(everyMinutes), [...periods].map(String));
  return to.length === 0 ? undefined : { to, everyMinutes };
}

function byNumber(a: ConfigSection, b: ConfigSection): number {
  return Number(a.id.split('-')[1]) - Number(b.id.split('-')[1]);
}

/** The period in minutes of a calendar event that we write ourselves; undefined = it is another one. */
export function minutesOf(schedule: string): number | undefined {
  const [, minutes] = /^(?:\*\/)(\d+)$/.exec(schedule) ?? [];
  const [, hours] = /^(?:\*\/)(\d+):00$/.exec(schedule) ?? [];
  const period = schedule === '00:00' ? 1440 : hours === undefined ? Number(minutes) : Number(hours) * 60;
  return Number.isInteger(period) && period > 0 && replicationSchedule(period) === schedule ? period : undefined;
}

function haOf({ reading, site, remarks }: Cluster, { id }: GuestConfig): Machine['ha'] {
  const sections = remarks.valueOf(reading.first, '/etc/pve/ha/resources.cfg', clusterFacts(reading).haResources);
  const found = sections?.find((entry) => entry.type === 'vm' && entry.id === String(id));
  if (!found) return undefined;
  const { state = 'started', max_restart: restart = '1', max_relocate: relocate = '1', comment = '' } = found.values;
  if (!comment.split(/[\s,;]+/).includes(`sitewright-${site.id}`)) {
    remarks.notOurs(`HA resource vm:${id}, ${state}`);
    return undefined;
  }
  if (state !== 'started' && state !== 'enabled') remarks.notHeld(`HA resource vm:${id} is ${state}`);
  return {
    enabled: state === 'started' || state === 'enabled',
    maxRestart: Number(restart),
    maxRelocate: Number(relocate),
  };
}

function whatIsWrong(path: readonly PropertyKey[] | undefined): string {
  return `its ${String(path?.[0] ?? 'configuration')} is not one that a site file takes`;
}

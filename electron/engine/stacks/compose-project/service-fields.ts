import { CidrSchema } from '../../../api/site-names.ts';
import type { TakenPort } from '../stack.ts';
import { isMapping, type Mapping, type Tree } from './compose-yaml.ts';

/** More ports in one range are none that a person meant. */
const MOST_PORTS = 1024;

/** One value, several or none, as compose takes them. */
export function listOf(value: Tree | undefined): readonly Tree[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The ports of the host that a service takes; what compose chooses by itself is none of them. */
export function portsOf(body: Tree): readonly TakenPort[] {
  return isMapping(body) ? listOf(body.ports).flatMap(portsOfEntry) : [];
}

function portsOfEntry(entry: Tree): readonly TakenPort[] {
  if (isMapping(entry)) {
    const address = bare(typeof entry.host_ip === 'string' ? entry.host_ip : undefined);
    return range(String(entry.published ?? ''), protocolOf(entry.protocol), address);
  }
  const [rest = '', protocol] = String(entry).split('/');
  const parts = /^(?:(\[[^\]]*\]|[^:[\]]*):)?([0-9-]+):[0-9-]+$/.exec(rest);
  return parts ? range(parts[2] ?? '', protocolOf(protocol), bare(parts[1])) : [];
}

function range(text: string, protocol: TakenPort['protocol'], address: string): readonly TakenPort[] {
  const [first, last = first] = text.split('-').map(Number);
  if (first === undefined || last === undefined || !(first >= 1 && last <= 65_535 && first <= last)) return [];
  return Array.from({ length: Math.min(last - first + 1, MOST_PORTS) }, (_, index) => ({
    port: first + index,
    protocol,
    address,
  }));
}

const protocolOf = (value: Tree | undefined): TakenPort['protocol'] => (value === 'udp' ? 'udp' : 'tcp');

function bare(address: string | undefined): string {
  const plain = (address ?? '').replace(/^\[|\]$/g, '');
  return ['', '0.0.0.0', '::'].includes(plain) ? '*' : plain;
}

/** What a service mounts: a volume by its name, or a place on the host. Volumes without a name are left out. */
export function placesOf(body: Tree): readonly { readonly source: string; readonly isBind: boolean }[] {
  if (!isMapping(body)) return [];
  return listOf(body.volumes).flatMap((entry) => {
    if (isMapping(entry)) {
      const source = String(entry.source ?? '');
      return source === '' || entry.type === 'tmpfs' ? [] : [{ source, isBind: entry.type === 'bind' }];
    }
    const text = String(entry);
    // a drive letter is no volume's name
    const source = /^[A-Za-z]:[\\/]/.test(text) ? text : (text.split(':')[0] ?? '');
    if (source === text && !/^[A-Za-z]:[\\/]/.test(text)) return [];
    return [{ source, isBind: /^[./~]|^[A-Za-z]:[\\/]/.test(source) }];
  });
}

/** Networks, secrets and configs that a service uses by the names that the file gives them. */
export function namedOf(body: Tree): readonly { readonly kind: string; readonly name: string }[] {
  if (!isMapping(body)) return [];
  const { networks } = body;
  const joined = isMapping(networks) ? Object.keys(networks) : listOf(networks).map(String);
  const others = ['secrets', 'configs'].flatMap((kind) =>
    listOf(body[kind]).map((entry) => ({ kind, name: String((isMapping(entry) ? entry.source : entry) ?? '') })),
  );
  return [...joined.filter((name) => name !== 'default').map((name) => ({ kind: 'networks', name })), ...others];
}

/** The ranges that a project's networks name (`ipam.config[].subnet`); what is no range compose refuses by itself. */
export function subnetsOf(networks: Tree): readonly string[] {
  return Object.values(isMapping(networks) ? networks : {}).flatMap((body) => {
    const ipam = isMapping(body) ? body.ipam : undefined;
    return listOf(isMapping(ipam) ? ipam.config : undefined).flatMap((entry) => {
      const subnet = isMapping(entry) ? CidrSchema.safeParse(entry.subnet).data : undefined;
      return subnet === undefined ? [] : [subnet];
    });
  });
}

export interface Dependency {
  readonly service: string;
  readonly condition: string;
  readonly isRequired: boolean;
}

export function dependenciesOf(body: Mapping): readonly Dependency[] {
  const waits = body.depends_on;
  if (!isMapping(waits))
    return listOf(waits).map((service) => ({
      service: String(service),
      condition: 'service_started',
      isRequired: true,
    }));
  return Object.entries(waits).map(([service, how]) => ({
    service,
    condition: isMapping(how) ? String(how.condition ?? 'service_started') : 'service_started',
    isRequired: !(isMapping(how) && how.required === false),
  }));
}

import type { Site } from '../../electron/api/site.ts';

/** Who uses a secret, as people call it: of a field of site.toml the host, machine or stack; else the field itself. */
export function userOf(site: Site, field: string): string {
  const [, list, at] = /^(hosts|machines|stacks|storages)\[(\d+)\]/.exec(field) ?? [];
  const index = Number(at);
  if (list === 'hosts') return site.hosts[index]?.name ?? field;
  if (list === 'machines') return site.machines[index]?.name ?? field;
  if (list === 'stacks') return site.stacks[index]?.id ?? field;
  if (list === 'storages') return site.storages[index]?.id ?? field;
  return field;
}

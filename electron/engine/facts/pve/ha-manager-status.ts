import { known } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { asObject, asText, type Json, parseGuarded } from '../parse/text.ts';

export interface HaManagerStatus {
  readonly masterNode: string;
  /** Node -> online, maintenance, unknown, fence, gone. */
  readonly nodes: ReadonlyMap<string, string>;
  /** `vm:100` -> what the CRM makes of it. */
  readonly services: ReadonlyMap<string, { readonly node: string; readonly state: string }>;
}

/** The HA manager's view; undefined = HA was never used on this cluster. */
export const haManagerStatus: FileFact<HaManagerStatus | undefined> = {
  id: 'ha-manager-status',
  paths: ['/etc/pve/ha/manager_status'],
  parse: ({ texts }) => {
    const text = texts.get('/etc/pve/ha/manager_status');
    return text === undefined ? known(undefined) : parseGuarded(text, parseHaManagerStatus);
  },
};

export function parseHaManagerStatus(text: string): HaManagerStatus {
  return managerStatusOf(JSON.parse(text) as Json);
}

export function managerStatusOf(json: Json): HaManagerStatus {
  const root = asObject(json, 'manager_status');
  const nodes = root.node_status === undefined ? {} : asObject(root.node_status, 'node_status');
  const services = root.service_status === undefined ? {} : asObject(root.service_status, 'service_status');
  return {
    masterNode: asText(root.master_node) ?? '',
    nodes: new Map(
      Object.entries(nodes)
        .map(([name, state]): [string, string] => [name, asText(state) ?? ''])
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
    services: new Map(
      Object.entries(services)
        .map(([sid, json]): [string, { node: string; state: string }] => {
          const entry = asObject(json, sid);
          return [sid, { node: asText(entry.node) ?? '', state: asText(entry.state) ?? '' }];
        })
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
  };
}

import { unknown } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { asObject, asText, parseGuarded, parseObject } from '../parse/text.ts';

export interface GuestPlace {
  readonly id: number;
  /** `qemu` or `lxc`. */
  readonly type: string;
  readonly node: string;
}

/** Every guest of the cluster and the node that holds its configuration (/etc/pve/.vmlist). */
export const vmList: FileFact<ReadonlyMap<number, GuestPlace>> = {
  id: 'vm-list',
  paths: ['/etc/pve/.vmlist'],
  parse: ({ texts }) => {
    const text = texts.get('/etc/pve/.vmlist');
    return text === undefined ? unknown('/etc/pve/.vmlist is absent') : parseGuarded(text, parseVmList);
  },
};

/** Reads pmxcfs' .vmlist: every guest of the cluster, containers included. Throws where it is something else. */
export function parseVmList(text: string): ReadonlyMap<number, GuestPlace> {
  const root = parseObject(text, '.vmlist');
  const ids = root.ids === undefined ? {} : asObject(root.ids, 'ids');
  const places = Object.entries(ids).map(([key, json]): [number, GuestPlace] => {
    const entry = asObject(json, `ids.${key}`);
    return [Number(key), { id: Number(key), type: asText(entry.type) ?? '', node: asText(entry.node) ?? '' }];
  });
  return new Map(places.sort(([a], [b]) => a - b));
}

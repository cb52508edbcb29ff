import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { asFlag, asNumber, asText, parseEntries, parseOutput } from '../parse/text.ts';

export interface GuestState {
  readonly id: number;
  readonly node: string;
  readonly name: string;
  /** `running`, `stopped`, `unknown` (its node does not answer). Up to 10 s late. */
  readonly status: string;
  readonly template: boolean;
  /** HA state (`started`, `error`, ...); '' = not under HA. */
  readonly haState: string;
}
export interface StorageState {
  readonly storage: string;
  readonly node: string;
  /** `available` or `unknown`. */
  readonly status: string;
}
export interface Resources {
  readonly guests: ReadonlyMap<number, GuestState>;
  readonly storages: readonly StorageState[];
}

/** What lives where now. The one slow (Perl) command of the round trip: 0.6 to 1 s. */
export const resources: Fact<Resources> = {
  id: 'resources',
  command: read`pvesh get /cluster/resources --output-format json`,
  parse: (answer) => parseOutput(answer, parseResources),
};

export function parseResources(text: string): Resources {
  const guests: GuestState[] = [];
  const storages: StorageState[] = [];
  for (const entry of parseEntries(text, '/cluster/resources')) {
    const node = asText(entry.node) ?? '';
    const status = asText(entry.status) ?? '';
    const id = asNumber(entry.vmid);
    if (id !== undefined)
      guests.push({
        id,
        node,
        name: asText(entry.name) ?? '',
        status,
        template: asFlag(entry.template),
        haState: asText(entry.hastate) ?? '',
      });
    else if (entry.type === 'storage') storages.push({ storage: asText(entry.storage) ?? '', node, status });
  }
  guests.sort((a, b) => a.id - b.id);
  storages.sort((a, b) => a.storage.localeCompare(b.storage) || a.node.localeCompare(b.node));
  return { guests: new Map(guests.map((guest) => [guest.id, guest])), storages };
}

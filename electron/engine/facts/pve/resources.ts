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
export interface Resources {
  readonly guests: ReadonlyMap<number, GuestState>;
}

/**
 * What runs where now. The one slow (Perl) command of the round trip, 0.6 to 1 s: it is left out where .vmlist, the list that it
 * would go through, has no guest.
 */
export const resources: Fact<Resources> = {
  id: 'resources',
  command: read`if grep -qs '"type"' /etc/pve/.vmlist; then pvesh get /cluster/resources --type vm --output-format json; else cat /etc/pve/.vmlist >/dev/null && echo '[]'; fi`,
  parse: (answer) => parseOutput(answer, parseResources),
};

/** Reads /cluster/resources; what is no guest is left out. Throws where it is something else. */
export function parseResources(text: string): Resources {
  const guests: GuestState[] = [];
  for (const entry of parseEntries(text, '/cluster/resources')) {
    const node = asText(entry.node) ?? '';
    const status = asText(entry.status) ?? '';
    const id = asNumber(entry.vmid);
    if (id === undefined) continue;
    guests.push({
      id,
      node,
      name: asText(entry.name) ?? '',
      status,
      template: asFlag(entry.template),
      haState: asText(entry.hastate) ?? '',
    });
  }
  guests.sort((a, b) => a.id - b.id);
  return { guests: new Map(guests.map((guest) => [guest.id, guest])) };
}

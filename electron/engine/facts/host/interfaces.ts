import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { asArray, asNumber, asObject, asText, type Json, parseOutput } from '../parse/text.ts';

export interface Interface {
  readonly name: string;
  readonly mac: string;
  /** Up and with a carrier. */
  readonly up: boolean;
  /** Bridge it belongs to; '' = none. */
  readonly master: string;
  /** `192.168.1.11/24`. */
  readonly addresses: readonly string[];
  /** loopback, bridges, taps and the like are not physical. */
  readonly physical: boolean;
}

export const interfaces: Fact<readonly Interface[]> = {
  id: 'interfaces',
  command: read`ip -j addr`,
  parse: (answer) =>
    parseOutput(answer, (text) =>
      asArray(JSON.parse(text) as Json, 'the answer of ip')
        .map((json) => asObject(json, 'an interface'))
        .filter((entry) => asText(entry.ifname) !== undefined)
        .map((entry) => ({
          name: asText(entry.ifname) ?? '',
          mac: (asText(entry.address) ?? '').toLowerCase(),
          up: asText(entry.operstate) !== 'DOWN',
          master: asText(entry.master) ?? '',
          addresses: (Array.isArray(entry.addr_info) ? (entry.addr_info as readonly Json[]) : []).flatMap((json) => {
            const info = asObject(json, 'an address');
            const local = asText(info.local);
            return local === undefined ? [] : [`${local}/${asNumber(info.prefixlen) ?? 0}`];
          }),
          physical:
            asText(entry.link_type) !== 'loopback' &&
            /^(e(th|n|no|ns|np|nx)|nic|ib|eno|enp|ens|wl|if\d)/.test(asText(entry.ifname) ?? ''),
        })),
    ),
};

/** Whether the host carries an address now, on any interface. */
export function hasAddress(list: readonly Interface[], address: string): boolean {
  return list.some((entry) => entry.addresses.some((own) => own.split('/')[0] === address));
}

import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { asArray, asNumber, asObject, asText, type Json, parseOutput } from '../parse/text.ts';

export interface Interface {
  readonly name: string;
  /** Of the hardware, in lower case: the slaves of a bond all show the bond's, and keep their own as `permaddr`. */
  readonly mac: string;
  /** Up and with a carrier. */
  readonly up: boolean;
  /** Bridge it belongs to; '' = none. */
  readonly master: string;
  /** `192.168.1.11/24`. */
  readonly addresses: readonly string[];
  /**
   * A port of the hardware. The kernel names the kind of everything else (bridge, tun, veth, bond, vlan); names say
   * nothing, as 9.1 lets a person choose them.
   */
  readonly physical: boolean;
  /** Largest packet that it claims to carry, in bytes. */
  readonly mtu: number;
}

export const interfaces: Fact<readonly Interface[]> = {
  id: 'interfaces',
  command: read`ip -j -d addr`,
  parse: (answer) =>
    parseOutput(answer, (text) =>
      asArray(JSON.parse(text) as Json, 'the answer of ip')
        .map((json) => asObject(json, 'an interface'))
        .filter((entry) => asText(entry.ifname) !== undefined)
        .map((entry) => ({
          name: asText(entry.ifname) ?? '',
          mac: (asText(entry.permaddr) ?? asText(entry.address) ?? '').toLowerCase(),
          up: asText(entry.operstate) !== 'DOWN',
          master: asText(entry.master) ?? '',
          addresses: (Array.isArray(entry.addr_info) ? (entry.addr_info as readonly Json[]) : []).flatMap((json) => {
            const info = asObject(json, 'an address');
            const local = asText(info.local);
            return local === undefined ? [] : [`${local}/${asNumber(info.prefixlen) ?? 0}`];
          }),
          physical: asText(entry.link_type) !== 'loopback' && kindOf(entry) === undefined,
          mtu: asNumber(entry.mtu) ?? 1500,
        })),
    ),
};

function kindOf(entry: { readonly [key: string]: Json }): string | undefined {
  return entry.linkinfo === undefined ? undefined : asText(asObject(entry.linkinfo, 'linkinfo').info_kind);
}

/** Whether the host carries an address now, on any interface. */
export function hasAddress(list: readonly Interface[], address: string): boolean {
  return list.some((entry) => entry.addresses.some((own) => own.split('/')[0] === address));
}

import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { asArray, asNumber, asObject, asText, type Json, parseOutput } from '../parse/text.ts';

export interface Interface {
  readonly name: string;
  /** Further names that the kernel takes for it (`enp2s0`, `enx...`; systemd gives them on 9.x); absent = none. */
  readonly altNames?: readonly string[];
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
          ...altNamesOf(entry.altnames),
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

function altNamesOf(json: Json | undefined): { readonly altNames?: readonly string[] } {
  const names = (Array.isArray(json) ? (json as readonly Json[]) : []).flatMap((name) => asText(name) ?? []);
  return names.length > 0 ? { altNames: names } : {};
}

/** The interface that the kernel means by a name, be it one of its further names. */
export function interfaceCalled(list: readonly Interface[], name: string): Interface | undefined {
  return list.find((entry) => entry.name === name) ?? list.find((entry) => entry.altNames?.includes(name));
}

/** Whether the host carries an address now, on any interface. */
export function hasAddress(list: readonly Interface[], address: string): boolean {
  return list.some((entry) => entry.addresses.some((own) => own.split('/')[0] === address));
}

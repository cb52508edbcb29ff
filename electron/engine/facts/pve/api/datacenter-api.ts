import type { ApiTwin } from '../../api-twin.ts';
import { asObject, asText, type Json } from '../../parse/text.ts';
import type { DatacenterOption, DatacenterOptions } from '../datacenter.ts';

const ASK = ['/cluster/options'];
/** What the API adds: tags that somebody uses, the notes, the prefix of addresses where it is the vendor's own. */
const ADDED: readonly string[] = ['allowed-tags', 'description', 'digest'];
const VENDOR_PREFIX = 'BC:24:11';

/** GET /cluster/options. */
export const datacenterApi: ApiTwin<DatacenterOptions> = {
  asks: () => [ASK],
  parse: ({ json }) =>
    Object.fromEntries(
      Object.entries(asObject(json(ASK), 'the options')).flatMap(([name, value]): [string, DatacenterOption][] => {
        const option = optionOf(value);
        return ADDED.includes(name) || option === undefined || (name === 'mac_prefix' && option === VENDOR_PREFIX)
          ? []
          : [[name, option]];
      }),
    ),
};

function optionOf(value: Json): DatacenterOption | undefined {
  if (Array.isArray(value)) return value.map((entry) => asText(entry as Json) ?? '').join(',');
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        Array.isArray(entry) ? entry.join(';') : (asText(entry) ?? ''),
      ]),
    );
  return asText(value);
}

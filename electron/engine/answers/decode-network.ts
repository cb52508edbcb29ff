import type { PveVersion } from '../../api/site.ts';
import { ipFamily, parseAnswerCidr } from './addresses.ts';
import type { NetworkAnswer, PinningAnswer } from './answer.ts';
import {
  type Field,
  type Fields,
  joinPath,
  type Report,
  readFlag,
  readTable,
  readText,
  readTextMap,
  readWord,
} from './decode-toml.ts';
import { isTomlTable, type TomlValue } from './toml-document.ts';

const PATH = 'network';
const SOURCES = ['from-dhcp', 'from-answer'] as const;
const PINNING: Field = { name: 'interface-name-pinning', need: 'default' };

/**
 * `[network]`. 8.4 and 9.1 read one flat table and then ask for or refuse keys by source; 9.2 chooses one of two tables by a
 * required `source`, so that DHCP refuses even an empty filter and a missing filter passes.
 */
export function decodeNetwork(value: TomlValue, version: PveVersion, report: Report): NetworkAnswer | undefined {
  return version === '9.2' ? decodeTagged(value, version, report) : decodeFlat(value, version, report);
}

function decodeFlat(value: TomlValue, version: PveVersion, report: Report): NetworkAnswer | undefined {
  const hasPinning = version !== '8.4';
  const keys = readTable(
    value,
    PATH,
    [
      { name: 'source', need: 'default' },
      { name: 'cidr', need: 'optional' },
      { name: 'dns', need: 'optional' },
      { name: 'gateway', need: 'optional' },
      { name: 'filter', need: hasPinning ? 'default' : 'optional' },
      ...(hasPinning ? [PINNING] : []),
    ],
    report,
  );
  if (!keys) return undefined;
  const source = keys.has('source') ? readWord(keys.get('source'), `${PATH}.source`, SOURCES, report) : 'from-dhcp';
  if (source === undefined) return undefined;
  const pinning = decodePinning(keys.get(PINNING.name), report);
  if (keys.has(PINNING.name) && !pinning) return undefined;
  const filter = readTextMap(keys.get('filter'), `${PATH}.filter`, report);
  if (keys.has('filter') && !filter) return undefined;
  if (source === 'from-dhcp') {
    const given = ['cidr', 'dns', 'gateway'].filter((key) => keys.has(key));
    // 9.1 takes an empty filter for none, 8.4 does not.
    if (filter && (version === '8.4' || filter.length > 0)) given.push('filter');
    for (const key of given) report('answer.network-key-forbidden', `${PATH}.${key}`);
    return given.length === 0 ? { source, pinning } : undefined;
  }
  const isFilterMissing = version === '8.4' ? !filter : !filter || filter.length === 0;
  const missing = ['cidr', 'dns', 'gateway'].filter((key) => !keys.has(key));
  if (isFilterMissing) missing.push('filter');
  for (const key of missing) report('answer.missing-key', `${PATH}.${key}`);
  if (missing.length > 0) return undefined;
  return decodeStatic(keys, version, filter ?? [], pinning, report);
}

function decodeTagged(value: TomlValue, version: PveVersion, report: Report): NetworkAnswer | undefined {
  const parts = splitTag(value);
  if (!parts) return report('answer.wrong-type', PATH, { expected: '{ … }' });
  if (parts.tag === undefined) return report('answer.missing-key', `${PATH}.source`);
  const source = readWord(parts.tag, `${PATH}.source`, SOURCES, report, { tables: false });
  if (source === undefined) return undefined;
  const fields: readonly Field[] =
    source === 'from-dhcp'
      ? [PINNING]
      : [
          { name: 'cidr', need: 'required' },
          { name: 'dns', need: 'required' },
          { name: 'gateway', need: 'required' },
          { name: 'filter', need: 'default' },
          PINNING,
        ];
  const keys = readTable(parts.rest, PATH, fields, report, { exactArray: true });
  if (!keys) return undefined;
  const pinning = decodePinning(keys.get(PINNING.name), report);
  if (keys.has(PINNING.name) && !pinning) return undefined;
  if (source === 'from-dhcp') return { source, pinning };
  const filter = readTextMap(keys.get('filter'), `${PATH}.filter`, report);
  if (keys.has('filter') && !filter) return undefined;
  return decodeStatic(keys, version, filter ?? [], pinning, report);
}

function splitTag(value: TomlValue): { readonly tag?: TomlValue; readonly rest: TomlValue } | undefined {
  if (Array.isArray(value)) return { tag: value[0], rest: value.slice(1) };
  if (!isTomlTable(value)) return undefined;
  const { source, ...rest } = value;
  return { tag: source, rest };
}

function decodeStatic(
  keys: Fields,
  version: PveVersion,
  filter: readonly (readonly [string, string])[],
  pinning: PinningAnswer | undefined,
  report: Report,
): NetworkAnswer | undefined {
  const cidrText = readText(keys.get('cidr'), `${PATH}.cidr`, report);
  const cidr = cidrText === undefined ? undefined : parseAnswerCidr(cidrText, version);
  if (cidrText !== undefined && !cidr) report('answer.cidr-invalid', `${PATH}.cidr`, { value: cidrText });
  const gateway = readAddress(keys, 'gateway', report);
  const dns = readAddress(keys, 'dns', report);
  if (!cidr || cidrText === undefined || gateway === undefined || dns === undefined) return undefined;
  return { source: 'from-answer', cidr, cidrText, gateway, dns, filter, pinning };
}

function readAddress(keys: Fields, key: string, report: Report): string | undefined {
  const text = readText(keys.get(key), `${PATH}.${key}`, report);
  if (text === undefined || ipFamily(text)) return text;
  return report('answer.address-invalid', `${PATH}.${key}`, { value: text });
}

function decodePinning(value: TomlValue | undefined, report: Report): PinningAnswer | undefined {
  if (value === undefined) return undefined;
  const path = joinPath(PATH, PINNING.name);
  const keys = readTable(
    value,
    path,
    [
      { name: 'enabled', need: 'required' },
      { name: 'mapping', need: 'default' },
    ],
    report,
  );
  if (!keys) return undefined;
  const enabled = readFlag(keys.get('enabled'), `${path}.enabled`, report);
  const mapping = readTextMap(keys.get('mapping'), `${path}.mapping`, report);
  if (enabled === undefined || (keys.has('mapping') && !mapping)) return undefined;
  return { enabled, mapping: mapping ?? [] };
}

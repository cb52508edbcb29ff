import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { isReservedNicName } from '../nic-names.ts';
import { pathText } from '../toml-map.ts';
import { filterProblems } from './disks.ts';
import { eachInstall, type InstallOf } from './each-install.ts';
import { rules } from './rule.ts';

/** Which port carries the management network, and what the ports are called (answer-schema, 2). */
export const portRules = rules([
  {
    id: 'ports.management',
    looksAt: ['hosts[].install.managementMac', 'hosts[].install.nicFilter', 'hosts[].install.networkSource'],
    codes: [
      'site.management-port-unsaid',
      'site.management-port-twice',
      'site.nic-filter-unused',
      'site.nic-filter-or',
      'site.filter-empty',
      'site.bad-glob',
    ],
    check: (site) =>
      eachInstall(site, (one): Diagnostic[] => {
        const { managementMac, nicFilter, networkSource } = one.install;
        const params = { name: one.host.name, count: Object.keys(nicFilter ?? {}).length };
        const about = (key: string) => ({ params, subject: one.subject(key) });
        if (networkSource === 'from-dhcp')
          return nicFilter ? [diagnostic('site.nic-filter-unused', about('nicFilter'))] : [];
        if (nicFilter && managementMac !== undefined)
          return [diagnostic('site.management-port-twice', about('nicFilter'))];
        if (!nicFilter)
          return managementMac === undefined ? [diagnostic('site.management-port-unsaid', about('managementMac'))] : [];
        return [
          ...filterProblems(one, 'nicFilter', nicFilter),
          ...(params.count > 1 ? [diagnostic('site.nic-filter-or', about('nicFilter'))] : []),
        ];
      }),
  },
  {
    id: 'ports.names',
    looksAt: ['hosts[].install.nicNames', 'hosts[].install.pinNicNames', 'hosts[].hardware.nics', 'pve.version'],
    codes: [
      'site.needs-version',
      'site.nic-unpinned',
      'site.nic-names-unused',
      'site.nic-name-taken',
      'site.nic-name-reserved',
      'site.nic-mac-twice',
      'site.mac-not-in-inventory',
    ],
    check: (site) =>
      eachInstall(site, (one): readonly Diagnostic[] => {
        const { pinNicNames, nicNames } = one.install;
        const name = one.host.name;
        const subject = one.subject(nicNames ? 'nicNames' : 'pinNicNames');
        const isOld = site.pve.version === '8.4';
        if (!nicNames) {
          return pinNicNames || isOld ? [] : [diagnostic('site.nic-unpinned', { params: { name }, subject })];
        }
        if (isOld) {
          const params = { field: `${one.at}.nicNames`, need: '9.1', have: site.pve.version };
          return [diagnostic('site.needs-version', { params, subject })];
        }
        if (!pinNicNames) return [diagnostic('site.nic-names-unused', { params: { name }, subject })];
        return nameProblems(one, nicNames);
      }),
  },
]);

function nameProblems({ host, subject }: InstallOf, names: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const known = (host.hardware?.nics ?? []).map((nic) => nic.mac.toLowerCase());
  const macByName = new Map<string, string>();
  const seen = new Set<string>();
  return Object.entries(names).flatMap(([written, nic]): Diagnostic[] => {
    const mac = written.toLowerCase();
    const about = (params: Readonly<Record<string, string>>) => ({
      params: { name: host.name, mac: written, nic, ...params },
      subject: subject(`nicNames.${pathText([written])}`),
    });
    if (seen.has(mac)) return [diagnostic('site.nic-mac-twice', about({}))];
    seen.add(mac);
    const first = macByName.get(nic.toLowerCase());
    macByName.set(nic.toLowerCase(), first ?? written);
    return [
      ...(first === undefined ? [] : [diagnostic('site.nic-name-taken', about({ first, second: written }))]),
      ...(isReservedNicName(nic) ? [diagnostic('site.nic-name-reserved', about({}))] : []),
      ...(known.length > 0 && !known.includes(mac)
        ? [diagnostic('site.mac-not-in-inventory', about({ known: known.join(', ') }))]
        : []),
    ];
  });
}

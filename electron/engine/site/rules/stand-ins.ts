import { diagnostic } from '../../../api/diagnostic.ts';
import { standIns, unsaidLinkPorts } from '../stand-in-labels.ts';
import { rules } from './rule.ts';

/** Labels that were made up for a rehearsal (no machine can be installed with them), and those that only a node can tell by itself. */
export const standInRules = rules([
  {
    id: 'stand-ins.told',
    looksAt: ['hosts[].install.diskSerials', 'hosts[].install.managementMac', 'storages[].disks'],
    codes: ['site.label-made-up'],
    check: (site) =>
      standIns(site).map(({ host, field, value }) =>
        diagnostic('site.label-made-up', { params: { name: host, value }, subject: { field, host } }),
      ),
  },
  {
    id: 'stand-ins.link-ports-said',
    looksAt: ['hosts[].hardware.nics', 'hosts[].links'],
    codes: ['site.link-port-unsaid'],
    check: (site) =>
      site.hosts.flatMap((host, index) =>
        unsaidLinkPorts(site, host).map((link) =>
          diagnostic('site.link-port-unsaid', {
            params: { name: host.name, link },
            subject: { field: `hosts[${index}].hardware.nics`, host: host.name },
          }),
        ),
      ),
  },
]);

import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { allHosts, expectedVotes, pveNodes, survivesOneNode } from '../derive.ts';
import { addressKey, addressOf } from '../net.ts';
import { rules } from './rule.ts';

/** Quorum: a vote a node, one for the witness, and more than half to act (pve-facts 2.9, 2.10). */
export const clusterRules = rules([
  {
    id: 'cluster.has-nodes',
    looksAt: ['hosts[].roles', 'cluster'],
    codes: ['site.no-pve-node', 'site.cluster-missing'],
    check: (site) => {
      const nodes = pveNodes(site).length;
      const needsPve = site.cluster !== undefined || site.machines.length > 0 || site.templates.length > 0;
      if (nodes === 0 && needsPve) return [diagnostic('site.no-pve-node', { subject: { field: 'hosts' } })];
      if (nodes > 1 && !site.cluster) {
        return [diagnostic('site.cluster-missing', { params: { nodes }, subject: { field: 'cluster' } })];
      }
      return [];
    },
  },
  {
    id: 'cluster.third-vote',
    looksAt: ['hosts[].roles', 'cluster.witness'],
    codes: ['site.no-failover', 'site.even-votes'],
    check: (site) => {
      const nodes = pveNodes(site).length;
      if (!site.cluster || site.cluster.witness !== undefined || nodes % 2 === 1 || nodes === 0) return [];
      return nodes === 2
        ? [diagnostic('site.no-failover', { subject: { field: 'cluster.witness' } })]
        : [diagnostic('site.even-votes', { params: { nodes }, subject: { field: 'cluster.witness' } })];
    },
  },
  {
    id: 'cluster.ha-needs-a-third-vote',
    looksAt: ['machines[].ha', 'cluster.witness', 'hosts[].roles'],
    codes: ['site.ha-without-third-vote'],
    check: (site) => {
      if (survivesOneNode(site)) return [];
      const votes = expectedVotes(site);
      return site.machines.flatMap((machine, index) =>
        machine.ha?.enabled
          ? [
              diagnostic('site.ha-without-third-vote', {
                params: { machine: machine.name, votes, left: Math.max(votes - 1, 0) },
                subject: { field: `machines[${index}].ha`, host: machine.name },
              }),
            ]
          : [],
      );
    },
  },
  {
    id: 'cluster.witness-is-elsewhere',
    looksAt: ['cluster.witness', 'hosts', 'machines'],
    codes: [
      'site.witness-unknown',
      'site.witness-is-guest',
      'site.witness-is-node',
      'site.witness-is-laptop',
      'site.witness-role',
      'site.witness-os',
    ],
    check: (site, { laptopAddresses }) => {
      const witness = site.cluster?.witness;
      if (witness === undefined) return [];
      const field = 'cluster.witness';
      const subject = { field, host: witness };
      if (site.machines.some((machine) => machine.name === witness)) {
        return [diagnostic('site.witness-is-guest', { params: { witness }, subject })];
      }
      const host = site.hosts.find((entry) => entry.name === witness);
      if (!host) return [diagnostic('site.witness-unknown', { params: { witness }, subject })];
      if (host.roles.includes('pve-node'))
        return [diagnostic('site.witness-is-node', { params: { witness }, subject })];
      const found: Diagnostic[] = [];
      // A guest that is declared once more as an existing host gives itself away by its address.
      const guest = site.machines.find(
        (machine) => addressKey(addressOf(machine.address)) === addressKey(host.address),
      );
      if (guest) found.push(diagnostic('site.witness-is-guest', { params: { witness }, subject }));
      if (laptopAddresses.map(addressKey).includes(addressKey(host.address))) {
        found.push(diagnostic('site.witness-is-laptop', { params: { witness, address: host.address }, subject }));
      }
      if (!host.roles.includes('witness'))
        found.push(diagnostic('site.witness-role', { params: { witness }, subject }));
      if (host.os !== 'debian') {
        found.push(diagnostic('site.witness-os', { params: { witness, os: host.os }, subject }));
      }
      return found;
    },
  },
  {
    id: 'cluster.witness-needs-even-nodes',
    looksAt: ['cluster.witness', 'hosts[].roles'],
    codes: ['site.witness-odd'],
    check: (site) => {
      const nodes = pveNodes(site).length;
      const witness = site.cluster?.witness;
      return witness !== undefined && nodes % 2 === 1
        ? [diagnostic('site.witness-odd', { params: { witness, nodes }, subject: { field: 'cluster.witness' } })]
        : [];
    },
  },
  {
    id: 'cluster.witness-named',
    looksAt: ['hosts[].roles', 'cluster.witness'],
    codes: ['site.witness-unused'],
    check: (site) =>
      site.hosts.flatMap((host, index) =>
        host.roles.includes('witness') && site.cluster?.witness !== host.name
          ? [
              diagnostic('site.witness-unused', {
                params: { name: host.name },
                subject: { field: `hosts[${index}].roles`, host: host.name },
              }),
            ]
          : [],
      ),
  },
  {
    id: 'cluster.reach',
    looksAt: ['hosts[].via'],
    codes: ['site.unknown-reference', 'site.via-loop'],
    check: (site) => {
      const byName = new Map(allHosts(site).map((host) => [host.name, host]));
      return site.hosts.flatMap((host, index) => {
        if (host.via === undefined) return [];
        const subject = { field: `hosts[${index}].via`, host: host.name };
        if (!byName.has(host.via)) {
          const known = [...byName.keys()].join(', ');
          return [
            diagnostic('site.unknown-reference', {
              params: { field: subject.field, value: host.via, known },
              subject,
            }),
          ];
        }
        const chain = [host.name];
        for (let next = host.via; next !== undefined && chain.length <= byName.size + 1; ) {
          chain.push(next);
          if (next === host.name) {
            return [diagnostic('site.via-loop', { params: { name: host.name, chain: chain.join(' > ') }, subject })];
          }
          const via = byName.get(next)?.via;
          if (via === undefined) break;
          next = via;
        }
        return [];
      });
    },
  },
]);

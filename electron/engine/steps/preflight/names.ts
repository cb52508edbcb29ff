import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { type Fact, known, unknown } from '../../facts/fact.ts';
import { whyFailed } from '../../facts/parse/text.ts';
import { extraFact, type FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { fqdn, pveNodes } from '../../site/derive.ts';
import { decide, factOf, factsOf, knownOr } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';

/** Names that a node finds at its own address; none = nobody names it. A name server that is silent costs a second, not ten. */
function namesAt(address: string): Fact<readonly string[]> {
  return {
    id: 'preflight.own-names',
    command: read`RES_OPTIONS='timeout:1 attempts:1' getent hosts ${address}`,
    // getent ends with 2 where it finds nothing
    parse: (answer) =>
      answer.code === 0 || answer.code === 2
        ? known(
            answer.stdout
              .split('\n')
              .flatMap((line) => line.trim().split(/\s+/).slice(1))
              .filter((name) => name !== ''),
          )
        : unknown(whyFailed(answer)),
  };
}

export const nameFacts: FactSet = {
  id: 'preflight-names',
  facts: (site, host) => {
    const node = pveNodes(site).find(({ name }) => name === host);
    return node ? [namesAt(node.address)] : [];
  },
};

/**
 * A node is called as the site calls it, finds its name at its management address and its address under its name. Proxmox
 * takes all else from there: the address of link 0, the certificate, where others look for it (pve-facts 1.2). The
 * names of the other hosts come with base.hosts-file. Only looks.
 */
export const namesStep: Step = {
  id: 'preflight.names',
  phase: 'preflight',
  title: () => ({ en: 'Names of the nodes', es: 'Nombres de los nodos' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) => decide([], () => checkNames(view, target)),
  apply: async () => {},
};

function checkNames(view: View, target: string): CheckVerdict {
  const address = pveNodes(view.site).find(({ name }) => name === target)?.address ?? '';
  const isIpv6 = address.includes(':');
  const subject = { host: target, step: 'preflight.names' };
  const blocked = (trouble: Diagnostic): CheckVerdict => ({ state: 'blocked', diagnostic: trouble });

  const called = factOf(view, target, 'nodeName');
  if (called !== target)
    return blocked(diagnostic('preflight.node-name', { params: { host: target, address, seen: called }, subject }));

  const found = factOf(view, target, 'ownAddresses');
  const evidence = [`getent ahosts ${target}: ${found.join(' ')}`];
  // the first of the right family that is not loopback is what Proxmox takes
  const taken = found.find((entry) => entry.includes(':') === isIpv6 && !isLoopback(entry));
  if (taken === undefined && !factOf(view, target, 'pmxcfs').mounted)
    return blocked(
      diagnostic('preflight.own-name-loopback', {
        params: { host: target, address, seen: found.join(', '), name: fqdn(view.site, target) },
        evidence,
        subject,
      }),
    );
  // loopback alone while the cluster file system runs: base.hosts-file puts the right line in
  if (taken !== undefined && taken !== address)
    return blocked(
      diagnostic('preflight.own-name', { params: { host: target, address, seen: taken }, evidence, subject }),
    );

  const asked = namesAt(address);
  const names = knownOr(extraFact(factsOf(view, target), asked), target, asked.id);
  if (names.length > 0 && !names.some((name) => name.split('.')[0]?.toLowerCase() === target))
    return blocked(
      diagnostic('preflight.address-name', {
        params: { host: target, address, seen: names.join(', ') },
        evidence: [`getent hosts ${address}: ${names.join(' ')}`],
        subject,
      }),
    );
  return { state: 'satisfied' };
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

import { diagnostic } from '../../../api/diagnostic.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { isMember } from './support/members.ts';

/** The oldest release of the major versions that the facts were read from (pve-facts). */
const OLDEST: Readonly<Record<string, number>> = { '8': 4, '9': 0 };

/**
 * The nodes run a Proxmox VE for which the site is described: its major version, and the one of all other nodes. A member
 * of a cluster may differ, as the nodes are upgraded one after the other: that is told. Only looks.
 */
export const pveVersionStep: Step = {
  id: 'preflight.pve-version',
  phase: 'preflight',
  title: () => ({ en: 'Proxmox VE version', es: 'Versión de Proxmox VE' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) => decide([], () => checkVersion(view, target)),
  apply: async () => {},
};

function checkVersion(view: View, target: string): CheckVerdict {
  const seen = factOf(view, target, 'packages').get('pve-manager');
  const subject = { host: target, step: 'preflight.pve-version' };
  if (seen === undefined)
    return { state: 'blocked', diagnostic: diagnostic('preflight.not-pve', { params: { host: target }, subject }) };
  const wanted = view.site.pve.version;
  if (releaseOf(seen) === wanted && isAlike(view, target, seen)) return { state: 'satisfied' };

  const evidence = [`pve-manager ${seen}`];
  const params = { host: target, seen, wanted };
  const differs = diagnostic('preflight.release-differs', { params, evidence, subject });
  if (isMember(view, target)) return { state: 'satisfied', warnings: [differs] };
  const [major = '', minor = ''] = releaseOf(seen).split('.');
  if (major !== majorOf(wanted) || Number(minor) < (OLDEST[major] ?? 0))
    return { state: 'blocked', diagnostic: diagnostic('preflight.pve-version', { params, evidence, subject }) };
  const other = otherMajor(view, target, seen);
  if (other)
    return {
      state: 'blocked',
      diagnostic: diagnostic('preflight.majors-mixed', {
        params: { host: target, seen, other: other.host, otherSeen: other.version },
        evidence,
        subject,
      }),
    };
  return { state: 'satisfied', warnings: [differs] };
}

function isAlike(view: View, target: string, seen: string): boolean {
  return isMember(view, target) || otherMajor(view, target, seen) === undefined;
}

/** Another node that answers and runs another major version. */
function otherMajor(
  view: View,
  target: string,
  seen: string,
): { readonly host: string; readonly version: string } | undefined {
  for (const { name } of pveNodes(view.site)) {
    const sight = view.facts.hosts.get(name);
    const version = sight?.reached && sight.facts.packages.known && sight.facts.packages.value.get('pve-manager');
    if (name !== target && version && majorOf(version) !== majorOf(seen)) return { host: name, version };
  }
  return undefined;
}

/** `8.4` of `8.4.1` or `9.1.2~1`: what the vendor calls the release. */
export function releaseOf(packageVersion: string): string {
  return /^(\d+\.\d+)/.exec(packageVersion)?.[1] ?? packageVersion;
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}

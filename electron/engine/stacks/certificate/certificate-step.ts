import { posix } from 'node:path';
import type { Change } from '../../../api/plan.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { SITE_AUTHORITY } from '../../site/delivery.ts';
import { runChange } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { Step, View } from '../../steps/step.ts';
import { certificateFault, issueServerCertificate, sameCertificate } from '../../tls/site-authority.ts';
import { type AssetStore, bytesAsset } from '../asset-store.ts';
import { registryAuthorityFact } from '../registry/registry-facts.ts';
import { usedRegistry } from '../registry/registry-hosts.ts';
import { dockerHosts, type StackRegistry } from '../registry.ts';
import { CERTIFICATE_FAULTS, isOfOtherVault, vaultAuthority } from '../vault-authority.ts';
import {
  authorityFact,
  type CertifiedInstance,
  certificateFact,
  certifiedInstances,
  keyFact,
} from './certificate-facts.ts';

/**
 * Every instance that shows a certificate has one that the site's authority signed for its names, with more than a third of its time
 * left; its key is readable by the service's own user alone. Whether that is so is seen without the vault, as with the registry.
 * A service that is up reads renewed files by itself, so nothing is started anew for them.
 */
export function certificateStep(registry: StackRegistry, assets: AssetStore): Step {
  const instances = (view: View, host: string) => certifiedInstances(registry, view.site, host, assets);
  return {
    id: 'stack.certificate',
    phase: 'application',
    title: () => ({ en: 'Certificate of the application', es: 'Certificado de la aplicación' }),
    targets: (site) =>
      dockerHosts(registry, site).filter((host) => certifiedInstances(registry, site, host, assets).length > 0),
    // the registry's step makes the authority where the vault has none
    needs: ['machines.start', 'registry.serve'],
    risk: 'safe',
    order: 'one-at-a-time',
    skippable: true,
    secrets: () => [SITE_AUTHORITY],

    check: (view, target) =>
      decide(['machines.start'], () =>
        verdictOf(instances(view, target).flatMap((each) => differing(registry, view, target, each))),
      ),

    apply: async (context) => {
      const { site, target, signal } = context;
      const transport = context.transport(target);
      for (const each of instances(context, target)) {
        if (differing(registry, context, target, each).length === 0) continue;
        const authority = await vaultAuthority(context);
        const made = issueServerCertificate(authority, site.id, each.wanted.serverNames, context.now());
        const folders = new Set([each.authority, each.certificate, each.key].map((path) => posix.dirname(path)));
        // whatever umask the machine has: the container's user goes through them
        for (const folder of [...folders].sort()) await runChange(transport, change`umask 022 && mkdir -p ${folder}`);
        const upload = (text: string, path: string, mode: number, owner: string) =>
          transport.upload(bytesAsset(text), path, { mode, owner, signal });
        await upload(authority.certificatePem, each.authority, 0o644, 'root');
        // a cut after the key leaves no certificate that it does not fit: that is seen, and the service keeps the pair it has read
        await runChange(transport, change`rm -f ${each.certificate}`);
        await upload(made.keyPem, each.key, 0o600, String(each.wanted.keyOwner));
        // last: the service takes them when they fit
        await upload(made.certPem, each.certificate, 0o644, 'root');
      }
    },
  };
}

function differing(registry: StackRegistry, view: View, host: string, each: CertifiedInstance): readonly Change[] {
  const facts = factsOf(view, host);
  const authority = knownOr(extraFact(facts, authorityFact(each)), host, each.authority);
  const certificate = knownOr(extraFact(facts, certificateFact(each)), host, each.certificate);
  const key = knownOr(extraFact(facts, keyFact(each)), host, each.key);
  const { serverNames, keyOwner } = each.wanted;
  const wantedKey = `600 ${keyOwner}`;

  const changes: Change[] = [];
  if (authority === '') changes.push({ what: each.authority, after: 'of the site' });
  else if (isOfOtherVault(view, authority) || isOfOtherRegistry(registry, view, authority))
    changes.push({ what: each.authority, before: 'another authority', after: 'of the site' });
  const fault =
    certificate === ''
      ? undefined
      : certificateFault(certificate, authority, serverNames, Date.parse(view.facts.takenAt));
  if (certificate === '' || fault)
    changes.push({
      what: each.certificate,
      ...(fault ? { before: CERTIFICATE_FAULTS[fault] } : {}),
      after: `for ${[...serverNames.addresses, ...serverNames.names].join(', ')}`,
    });
  if (key !== wantedKey) changes.push({ what: each.key, ...(key === '' ? {} : { before: key }), after: wantedKey });
  return changes;
}

/**
 * While the vault is shut, the registry of the site tells which authority is the present one. Where its host is away, or it has none
 * yet, nothing follows from that.
 */
function isOfOtherRegistry(registry: StackRegistry, view: View, authorityPem: string): boolean {
  if (view.hasSecret?.(SITE_AUTHORITY) === true) return false;
  const sight = view.facts.hosts.get(usedRegistry(registry, view.site).host);
  const there = sight?.reached ? extraFact(sight.facts, registryAuthorityFact) : undefined;
  return there?.known === true && there.value !== '' && !sameCertificate(there.value, authorityPem);
}

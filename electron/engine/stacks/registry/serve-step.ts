import { type Diagnostic, DiagnosticError, describeDiagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { extraFact } from '../../facts/registry.ts';
import { change, read } from '../../shell/command.ts';
import { SITE_AUTHORITY } from '../../site/delivery.ts';
import { evidenceOf, runChange } from '../../steps/machines/support/run-change.ts';
import { decide, factOf, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { ApplyContext, Step, View } from '../../steps/step.ts';
import { certificateFault, issueServerCertificate } from '../../tls/site-authority.ts';
import type { Asset, Transport } from '../../transport/port.ts';
import { type AssetStore, bytesAsset, fillTemplate } from '../asset-store.ts';
import { CERTIFICATE_FAULTS, isOfOtherVault, vaultAuthority } from '../vault-authority.ts';
import { answersAsRegistry, withRegistry } from './registry-client.ts';
import {
  registryAuthorityFact,
  registryCertificateFact,
  registryFilesFact,
  registryKeyFact,
  registryServiceFact,
} from './registry-facts.ts';
import type { RegistryHosts } from './registry-hosts.ts';
import {
  AUTHORITY,
  CERTIFICATE,
  CONFIG,
  CONFIG_FOLDER,
  KEY,
  PACKAGE,
  type RegistryPlace,
  SERVICE_USER,
  UNIT,
  UNIT_ADDITION,
  UNIT_FOLDER,
} from './registry-place.ts';

const KEY_STATE = `400 ${SERVICE_USER}`;
/** A minute where it refuses; where it hangs, each try has the client's own deadline. */
const ASK_TIMES = 120;
const ASK_AGAIN_MS = 500;

/**
 * The registry answers over TLS with a certificate that the site's authority signed for it. Whether that is so can be seen without
 * the vault: authority and certificate are read from the machine. With the vault open the authority is compared with the vault's.
 * The service is stopped before its files change and started after: it reads them only then, and a run that is cut off in between
 * leaves it stopped, which the next one sees.
 */
export function serveStep(hosts: RegistryHosts, assets: AssetStore): Step {
  return {
    id: 'registry.serve',
    phase: 'application',
    title: () => ({ en: 'Registry answers over TLS', es: 'El registro responde por TLS' }),
    targets: hosts.names,
    needs: ['registry.install'],
    risk: 'safe',
    // the first one may make the authority that the next one is signed by
    order: 'one-at-a-time',
    skippable: true,
    secrets: () => [SITE_AUTHORITY],

    check: (view, target) =>
      decide(['machines.start', 'registry.install'], () => {
        const place = hosts.placeOn(view.site, target);
        if (!factOf(view, target, 'packages').has(PACKAGE))
          return { state: 'later', waitsFor: ['registry.install'], changes: [{ what: place.name, after: 'answers' }] };
        return verdictOf(differing(view, place, assets));
      }),

    apply: async (context) => {
      const { site, target, signal } = context;
      const place = hosts.placeOn(site, target);
      const transport = context.transport(target);
      const authority = await vaultAuthority(context);
      const made = issueServerCertificate(authority, site.id, place.serverNames, context.now());
      const upload = (content: Asset, path: string, mode: number, owner: string) =>
        transport.upload(content, path, { mode, owner, signal });

      await runChange(transport, change`systemctl stop ${UNIT}`, { signal });
      await runChange(transport, change`mkdir -p ${CONFIG_FOLDER} ${UNIT_FOLDER}`);
      await upload(bytesAsset(authority.certificatePem), AUTHORITY, 0o644, 'root');
      await upload(bytesAsset(made.keyPem), KEY, 0o400, SERVICE_USER);
      await upload(bytesAsset(made.certPem), CERTIFICATE, 0o644, 'root');
      for (const [path, content] of plainFiles(site.id, place, assets)) await upload(content, path, 0o644, 'root');
      await runChange(transport, change`systemctl daemon-reload`, { signal });
      await runChange(transport, change`systemctl enable ${UNIT}`, { signal });
      await runChange(transport, change`systemctl start ${UNIT}`, { signal });
      await untilItAnswers(context, transport, place, authority.certificatePem);
    },
  };
}

function differing(view: View, place: RegistryPlace, assets: AssetStore): readonly Change[] {
  const { host, name } = place;
  const facts = factsOf(view, host);
  const digests = knownOr(extraFact(facts, registryFilesFact), host, CONFIG);
  const authority = knownOr(extraFact(facts, registryAuthorityFact), host, AUTHORITY);
  const certificate = knownOr(extraFact(facts, registryCertificateFact), host, CERTIFICATE);
  const key = knownOr(extraFact(facts, registryKeyFact), host, KEY);
  const service = knownOr(extraFact(facts, registryServiceFact), host, UNIT);

  const changes: Change[] = [];
  for (const [path, content] of plainFiles(view.site.id, place, assets))
    if (digests.get(path) !== content.sha256)
      changes.push({ what: path, ...(digests.has(path) ? { before: 'other content' } : {}), after: 'of the site' });
  if (authority === '') changes.push({ what: AUTHORITY, after: 'of the site' });
  else if (isOfOtherVault(view, authority))
    changes.push({ what: AUTHORITY, before: 'another authority', after: 'of the vault' });
  const fault =
    certificate === ''
      ? undefined
      : certificateFault(certificate, authority, place.serverNames, Date.parse(view.facts.takenAt));
  if (certificate === '' || fault)
    changes.push({ what: CERTIFICATE, ...(fault ? { before: CERTIFICATE_FAULTS[fault] } : {}), after: `for ${name}` });
  if (key !== KEY_STATE) changes.push({ what: KEY, ...(key === '' ? {} : { before: key }), after: KEY_STATE });
  if (service.enabled !== 'enabled')
    changes.push({ what: UNIT, before: service.enabled || 'absent', after: 'enabled' });
  if (service.active !== 'active') changes.push({ what: UNIT, before: service.active, after: 'active' });
  return changes;
}

function plainFiles(
  siteId: string,
  { port }: RegistryPlace,
  assets: AssetStore,
): readonly (readonly [string, Asset])[] {
  const text = fillTemplate(assets.text('templates/stacks/registry.yml'), { siteId, port: String(port) });
  return [
    [CONFIG, bytesAsset(text)],
    [UNIT_ADDITION, bytesAsset(assets.text('templates/stacks/registry.service.conf'))],
  ];
}

/** systemd calls a service started before it listens. */
async function untilItAnswers(
  context: ApplyContext,
  transport: Transport,
  place: RegistryPlace,
  authorityPem: string,
): Promise<void> {
  const { signal } = context;
  let why: Diagnostic | undefined;
  for (let asked = 0; asked < ASK_TIMES; asked += 1) {
    try {
      if (await withRegistry(transport, place, authorityPem, (endpoint) => answersAsRegistry(endpoint, signal))) return;
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      why = error.diagnostics[0];
    }
    await context.wait(ASK_AGAIN_MS);
  }
  const journal = await transport.exec(read`journalctl --unit ${UNIT} --no-pager --lines 10`, { signal });
  throw fail('stack.registry-silent', {
    params: { host: place.host, name: place.name },
    evidence: [...(why ? [describeDiagnostic(why, 'en').summary] : []), ...evidenceOf(journal)],
    subject: { host: place.host },
  });
}

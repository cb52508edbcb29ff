import type { Change } from '../../../api/plan.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { runChange } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { Step, View } from '../../steps/step.ts';
import { type AssetStore, bytesAsset } from '../asset-store.ts';
import { type ComposeInstance, composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';
import { envFact, filesFact, STAMP } from './compose-facts.ts';

/**
 * The files of every instance are on its host, byte for byte, `.env` readable by root only.
 *
 * Whether `.env` is right can be seen without its secrets, so that a run that changes nothing opens no vault: its
 * `SITEWRIGHT_CONFIG` line begins with the digest of everything that is no secret, and a stamp beside it holds the
 * digest it had when we wrote it. With the vault open the bytes themselves are compared.
 */
export function filesStep(registry: StackRegistry, assets: AssetStore): Step {
  const instances = (view: View, host: string) => composeInstances(registry, view.site, host, assets);
  return {
    id: 'stack.files',
    phase: 'application',
    title: () => ({ en: 'Files and .env', es: 'Archivos y .env' }),
    targets: (site) => dockerHosts(registry, site),
    needs: ['stack.docker', 'access.collector'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,
    secrets: (site, target) => [
      ...new Set(composeInstances(registry, site, target, assets).flatMap((entry) => entry.application.secrets)),
    ],

    check: (view, target) =>
      decide(['machines.start'], () =>
        verdictOf(instances(view, target).flatMap((entry) => differing(view, target, entry))),
      ),

    apply: async (context) => {
      const transport = context.transport(context.target);
      for (const entry of instances(context, context.target)) {
        await runChange(transport, change`mkdir -p ${entry.folder}`);
        for (const file of entry.application.files(context)) {
          const place = `${entry.folder}/${file.name}`;
          await transport.upload(file.content, place, { mode: file.mode, owner: 'root', signal: context.signal });
          if (file.name === '.env')
            await transport.upload(bytesAsset(`${file.content.sha256}\n`), `${entry.folder}/${STAMP}`, {
              mode: 0o644,
              owner: 'root',
              signal: context.signal,
            });
        }
      }
    },
  };
}

function differing(view: View, host: string, entry: ComposeInstance): readonly Change[] {
  const { application, folder } = entry;
  const facts = factsOf(view, host);
  const configuration = application.configuration(view);
  const env = knownOr(extraFact(facts, envFact(entry)), host, `${folder}/.env`);
  const digests = knownOr(extraFact(facts, filesFact(entry, ['.env', ...application.plainFiles])), host, folder);
  const missing = ['.env', ...application.plainFiles].filter((name) => !digests.has(`${folder}/${name}`));
  if (missing.length > 0) return missing.map((name) => ({ what: `${folder}/${name}`, after: 'of the site' }));

  const changes: Change[] = [];
  if (!env.config.startsWith(`${configuration}-`))
    changes.push({ what: `${folder}/.env: configuration`, before: env.config, after: configuration });
  else if (env.stamp !== digests.get(`${folder}/.env`))
    changes.push({ what: `${folder}/.env`, before: 'changed on the machine', after: 'of the site' });
  if (env.mode !== '600') changes.push({ what: `${folder}/.env: mode`, before: env.mode, after: '600' });
  for (const [name, sha256] of application.plainDigests(view))
    if (digests.get(`${folder}/${name}`) !== sha256)
      changes.push({ what: `${folder}/${name}`, before: 'other content', after: 'of the site' });
  if (changes.length > 0 || application.secrets.some((ref) => view.hasSecret?.(ref) !== true)) return changes;
  const wanted = application.files(view).find((file) => file.name === '.env');
  return wanted && digests.get(`${folder}/.env`) !== wanted.content.sha256
    ? [{ what: `${folder}/.env: secrets`, before: 'other', after: 'of the vault' }]
    : [];
}

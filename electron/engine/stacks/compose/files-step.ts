import type { Change } from '../../../api/plan.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { runChange } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { Step, View } from '../../steps/step.ts';
import { type AssetStore, bytesAsset } from '../asset-store.ts';
import { type ComposeInstance, composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';
import {
  containersFact,
  containersOf,
  envFact,
  filesFact,
  isRight,
  previousEnvFact,
  previousFolder,
  STAMP,
} from './compose-facts.ts';
import { copyFiles, makeWay, removeFiles } from './kept-files.ts';
import { digestIn, imagePlaces, shortDigest, wantedImages } from './wanted-images.ts';

/**
 * The files of every instance are on its host, byte for byte, `.env` readable by root only.
 *
 * Whether `.env` is right can be seen without its secrets, so that a run that changes nothing opens no vault: its
 * `SITEWRIGHT_CONFIG` line begins with the digest of everything that is no secret, and a stamp beside it holds the
 * digest it had when we wrote it. With the vault open the bytes themselves are compared.
 *
 * What a healthy instance runs from is kept in `.previous` beside its files before they change: stack.up goes back to it where the
 * new ones do not come up.
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
      decide(['machines.start'], () => {
        const entries = instances(view, target);
        const changes = entries.flatMap((entry) => differing(registry, view, target, entry));
        const decisions = entries.flatMap(({ application, folder }) =>
          (application.decisions?.(view) ?? []).map((decision) => ({
            ...decision,
            file: `${folder}/${decision.file}`,
          })),
        );
        const told = decisions.filter(({ file }) => changes.some(({ what }) => what === file));
        if (changes.length > 0) return verdictOf([...changes, ...told.map((decision) => decision.change)]);
        const warnings = decisions.flatMap(({ warning }) => (warning ? [warning] : []));
        return warnings.length > 0 ? { state: 'satisfied', warnings } : { state: 'satisfied' };
      }),

    apply: async (context) => {
      const transport = context.transport(context.target);
      for (const entry of instances(context, context.target)) {
        if (differing(registry, context, context.target, entry).length === 0) continue;
        const files = entry.application.files(context, imagePlaces(wantedImages(registry, context, entry)));
        if (runsFromItsFiles(context, context.target, entry) && !isKept(context, context.target, entry)) {
          await runChange(transport, change`rm -rf ${previousFolder(entry)}`);
          await copyFiles(transport, keptNames(context, entry), entry.folder, previousFolder(entry));
        }
        await removeFiles(transport, entry.folder, staleFiles(context, entry));
        await makeWay(
          transport,
          entry.folder,
          files.map(({ name }) => name),
        );
        for (const file of files) {
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

/** Every service runs, and was made from the files as they lie there. */
function runsFromItsFiles(view: View, host: string, entry: ComposeInstance): boolean {
  const facts = factsOf(view, host);
  const { config } = knownOr(extraFact(facts, envFact(entry)), host, `${entry.folder}/.env`);
  const containers = knownOr(extraFact(facts, containersFact), host, 'docker ps');
  return (
    config !== '' &&
    entry.application.services.every((service) =>
      containersOf(entry, containers, service).some((each) => each.config === config && isRight(entry, each)),
    )
  );
}

/** What lies there of the instance, and what is to lie there. */
function keptNames(view: View, entry: ComposeInstance): readonly string[] {
  return [...new Set([...entry.application.plainFiles, ...staleFiles(view, entry)])];
}

/** What was placed before and is no file of the instance any more. */
function staleFiles(view: View, entry: ComposeInstance): readonly string[] {
  const { on } = entry.instance;
  const { files } = knownOr(extraFact(factsOf(view, on), envFact(entry)), on, `${entry.folder}/.env`);
  return files.filter((name) => !entry.application.plainFiles.includes(name));
}

/** `.previous` has what runs: a try that was cut off may have changed some of the files beside it since. */
function isKept(view: View, host: string, entry: ComposeInstance): boolean {
  const facts = factsOf(view, host);
  const now = knownOr(extraFact(facts, envFact(entry)), host, `${entry.folder}/.env`);
  const kept = knownOr(extraFact(facts, previousEnvFact(entry)), host, `${previousFolder(entry)}/.env`);
  return kept.config !== '' && kept.config === now.config;
}

function differing(registry: StackRegistry, view: View, host: string, entry: ComposeInstance): readonly Change[] {
  const { application, folder } = entry;
  const facts = factsOf(view, host);
  const images = wantedImages(registry, view, entry);
  const places = imagePlaces(images);
  const configuration = application.configuration(view, places);
  const env = knownOr(extraFact(facts, envFact(entry)), host, `${folder}/.env`);
  const digests = knownOr(extraFact(facts, filesFact(entry, ['.env', ...application.plainFiles])), host, folder);
  const missing = ['.env', ...application.plainFiles].filter((name) => !digests.has(`${folder}/${name}`));
  if (missing.length > 0) return missing.map((name) => ({ what: `${folder}/${name}`, after: 'of the site' }));

  const changes: Change[] = images.flatMap(({ image, digest, place }): Change[] => {
    const before = env.images.get(image.variable);
    const beforeDigest = digestIn(before);
    if (before === place) return [];
    return beforeDigest === digest || beforeDigest === undefined
      ? [{ what: `image ${image.service}`, ...(before ? { before } : {}), after: place }]
      : [{ what: `image ${image.service}`, before: shortDigest(beforeDigest), after: shortDigest(digest) }];
  });
  if (!env.config.startsWith(`${configuration}-`))
    changes.push({ what: `${folder}/.env: configuration`, before: env.config, after: configuration });
  else if (env.stamp !== digests.get(`${folder}/.env`))
    changes.push({ what: `${folder}/.env`, before: 'changed on the machine', after: 'of the site' });
  if (env.mode !== '600') changes.push({ what: `${folder}/.env: mode`, before: env.mode, after: '600' });
  for (const [name, sha256] of application.plainDigests(view))
    if (digests.get(`${folder}/${name}`) !== sha256)
      changes.push({ what: `${folder}/${name}`, before: 'other content', after: 'of the site' });
  for (const name of staleFiles(view, entry))
    changes.push({ what: `${folder}/${name}`, before: 'of the site', after: 'removed' });
  if (changes.length > 0 || application.secrets.some((ref) => view.hasSecret?.(ref) !== true)) return changes;
  const wanted = application.files(view, places).find((file) => file.name === '.env');
  return wanted && digests.get(`${folder}/.env`) !== wanted.content.sha256
    ? [{ what: `${folder}/.env: secrets`, before: 'other', after: 'of the vault' }]
    : [];
}

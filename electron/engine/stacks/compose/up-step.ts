import { fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { parseImageReference } from '../../bundle/oci/image-reference.ts';
import { extraFact } from '../../facts/registry.ts';
import { change, read } from '../../shell/command.ts';
import { evidenceOf } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { ApplyContext, Step, View } from '../../steps/step.ts';
import type { ExecResult } from '../../transport/port.ts';
import type { AssetStore } from '../asset-store.ts';
import { backupFolder } from '../operations/kept-backups.ts';
import { type SavedBefore, saveBeforeUpgrade, undoMigration } from '../operations/upgrade-data.ts';
import { usedRegistry } from '../registry/registry-hosts.ts';
import { type ComposeInstance, composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';
import type { InstancePlace, StackBackup, StackRestore } from '../stack.ts';
import {
  containersFact,
  containersOf,
  type EnvState,
  envFact,
  imagesFact,
  isRight,
  previousEnvFact,
  previousFolder,
} from './compose-facts.ts';
import { composeWords } from './compose-words.ts';
import { copyFiles, removeFiles } from './kept-files.ts';

/** Layers of some hundred MB on a disk that is busy with the services that came up. */
const REMOVE_TIMEOUT_MS = 600_000;

/**
 * The services of every instance run, are healthy where they say so, and were made from the files as they lie there:
 * each container carries the `SITEWRIGHT_CONFIG` of its `.env` as a label. Where new files do not come up, those that ran before
 * come back, and the step has failed: the site is not as it is described, and its services run.
 */
export function upStep(registry: StackRegistry, assets: AssetStore): Step {
  const instances = (view: View, host: string) => composeInstances(registry, view.site, host, assets);
  return {
    id: 'stack.up',
    phase: 'application',
    title: () => ({ en: 'Application runs', es: 'Aplicación en marcha' }),
    targets: (site) => dockerHosts(registry, site),
    needs: ['stack.images', 'stack.files', 'stack.certificate'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,

    check: (view, target) =>
      decide(['machines.start'], () =>
        verdictOf(instances(view, target).flatMap((entry) => notUp(view, target, entry))),
      ),

    apply: async (context) => {
      const entries = instances(context, context.target);
      for (const entry of newOnesLast(context, entries))
        if (notUp(context, context.target, entry).length > 0) await bringUp(context, registry, entry);
      await removeOldImages(context, usedRegistry(registry, context.site).name, entries);
    },
  };
}

/** What has containers lets go of a port before what is new asks for it, wherever they stand in the site's file. */
function newOnesLast(context: ApplyContext, entries: readonly ComposeInstance[]): readonly ComposeInstance[] {
  const { target } = context;
  const containers = knownOr(extraFact(factsOf(context, target), containersFact), target, 'docker ps');
  const isThere = ({ application }: ComposeInstance): boolean =>
    containers.some(({ project }) => project === application.project);
  return [...entries.filter(isThere), ...entries.filter((entry) => !isThere(entry))];
}

async function bringUp(context: ApplyContext, registry: StackRegistry, entry: ComposeInstance): Promise<void> {
  const { target, signal } = context;
  const areNew = !haveRun(context, entry);
  const data = dataOf(registry, entry);
  const isUpgrade = data !== undefined && changesImages(context, entry);
  const isSafe = isUpgrade && formerRuns(context, entry);
  if (isUpgrade && !isSafe)
    context.note(`${entry.instance.id}: nothing is saved before this upgrade: not all of its former version runs well`);
  const saved = isSafe ? await saveBeforeUpgrade(context, data.place, data.backup) : undefined;
  const result = await composeUp(context, entry, 'up');
  const view = await context.look(target);
  const left = notUp(view, target, entry);
  if (result.code === 0 && left.length === 0) return;
  const logs = await context
    .transport(target)
    .exec(read`docker ${composeWords(entry)} logs --no-color --tail 10`, { signal });
  const about = {
    params: { instance: entry.instance.id, host: target, services: namesOf(left) },
    evidence: [...evidenceOf(result), ...evidenceOf(logs)],
    subject: { host: target },
  };
  if (!areNew || !hasPrevious(view, target, entry)) throw fail('stack.not-healthy', about);
  const { left: stillLeft, data: found } = await goBack(context, view, entry, saved && data && { ...data, saved });
  const params = {
    ...about.params,
    backup: saved && data ? `${backupFolder(data.place.instanceId)}/${saved.backup.name}` : '-',
  };
  if (stillLeft.length > 0)
    throw fail('stack.rollback-failed', { ...about, params: { ...params, former: namesOf(stillLeft) } });
  throw fail(found === 'brought-back' ? 'stack.rolled-back-with-data' : 'stack.rolled-back', { ...about, params });
}

/** How the data of an instance are saved and brought back; undefined = its stack cannot. */
function dataOf(registry: StackRegistry, entry: ComposeInstance): DataWays | undefined {
  const { instance, application, folder } = entry;
  const stack = registry.stackOf(instance);
  const place = { instanceId: instance.id, host: instance.on, folder, project: application.project };
  const [backup, restore] = [stack.backup?.(place), stack.restore?.(place)];
  return backup && restore ? { place, backup, restore } : undefined;
}

interface DataWays {
  readonly place: InstancePlace;
  readonly backup: StackBackup;
  readonly restore: StackRestore;
}

/** Other images are to take the place of those that ran before. */
function changesImages(context: ApplyContext, entry: ComposeInstance): boolean {
  const { target } = context;
  const now = envOf(context, target, entry, envFact(entry));
  const before = envOf(context, target, entry, previousEnvFact(entry));
  return [...before.images].some(([variable, image]) => (now.images.get(variable) ?? image) !== image);
}

/** All that ran before still runs, healthy. */
function formerRuns(context: ApplyContext, entry: ComposeInstance): boolean {
  const { target } = context;
  const containers = knownOr(extraFact(factsOf(context, target), containersFact), target, 'docker ps');
  const { config } = envOf(context, target, entry, previousEnvFact(entry));
  return entry.application.services.every((service) =>
    containersOf(entry, containers, service).some((each) => each.config === config && isRight(entry, each)),
  );
}

/** These files have run here before: what ails them now is not that they are new, and what ran before them is no cure. */
function haveRun(context: ApplyContext, entry: ComposeInstance): boolean {
  const { target } = context;
  const containers = knownOr(extraFact(factsOf(context, target), containersFact), target, 'docker ps');
  const { config } = envOf(context, target, entry, envFact(entry));
  return entry.application.services.every((service) =>
    containersOf(entry, containers, service).some((each) => each.config === config && each.state !== 'created'),
  );
}

interface WentBack {
  /** What does not run even so. */
  readonly left: readonly Change[];
  readonly data: Awaited<ReturnType<typeof undoMigration>>;
}

/**
 * The files that ran before take the place of those that did not come up, and so do the data where their form has changed. A
 * database that could not be asked with the new files is asked again with the former ones.
 */
async function goBack(
  context: ApplyContext,
  view: View,
  entry: ComposeInstance,
  ways: (DataWays & { readonly saved: SavedBefore }) | undefined,
): Promise<WentBack> {
  const { target } = context;
  context.note(`${entry.instance.id} did not come up: its former files and images come back`);
  const { plainFiles } = entry.application;
  const before = envOf(view, target, entry, previousEnvFact(entry)).files;
  const names = before.length > 0 ? before : plainFiles;
  const transport = context.transport(target);
  await removeFiles(
    transport,
    entry.folder,
    plainFiles.filter((name) => !names.includes(name)),
  );
  await copyFiles(transport, names, previousFolder(entry), entry.folder);
  const bringBack = () => (ways ? undoMigration(context, ways.place, ways, ways.saved) : 'as-before');
  const up = async (): Promise<readonly Change[]> => {
    const result = await composeUp(context, entry, 'back', names);
    const left = notUp(await context.look(target), target, entry);
    return result.code === 0 || left.length > 0
      ? left
      : [{ what: 'docker compose', before: `exit code ${result.code}`, after: '0' }];
  };
  const data = await bringBack();
  const left = await up();
  if (data !== 'unknown' || left.length === 0) return { left, data };
  const later = await bringBack();
  return { left: later === 'brought-back' ? await up() : left, data: later };
}

function composeUp(
  context: ApplyContext,
  entry: ComposeInstance,
  why: 'up' | 'back',
  names?: readonly string[],
): Promise<ExecResult> {
  const { target, signal } = context;
  return context
    .transport(target)
    .job(
      `stack.${why}-${entry.instance.id}`,
      change`docker ${composeWords(entry, names)} up --detach --wait --wait-timeout 300 --pull never --remove-orphans`,
      { signal, timeoutMs: 900_000, onLine: (line) => context.note(line) },
    );
}

function namesOf(left: readonly Change[]): string {
  return left.map((item) => `${item.what} (${item.before ?? 'absent'})`).join(', ') || 'docker compose';
}

/** There are files that ran before, and they are other ones. */
function hasPrevious(view: View, host: string, entry: ComposeInstance): boolean {
  const previous = envOf(view, host, entry, previousEnvFact(entry));
  return previous.config !== '' && previous.config !== envOf(view, host, entry, envFact(entry)).config;
}

/**
 * Images of the instances' own repositories in the site's registry that neither run nor ran before make room; what somebody else
 * pulled from it stays. Docker itself refuses what a container uses; what cannot be removed is no failure.
 */
async function removeOldImages(
  context: ApplyContext,
  registryName: string,
  entries: readonly ComposeInstance[],
): Promise<void> {
  const { target, signal } = context;
  const view = await context.look(target);
  const present = knownOr(extraFact(factsOf(view, target), imagesFact), target, 'docker images');
  const kept = new Set(
    entries.flatMap((entry) =>
      [envFact(entry), previousEnvFact(entry)].flatMap((fact) => [...envOf(view, target, entry, fact).images.values()]),
    ),
  );
  const own = entries.flatMap((entry) =>
    entry.application.images.map(({ reference }) => `${registryName}/${parseImageReference(reference).repository}@`),
  );
  const isOld = (image: string): boolean => !kept.has(image) && own.some((start) => image.startsWith(start));
  for (const image of [...present].filter(isOld)) {
    const remove = change`docker image rm ${image}`;
    const result = await context.transport(target).exec(remove, { signal, timeoutMs: REMOVE_TIMEOUT_MS });
    if (result.code !== 0) context.note(`${image} stays: ${evidenceOf(result).at(-1) ?? ''}`);
  }
}

function envOf(view: View, host: string, entry: ComposeInstance, fact: ReturnType<typeof envFact>): EnvState {
  return knownOr(extraFact(factsOf(view, host), fact), host, `${entry.folder}/.env`);
}

function notUp(view: View, host: string, entry: ComposeInstance): readonly Change[] {
  const containers = knownOr(extraFact(factsOf(view, host), containersFact), host, 'docker ps');
  const env = envOf(view, host, entry, envFact(entry));
  return entry.application.services.flatMap((service): readonly Change[] => {
    const what = service;
    const own = containersOf(entry, containers, service);
    const after = entry.application.jobs?.includes(service) ? 'done' : 'running';
    if (own.length === 0) return [{ what, after }];
    const wrong = own.find((container) => !isRight(entry, container));
    if (wrong) return [{ what, before: wrong.status, after }];
    return own.every(({ config }) => config === env.config)
      ? []
      : [{ what, before: 'other configuration', after: 'as its files say' }];
  });
}

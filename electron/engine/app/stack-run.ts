import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { KeptBackup } from '../../api/stacks.ts';
import type { Text } from '../../api/text.ts';
import { digestOfFile } from '../bundle/http/file-digest.ts';
import { extraFact } from '../facts/registry.ts';
import { foundInstancesFact, instancePlaces } from '../ownership/ownership-facts.ts';
import type { RunContext, WorkResult } from '../run/start-run.ts';
import { change } from '../shell/command.ts';
import { allHosts } from '../site/derive.ts';
import { composeRemoval } from '../stacks/operations/compose-operations.ts';
import type { KnownInstance } from '../stacks/operations/find-instance.ts';
import { backupsOf, type Hands } from '../stacks/operations/hands.ts';
import { BROUGHT, backupFolder } from '../stacks/operations/kept-backups.ts';
import { dataNames, removeInstance } from '../stacks/operations/remove-instance.ts';
import { proveBackup, restoreData } from '../stacks/operations/restore-data.ts';
import { lookForRoom, mebibytes, saveData } from '../stacks/operations/save-data.ts';
import { startAgain, untilHealthy } from '../stacks/operations/until-healthy.ts';
import type { InstancePlace, StackRemoval } from '../stacks/stack.ts';
import type { SiteSession } from './site-session.ts';
import { runStages, type StagedWork, type StageTeller } from './stage-run.ts';

/** A backup that the host keeps, or a file of this computer. */
export type RestoreFrom = { readonly name: string } | { readonly file: string };

const LOOK: Text = { en: 'Data and room', es: 'Datos y espacio' };
const TITLES = {
  save: { en: 'Save the data', es: 'Guardar los datos' },
  bring: { en: 'Bring it to this computer', es: 'Traerla a este ordenador' },
  send: { en: 'Bring the backup there', es: 'Llevar la copia' },
  restore: { en: 'Bring the data back', es: 'Recuperar los datos' },
  healthy: { en: 'Services are healthy', es: 'Servicios en buen estado' },
  remove: { en: 'Remove the instance', es: 'Retirar la instancia' },
} as const satisfies Readonly<Record<string, Text>>;

/** Saves the data of an instance on its host, and brings the backup here where `out` names a file. */
export function backUpInstance(
  session: SiteSession,
  run: RunContext,
  known: KnownInstance,
  out: string | undefined,
): Promise<WorkResult> {
  const { place, stack } = known;
  const way = stack.backup?.(place);
  if (!way) throw new RangeError(`${stack.id} has no backup`);
  const titles = { look: LOOK, save: TITLES.save, ...(out === undefined ? {} : { bring: TITLES.bring }) };
  return staged(session, run, place, titles, async (tell, hands, isStopping) => {
    await tell.begin('look');
    if (out !== undefined) await assertWritable(out);
    await settle(session, run, place);
    await lookForRoom(hands, place, way);
    await tell.end('look', []);
    if (isStopping()) return false;
    await tell.begin('save');
    const backup = await saveData(hands, place, way);
    await run.record('stack-saved', {
      saved: { instance: place.instanceId, host: place.host, backup, brought: false },
    });
    await tell.end('save', [`${backupFolder(place.instanceId)}/${backup.name}`]);
    if (out === undefined) return true;
    if (isStopping()) return false;
    await tell.begin('bring');
    await bring(session, run, place, backup, out, (bytes) => tell.progress('bring', bytes, backup.sizeBytes));
    await run.record('stack-saved', { saved: { instance: place.instanceId, host: place.host, backup, brought: true } });
    await tell.end('bring', [out]);
    return true;
  });
}

/** Brings saved data back and waits until the instance is healthy. */
export function restoreInstance(
  session: SiteSession,
  run: RunContext,
  known: KnownInstance,
  from: RestoreFrom,
): Promise<WorkResult> {
  const { place, stack } = known;
  const { instanceId, host } = place;
  const way = stack.restore?.(place);
  if (!way) throw new RangeError(`${stack.id} has no restore`);
  const isFile = 'file' in from;
  const titles = {
    look: LOOK,
    ...(isFile ? { send: TITLES.send } : {}),
    restore: TITLES.restore,
    ...(known.compose ? { healthy: TITLES.healthy } : {}),
  };
  return staged(session, run, place, titles, async (tell, hands, isStopping) => {
    await tell.begin('look');
    await settle(session, run, place);
    const { backups, freeBytes } = await backupsOf(hands, place);
    const kept = isFile ? undefined : backups.find(({ name }) => name === from.name);
    const sizeBytes = isFile ? (await stat(from.file)).size : (kept?.sizeBytes ?? 0);
    if (isFile && sizeBytes > freeBytes)
      throw fail('stack.no-room-for-backup', {
        params: { instance: instanceId, host, free: mebibytes(freeBytes), needed: mebibytes(sizeBytes) },
        subject: { host },
      });
    if (!isFile && !kept)
      throw fail('stack.no-such-backup', {
        params: {
          backup: from.name,
          instance: instanceId,
          host,
          known: backups.map(({ name }) => name).join(', ') || '-',
        },
        subject: { host },
      });
    if (kept) await proveBackup(hands, place, { ...kept, path: `${backupFolder(instanceId)}/${kept.name}` });
    await tell.end('look', []);
    if (isStopping()) return false;
    const name = isFile ? from.file : from.name;
    const path = isFile ? broughtTo(instanceId) : `${backupFolder(instanceId)}/${from.name}`;
    try {
      if (isFile) {
        await tell.begin('send');
        await send(hands, place, from.file, sizeBytes, (bytes) => tell.progress('send', bytes, sizeBytes));
        await tell.end('send', [from.file]);
        if (isStopping()) return false;
      }
      await tell.begin('restore');
      await restoreData(hands, place, way, { name, path }).catch(async (error: unknown) => {
        if (run.signal.aborted && known.compose) await startAgain(hands, known.compose).catch(() => undefined);
        throw error;
      });
    } finally {
      if (isFile)
        await hands
          .transport(host)
          .exec(forgetBrought(instanceId))
          .catch(() => undefined);
    }
    await run.record('stack-restored', { instance: instanceId, host, from: name });
    await tell.end('restore', [name]);
    if (!known.compose) return true;
    await tell.begin('healthy');
    await untilHealthy(hands, known.compose);
    await tell.end('healthy', []);
    return true;
  });
}

/** Takes an instance away: one of the site, or one that it left behind on a host. */
export function removeFromHost(
  session: SiteSession,
  run: RunContext,
  known: KnownInstance | undefined,
  id: string,
  withData: boolean,
): Promise<WorkResult> {
  return findToRemove(session, known, id).then(({ place, way }) =>
    staged(session, run, place, { look: LOOK, remove: TITLES.remove }, async (tell, hands, isStopping) => {
      await tell.begin('look');
      await settle(session, run, place);
      const data = await dataNames(hands, place, way);
      hands.note(
        data.length === 0
          ? `${id} keeps no data`
          : `data of ${id}: ${data.join(', ')} ${withData ? 'go with it' : 'stay'}`,
      );
      await tell.end('look', []);
      if (isStopping()) return false;
      await tell.begin('remove');
      await removeInstance(hands, place, way, { withData });
      await run.record('stack-removed', { instance: id, host: place.host, withData, data });
      await tell.end('remove', [place.folder || id, ...(withData ? data : [])]);
      return true;
    }),
  );
}

/**
 * Where an instance of the site is, as its host has it: the project of what runs there is the one that its files were applied with,
 * whatever site.toml says by now. Where another instance's files name that project too (an id was changed, or another site is on that
 * host), its containers may be those of the other: throws `stack.project-shared`.
 */
async function placeOnHost(session: SiteSession, place: InstancePlace): Promise<InstancePlace> {
  const { instanceId, host } = place;
  const look = await session.transports.change(host, () => {}).exec(foundInstancesFact.command);
  const found = foundInstancesFact.parse(look);
  if (!found.known)
    throw fail('stack.data-unreadable', {
      params: { instance: instanceId, host },
      evidence: [found.why],
      subject: { host },
    });
  const own = found.value.find((each) => each.instanceId === instanceId && each.siteId === session.site.id);
  const project = own?.project || place.project;
  const other = found.value.find((each) => each !== own && each.project === project);
  if (!other) return { ...place, project };
  throw fail('stack.project-shared', {
    params: { instance: instanceId, host, project, folder: other.folder },
    subject: { host },
  });
}

async function findToRemove(
  session: SiteSession,
  known: KnownInstance | undefined,
  id: string,
): Promise<{ readonly place: InstancePlace; readonly way: StackRemoval }> {
  if (known?.stack.remove) {
    const place = known.compose ? await placeOnHost(session, known.place) : known.place;
    return { place, way: known.stack.remove(place) };
  }
  const { hosts } = await session.look();
  const debian = new Set(allHosts(session.site).flatMap(({ name, os }) => (os === 'debian' ? [name] : [])));
  const left: InstancePlace[] = [];
  const silent: string[] = [];
  for (const [host, sight] of hosts) {
    if (!debian.has(host)) continue;
    const found = sight.reached ? extraFact(sight.facts, foundInstancesFact) : undefined;
    if (found?.known) left.push(...instancePlaces(session.site, host, found.value));
    else silent.push(host);
  }
  const place = left.find(({ instanceId }) => instanceId === id);
  if (place) return { place, way: composeRemoval(place) };
  const params = { instance: id, known: left.map(({ instanceId }) => instanceId).join(', ') || '-' };
  if (silent.length > 0) throw fail('stack.not-found-yet', { params: { ...params, silent: silent.join(', ') } });
  throw fail('stack.not-found', { params });
}

type Work<Stage extends string> = (
  tell: StageTeller<Stage>,
  hands: Hands,
  isStopping: () => boolean,
) => Promise<boolean>;

/** The stages of one piece of work on an instance. `work` gives false where a stop left something undone. */
function staged<Stage extends string>(
  session: SiteSession,
  run: RunContext,
  place: InstancePlace,
  titles: Readonly<Partial<Record<Stage, Text>>>,
  work: Work<Stage>,
): Promise<WorkResult> {
  const about: StagedWork<Stage> = {
    prefix: 'stack',
    titles: titles as Readonly<Record<Stage, Text>>,
    target: place.host,
    what: place.instanceId,
    hosts: [place.host],
    phase: 'application',
  };
  const hands: Hands = {
    signal: run.signal,
    note: (text) => run.emit({ type: 'log', host: place.host, level: 'note', text }),
    wait: (ms) => session.clock.wait(ms, run.signal),
    now: () => session.clock.now(),
    transport: (host) => session.transports.change(host, (line) => run.emit({ type: 'log', ...line })),
  };
  return runStages<Stage>(run, about, async (tell, isStopping) => ({
    isComplete: await work(tell, hands, isStopping),
  }));
}

const broughtTo = (instanceId: string) => `${backupFolder(instanceId)}/${BROUGHT}`;

/** A file that was brought, and what came of one whose bringing was cut off (transport/upload.ts: `.NAME.DIGEST.part`). */
function forgetBrought(instanceId: string) {
  return change`cd ${backupFolder(instanceId)} 2>/dev/null && rm -f ${BROUGHT} .${BROUGHT}.*.part`;
}

/** Brings a file of this computer to the host for a restore. */
async function send(
  hands: Hands,
  { instanceId, host }: InstancePlace,
  file: string,
  sizeBytes: number,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const transport = hands.transport(host);
  const { signal } = hands;
  await transport.exec(change`umask 077; mkdir -p ${backupFolder(instanceId)}`, { signal });
  const { sha256 } = (await digestOfFile(file, false, signal)).done();
  const how = { mode: 0o600, owner: 'root', signal, onBytes };
  await transport.upload({ source: { path: file }, sha256, sizeBytes }, broughtTo(instanceId), how);
}

/**
 * What an earlier run that was broken off left running on the host ends first; what of it has ended is cleared away, and so is a
 * file that it had brought.
 */
async function settle(session: SiteSession, run: RunContext, { instanceId, host }: InstancePlace): Promise<void> {
  const transport = session.transports.change(host, (line) => run.emit({ type: 'log', ...line }));
  const own = ['backup', 'restore', 'remove', 'up', 'back'].map((what) => `stack.${what}-${instanceId}`);
  for (const { id, state } of await transport.pendingJobs()) {
    if (!own.includes(id)) continue;
    if (state === 'running') await transport.awaitJob(id, { signal: run.signal });
    await transport.reapJob(id);
  }
  await transport.exec(forgetBrought(instanceId), { signal: run.signal });
}

async function bring(
  session: SiteSession,
  run: RunContext,
  { instanceId, host }: InstancePlace,
  backup: KeptBackup,
  out: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const transport = session.transports.change(host, (line) => run.emit({ type: 'log', ...line }));
  try {
    await transport.download({
      source: `${backupFolder(instanceId)}/${backup.name}`,
      sizeBytes: backup.sizeBytes,
      sha256: backup.sha256 ?? '',
      target: resolve(out),
      signal: run.signal,
      onBytes,
    });
  } catch (error) {
    throw unwritable(out, error);
  }
}

/** Before gigabytes are saved it is known that they can be brought. */
async function assertWritable(out: string): Promise<void> {
  try {
    if ((await stat(out).catch(() => undefined))?.isDirectory()) throw new Error('it is a folder');
    await access(dirname(resolve(out)), constants.W_OK);
  } catch (error) {
    throw unwritable(out, error);
  }
}

function unwritable(file: string, error: unknown): unknown {
  const code = (error as { readonly code?: unknown }).code;
  if (!(error instanceof Error) || 'diagnostics' in error) return error;
  return fail('stack.out-unwritable', {
    params: { file, why: typeof code === 'string' ? code : error.message },
    evidence: [error.message],
  });
}

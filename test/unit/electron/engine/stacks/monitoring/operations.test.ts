import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import { diagnosticsOf } from '../../../../../../electron/cli/view/failure.ts';
import { DOCKER, type DockerState } from '../../../../../../electron/engine/rehearsal/docker/docker-state.ts';
import { wireText } from '../../../../../../electron/engine/shell/command.ts';
import type { MonitoringState } from '../../../../../../electron/engine/stacks/monitoring/rehearsal/monitoring-state.ts';
import { dependants, instanceOf } from '../../../../../../electron/engine/stacks/operations/find-instance.ts';
import { backupsOf, type Hands } from '../../../../../../electron/engine/stacks/operations/hands.ts';
import { dataNames, removeInstance } from '../../../../../../electron/engine/stacks/operations/remove-instance.ts';
import { proveBackup, restoreData } from '../../../../../../electron/engine/stacks/operations/restore-data.ts';
import { lookAtData, lookForRoom, saveData } from '../../../../../../electron/engine/stacks/operations/save-data.ts';
import { untilHealthy } from '../../../../../../electron/engine/stacks/operations/until-healthy.ts';
import { VM } from '../../../../../steps/stacks.support.ts';
import { site } from '../../../../../steps/support/two-node.ts';
import { sh } from '../../../../../support/simulated-site.ts';
import { assets } from './rehearsed-project.ts';
import { simulatedMachine } from './simulated-machine.ts';

const machine = await simulatedMachine(site);
const { world, transport, apply } = machine;
afterAll(() => machine.close());

const known = instanceOf(site, assets, 'monitoring');
if (!known?.compose || !known.stack.backup || !known.stack.restore || !known.stack.remove)
  throw new Error('the monitoring system can be saved, restored and removed');
const { place, compose } = known;
const backup = known.stack.backup(place);
const restore = known.stack.restore(place);
const removal = known.stack.remove(place);
const FOLDER = '/var/backups/sitewright/monitoring';

const hands: Hands = {
  transport: () => transport,
  signal: new AbortController().signal,
  note: () => {},
  wait: (ms) => world.clock.sleep(ms / 1000),
  now: () => world.now(),
};
const on = (script: string) => sh(world, script, { host: VM });
const bytes = async (): Promise<number> => (await lookAtData(hands, place, backup)).sizeBytes;
const RESTORED = `${VM}: database.restored municipal_project`;

const database = (): MonitoringState =>
  world.slice<DockerState>(DOCKER).hosts[VM]?.applications.municipal_project as unknown as MonitoringState;

/** Readings that the collector brought; no cluster is behind this machine. */
function collect(count: number): void {
  const state = database();
  for (let times = 0; times < count; times += 1)
    state.samples.push({
      takenAt: world.now(),
      receivedAt: world.now(),
      source: 'node/pve-node1',
      cpuRatio: 0.5,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      diskUsedBytes: null,
      diskTotalBytes: null,
    });
}

async function refusal(act: Promise<unknown>): Promise<string> {
  const failure = await act.then(
    () => undefined,
    (error: unknown) => diagnosticsOf(error)[0],
  );
  return failure ? `${failure.code}: ${describeDiagnostic(failure, 'en').summary}` : 'it was not refused';
}

beforeAll(async () => {
  await apply();
});

it('what was saved comes back: a backup lies whole on the machine, for root alone, with its digest', async () => {
  expect(await lookForRoom(hands, place, backup)).toMatchObject({ schema: 1 });
  collect(20);
  const before = await bytes();
  const readings = structuredClone(database().samples);
  const saved = await saveData(hands, place, backup);
  expect(await backupsOf(hands, place)).toMatchObject({ backups: [saved] });
  expect((await on(`stat -c '%a %n' ${FOLDER} ${FOLDER}/*; cd ${FOLDER} && sha256sum -c *.sha256`)).stdout).toBe(
    `700 ${FOLDER}\n600 ${FOLDER}/${saved.name}\n600 ${FOLDER}/${saved.name}.sha256\n${saved.name}: OK\n`,
  );
  collect(30);
  expect(await bytes()).toBeGreaterThan(before + 1_000);
  await proveBackup(hands, place, { ...saved, path: `${FOLDER}/${saved.name}` });
  await restoreData(hands, place, restore, { name: saved.name, path: `${FOLDER}/${saved.name}` });
  await untilHealthy(hands, compose);
  expect(world.effects.get(RESTORED)).toBe(1);
  // What the system itself goes on writing as time passes is none of what was collected.
  expect(database().samples).toEqual(readings);
  expect(await bytes()).toBeLessThan(before + 1_000);
});

it('a file that is damaged or none of ours is refused, and the data stay as they are', async () => {
  const { backups } = await backupsOf(hands, place);
  const [newest] = backups;
  if (!newest) throw new Error('no backup');
  await on(`cd ${FOLDER} && head -c 300 ${newest.name} >cut.txt && echo nothing >none.txt`);
  const from = (name: string) => ({ name, path: `${FOLDER}/${name}` });
  expect(await refusal(proveBackup(hands, place, { ...from('cut.txt'), sha256: newest.sha256 as string }))).toBe(
    `stack.backup-damaged: The backup cut.txt on ${VM} is not as it was written.`,
  );
  for (const name of ['cut.txt', 'none.txt'])
    expect(await refusal(restoreData(hands, place, restore, from(name)))).toBe(
      `stack.not-restored: ${name} was not brought back into monitoring on ${VM}; its data are as before.`,
    );
  await untilHealthy(hands, compose);
  expect(world.effects.get(RESTORED)).toBe(1);
});

it('the newest seven are kept, and what was cut off before is no backup', async () => {
  await on(`cd ${FOLDER} && echo half >20200101T000000Z.dump.part`);
  for (let times = 0; times < 8; times += 1) {
    await saveData(hands, place, backup);
    await world.clock.sleep(60);
  }
  const { backups } = await backupsOf(hands, place);
  expect(backups).toHaveLength(7);
  expect(backups.map(({ name }) => name)).toEqual(backups.map(({ name }) => name).sort((a, b) => (a < b ? 1 : -1)));
  expect((await on(`ls ${FOLDER} | grep -vc -e cut -e none`)).stdout).toBe('14\n');
});

it('a backup has the time of its host, and none that is newer by name pushes it out', async () => {
  const { backups } = await backupsOf(hands, place);
  const ahead = backups[0]?.name ?? '';
  await on('date -u -s "2020-06-01 12:00:00"');
  const saved = await saveData(hands, place, backup);
  await on(`date -u -s @${Math.round(world.now() / 1000)}`);
  expect(saved.name).toMatch(/^202006\d\dT\d{6}Z\.dump$/);
  const names = (await backupsOf(hands, place)).backups.map(({ name }) => name);
  expect(names).toHaveLength(7);
  expect(names[0]).toBe(ahead);
  expect(names).toContain(saved.name);
});

it.each([
  ['a backup of when there was hardly anything does not stand for what is there now', 10_000, 1, 4_064],
  ['nor does one that was larger than the data ask for more than these take', 100, 900, 164],
  ['one that fits the data is asked for twice', 10_000, 3_000, 6_064],
])('room: %s', async (_, dataMiB, newestMiB, neededMiB) => {
  const mebi = 1024 ** 2;
  const asked = (freeMiB: number): Promise<string> => {
    const exec: typeof transport.exec = async (command) => {
      const stdout = wireText(command).includes('--look')
        ? `bytes ${dataMiB * mebi}\nschema 1\n`
        : `${freeMiB * mebi}\n20200101T000000Z.dump ${newestMiB * mebi} -\n`;
      return { code: 0, stdout, stderr: '' };
    };
    return refusal(lookForRoom({ ...hands, transport: () => ({ ...transport, exec }) }, place, backup));
  };
  expect(await asked(neededMiB)).toBe('it was not refused');
  expect(await asked(neededMiB - 1)).toBe(
    `stack.no-room-for-backup: ${VM} has ${neededMiB - 1} MiB free, and a backup of monitoring may need ${neededMiB} MiB.`,
  );
});

it('a database that does not answer is not saved, and no file is left of the try', async () => {
  const { backups } = await backupsOf(hands, place);
  await on('cd /opt/sitewright/stacks/monitoring && docker compose stop db');
  expect(await refusal(lookForRoom(hands, place, backup))).toMatch(/^stack\.data-unreadable: /);
  expect(await refusal(saveData(hands, place, backup))).toBe(
    `stack.not-saved: The data of monitoring on ${VM} were not saved.`,
  );
  expect((await backupsOf(hands, place)).backups).toEqual(backups);
  expect((await on(`ls ${FOLDER}/*.part`)).code).not.toBe(0);
  await on('cd /opt/sitewright/stacks/monitoring && docker compose start db');
});

it('removed without its data it finds them again when it is installed anew, and with them it begins empty', async () => {
  expect(await dataNames(hands, place, removal)).toEqual(['municipal_project_db_data', 'municipal_project_spool']);
  collect(20);
  const full = await bytes();
  await removeInstance(hands, place, removal, { withData: false });
  expect((await on('docker ps --all --quiet; ls /opt/sitewright/stacks')).stdout).toBe('');
  // what was cut off is done again
  await removeInstance(hands, place, removal, { withData: false });
  expect(await apply()).toContain('stack.up needed');
  expect(await bytes()).toBeGreaterThanOrEqual(full);
  await removeInstance(hands, place, removal, { withData: true });
  expect(await dataNames(hands, place, removal)).toEqual([]);
  expect((await backupsOf(hands, place)).backups).toHaveLength(7);
  await apply();
  expect(await bytes()).toBeLessThan(full);
});

it('the registry goes once nobody needs it: its service is down, and its images stay unless they are to go too', async () => {
  const registry = instanceOf(site, assets, 'registry');
  const way = registry?.stack.remove?.(registry.place);
  if (!registry || !way) throw new Error('the registry can be removed');
  expect(dependants(site, registry.instance)).toEqual(['monitoring']);
  const active = async () => (await on('systemctl is-active docker-registry.service')).stdout.trim();
  expect(await active()).toBe('active');
  for (const withData of [false, true]) {
    await removeInstance(hands, registry.place, way, { withData });
    expect(await active()).not.toBe('active');
    expect(await dataNames(hands, registry.place, way)).toHaveLength(withData ? 0 : 1);
  }
});

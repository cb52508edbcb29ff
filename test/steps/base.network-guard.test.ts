import { afterEach, expect, test } from 'vitest';
import { wireText } from '../../electron/engine/shell/command.ts';
import { armGuard, GUARD_FOLDER, restoreNow } from '../../electron/engine/steps/base/network-guard.ts';
import { type LabWorld, labHost, openLab } from '../unit/electron/engine/rehearsal/pve/support/lab-world.ts';

const NODE = 'pve1';
const FILE = '/etc/network/interfaces';
const BOOT_UNIT = '/etc/systemd/system/sitewright-network-guard-boot.service';
let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

/** A node whose guard is armed and whose network file was changed since; gives the former text. */
async function guarded(): Promise<{ readonly site: LabWorld; readonly before: string }> {
  lab = openLab([labHost(NODE, 'pve', '9.1', '192.0.2.11')]);
  const { stdout: before } = await lab.run(NODE, `cat ${FILE}`);
  expect((await lab.run(NODE, wireText(armGuard()))).stdout).toBe('armed\n');
  await lab.run(NODE, `sed -i 's/192.0.2.11/192.0.2.99/' ${FILE}`);
  expect((await lab.run(NODE, `cat ${FILE}`)).stdout).not.toBe(before);
  return { site: lab, before };
}

async function restart(site: LabWorld): Promise<void> {
  site.world.setPower(site.host(NODE), false);
  site.world.setPower(site.host(NODE), true);
  // its early units run beside the clock of the test
  for (let turn = 0; turn < 50; turn++) {
    await site.wait(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a node that starts puts its former network back once its root is writable', async () => {
  const { site, before } = await guarded();
  await restart(site);
  expect((await site.run(NODE, `cat ${FILE}`)).stdout).toBe(before);
  expect((await site.run(NODE, `ls ${GUARD_FOLDER}`)).stdout).toContain('reverted');
});

test('a boot unit without that order would find the root read-only, and the guard stays armed', async () => {
  const { site, before } = await guarded();
  await site.run(NODE, `sed -i '/^After=/d' ${BOOT_UNIT}`);
  await restart(site);
  expect((await site.run(NODE, `cat ${FILE}`)).stdout).not.toBe(before);
  expect((await site.run(NODE, `ls ${GUARD_FOLDER}`)).stdout).toContain('pending');
});

test('what guards says that all is well only where nothing waits to be confirmed', async () => {
  const { site } = await guarded();
  const host = site.host(NODE);
  const run = async () => (await site.run(NODE, `sh ${GUARD_FOLDER}/guard boot`)).code;
  host.files.readOnly = true;
  expect(await run()).toBe(1);
  host.files.readOnly = false;
  await site.run(NODE, `mv ${GUARD_FOLDER}/pending ${GUARD_FOLDER}/confirmed`);
  expect(await run()).toBe(0);
});

test('an ordered return says that it did not happen where nothing can be written', async () => {
  const { site, before } = await guarded();
  const host = site.host(NODE);
  host.files.readOnly = true;
  expect((await site.run(NODE, wireText(restoreNow('a')))).code).not.toBe(0);
  host.files.readOnly = false;
  expect((await site.run(NODE, wireText(restoreNow('b')))).code).toBe(0);
  expect((await site.run(NODE, `cat ${FILE}`)).stdout).toBe(before);
});

import { expect, it } from 'vitest';
import type { FlasherDrive } from '../../../../../../electron/api/drive.ts';
import {
  equivalentCommand,
  retargetCommand,
} from '../../../../../../electron/engine/usb/elevation/equivalent-command.ts';

const drive = (device: string, task: FlasherDrive['task']): FlasherDrive => ({
  device,
  identity: { kind: 'disk', serial: 'AB 1', sizeBytes: 1e9, sequence: null, backingFile: null },
  task,
});

it('several sticks become one command for each', () => {
  const flash = { kind: 'flash', basePath: '/b.iso', baseStamp: '1:2:3:4:5', overlayPath: '/pve1.overlay' } as const;
  expect(equivalentCommand({ version: 2, drives: [drive('/dev/sda', flash), drive('/dev/sdb', flash)] }, 'sudo')).toBe(
    "sudo sitewright flash /pve1.overlay --to /dev/sda --confirm 'AB 1' --base /b.iso && " +
      "sudo sitewright flash /pve1.overlay --to /dev/sdb --confirm 'AB 1' --base /b.iso",
  );
});

it('looking at sticks is one command for all of them', () => {
  const identify = { kind: 'identify', zones: [] } as const;
  const drives = [drive('/dev/sda', identify), drive('/dev/sdb', identify)];
  expect(equivalentCommand({ version: 2, drives }, 'sudo')).toBe('sudo sitewright drives');
});

it('a re-target names the site and the node, since its own files are gone by then', () => {
  const of = {
    target: '/dev/sdb',
    siteFile: "/home/me/Jan's site/site.toml",
    base: '/b.iso',
    node: 'pve2',
    acceptBase: undefined,
  };
  expect(retargetCommand(of, 'sudo')).toBe(
    "sudo sitewright image retarget /dev/sdb '/home/me/Jan'\\''s site/site.toml' --base /b.iso --node pve2",
  );
  expect(retargetCommand({ ...of, siteFile: 'site.toml', acceptBase: 'ab12' }, '')).toBe(
    'sitewright image retarget /dev/sdb site.toml --base /b.iso --node pve2 --accept-base ab12',
  );
});

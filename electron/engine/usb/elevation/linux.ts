import type { ElevationTwin } from './twin.ts';

/**
 * Linux: pkexec, which hands stdin and stdout on and takes the environment away (so `env` gives back the one variable that
 * makes Electron Node, where Electron runs the flasher: from a checkout). An installed flasher is started by its own runtime, with
 * nothing between: polkit's policy of ours names just these two words (build/lib/package/polkit-policy.mjs). udisks2 lets go of what the desktop mounted by itself. Not chosen: udisks2's OpenDevice, which gives
 * an open drive over D-Bus without any root program, since passing file descriptors needs a D-Bus library, and the flasher
 * would no longer be the one that opens the drive exclusively. Exit codes: pkexec(1), "RETURN VALUE".
 */
export const linuxElevation: ElevationTwin = {
  channel: 'stdio',
  flasherReleases: false,
  program: 'pkexec',
  terminalPrefix: 'sudo',
  command: ({ execPath, flasherPath, isElectron }) => ({
    file: 'pkexec',
    args: [...(isElectron ? ['/usr/bin/env', 'ELECTRON_RUN_AS_NODE=1'] : []), execPath, flasherPath],
  }),
  explain({ code, error, stderr }) {
    if (error === 'ENOENT') return 'flash.elevation-missing';
    // env ends with the same codes as pkexec: permission was given, but root cannot reach the program (an AppImage's mount).
    // So does pkexec itself where it was allowed and cannot start it: `Error accessing /x: …`, `Error executing /x: …`.
    if (/^(\S*env: |Error (accessing|executing) \/|Cannot run program )/m.test(stderr)) return undefined;
    if (code === 126) return 'flash.elevation-dismissed';
    return code === 127 ? 'flash.elevation-no-agent' : undefined;
  },
  release: (_, mountedParts) =>
    mountedParts.map((part) => ['udisksctl', 'unmount', '--no-user-interaction', '--block-device', part]),
};

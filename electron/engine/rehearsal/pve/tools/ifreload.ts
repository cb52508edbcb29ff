import type { Program, SimHost, World } from '../../kernel/program.ts';
import { readHostText } from '../model/host-text.ts';
import { commitStaged, reloadInterfaces } from '../model/network-reload.ts';

/** ifupdown2's ifreload -a: makes the network what /etc/network/interfaces says. Other calls are not simulated. */
export const ifreload: Program = async (context) => {
  if (context.argv.length !== 2 || (context.argv[1] !== '-a' && context.argv[1] !== '--all')) {
    context.stderr('error: ifreload: only -a is simulated\n');
    return 1;
  }
  await context.sleep(1.5);
  reloadInterfaces(context.world, context.host);
  return 0;
};

const EARLY_UNITS = '/etc/systemd/system/sysinit.target.wants';

/** The network of a node that starts: early units of its own first, then what was prepared, then the file. */
export async function bootNetwork(world: World, host: SimHost): Promise<void> {
  const units = (host.files.list(EARLY_UNITS) ?? []).map((unit) => readHostText(host, `${EARLY_UNITS}/${unit}`) ?? '');
  const waits = (text: string): boolean => /^After=.*\bsystemd-remount-fs\.service\b/m.test(text);
  // the root is read-only until systemd-remount-fs; a unit without an order may run before it, and here it does
  for (const text of units.filter((unit) => !waits(unit))) {
    await Promise.resolve(); // what a start lays out at once is there before
    host.files.readOnly = true;
    await runUnit(world, host, text).finally(() => {
      host.files.readOnly = false;
    });
  }
  for (const text of units.filter(waits)) await runUnit(world, host, text);
  if (!host.powered) return;
  commitStaged(host);
  reloadInterfaces(world, host);
}

async function runUnit(world: World, host: SimHost, text: string): Promise<void> {
  const command = /^ExecStart=[-+!@:]*(.+)$/m.exec(text)?.[1];
  if (command !== undefined) await world.run(host, ['sh', '-c', command], { cwd: '/' });
}

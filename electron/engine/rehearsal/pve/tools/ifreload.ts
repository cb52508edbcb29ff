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
  for (const unit of host.files.list(EARLY_UNITS) ?? []) {
    const command = /^ExecStart=[-+!@:]*(.+)$/m.exec(readHostText(host, `${EARLY_UNITS}/${unit}`) ?? '')?.[1];
    if (command !== undefined) await world.run(host, ['sh', '-c', command], { cwd: '/' });
  }
  if (!host.powered) return;
  commitStaged(host);
  reloadInterfaces(world, host);
}

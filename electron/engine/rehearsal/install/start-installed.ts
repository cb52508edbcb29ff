import { settingsOf } from '../debian/settings.ts';
import type { SimHost, World } from '../kernel/program.ts';
import { makeEd25519, type SshKeyPair } from '../kernel/ssh-keys.ts';
import { layOutRootKey } from '../pve/model/node-init.ts';
import { bootUp, layOutFirstBoot } from './first-boot.ts';
import { SECONDS } from './installer/durations.ts';
import { machineIdOf } from './installer/webhook.ts';
import type { MachineState } from './model/install-state.ts';
import { takeAt } from './take-at.ts';

/**
 * The first start of an installed system: the machine becomes a host of the simulated site. Undefined where another host has its
 * name already (the same answer installed twice): it then runs, and nobody reaches it. `rootKey`: the pair that a node makes for
 * itself at its first start.
 */
export function startInstalled(world: World, machine: MachineState, rootKey: SshKeyPair): SimHost | undefined {
  const { waiting } = machine;
  if (!waiting || world.hosts.has(waiting.spec.name)) return undefined;
  const host = world.addHost(waiting.spec);
  layOutRootKey(host, rootKey);
  machine.hostName = host.name;
  delete machine.waiting;
  delete machine.firstBoot;
  const settings = settingsOf(world, host);
  settings.machineId = machineIdOf({ machine });
  settings.clockOffsetSeconds = machine.clockOffsetSeconds;
  host.files.removeTree('/etc/machine-id');
  host.files.write('/etc/machine-id', Buffer.from(`${settings.machineId}\n`), 0o444);
  if (waiting.firstBoot) {
    const { ordering, programBase64 } = waiting.firstBoot;
    machine.firstBoot = { ordering };
    layOutFirstBoot(host, machine.firstBoot, Buffer.from(programBase64, 'base64'));
  }
  if (waiting.subscriptionKey !== undefined) {
    host.files.makeDirectories('/var/lib/proxmox-first-boot');
    host.files.write('/var/lib/proxmox-first-boot/subscription-key', Buffer.from(waiting.subscriptionKey), 0o600);
  }
  if (takeAt(world, 'install.host-key-differs', machine.name))
    world.setImpostor(host, makeEd25519('root@somebody-else').privateText);
  if (takeAt(world, 'install.hook-network-down', machine.name)) keepNetworkDown(world, host);
  world.tick();
  world.changed();
  inBackground(bootUp(world, host, machine.firstBoot));
  return host;
}

/** The switch port stays dark for some minutes. */
function keepNetworkDown(world: World, host: SimHost): void {
  world.setPlugged(host, false);
  inBackground(world.sleep(SECONDS.networkDown).then(() => world.setPlugged(host, true)));
}

/** It ends with the simulated site: what it rejects with then is nobody's business. */
export function inBackground(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

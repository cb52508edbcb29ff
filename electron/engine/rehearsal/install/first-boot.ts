import { drawLogin } from '../debian/console.ts';
import { log } from '../debian/settings.ts';
import type { SimHost, World } from '../kernel/program.ts';
import { SECONDS } from './installer/durations.ts';
import type { FirstBoot, Ordering } from './model/install-state.ts';

export const FIRST_BOOT_FOLDER = '/var/lib/proxmox-first-boot';
export const FIRST_BOOT_PROGRAM = `${FIRST_BOOT_FOLDER}/proxmox-first-boot`;
/** Whether the program is still to run; removed only after it has ended with 0. */
export const FIRST_BOOT_FLAG = `${FIRST_BOOT_FOLDER}/pending-first-boot-setup`;

const UNITS: Readonly<Record<Ordering, string>> = {
  'before-network': 'proxmox-first-boot-network-pre',
  'network-online': 'proxmox-first-boot-network-online',
  'fully-up': 'proxmox-first-boot-multi-user',
};

/** systemd gives a unit little more than this. */
const ENVIRONMENT: ReadonlyMap<string, string> = new Map([
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['LANG', 'C.UTF-8'],
]);

/** Lays the program down as the installer does: its folder for root alone, the flag beside it, the unit of its moment. */
export function layOutFirstBoot(host: SimHost, firstBoot: FirstBoot, program: Uint8Array): void {
  host.files.makeDirectories(FIRST_BOOT_FOLDER);
  host.files.chmod(FIRST_BOOT_FOLDER, 0o700);
  host.files.write(FIRST_BOOT_PROGRAM, program, 0o755);
  host.files.write(FIRST_BOOT_FLAG, new Uint8Array(0));
  host.units.set(UNITS[firstBoot.ordering], { active: 'inactive', enabled: true });
}

/**
 * What follows the kernel at every start of an installed node: the network, the login screen, the services; and at its moment the
 * first-boot program, as long as its flag lies there. Rejects only when the simulated site is closed.
 */
export async function bootUp(world: World, host: SimHost, firstBoot: FirstBoot | undefined): Promise<void> {
  const life = world.bootedAt(host);
  const isGone = () => !host.powered || world.bootedAt(host) !== life;
  const unit = firstBoot && UNITS[firstBoot.ordering];
  const isPending = host.files.stat(FIRST_BOOT_FLAG) !== undefined;
  if (unit !== undefined) setUnit(host, unit, 'inactive');
  const run = async (moment: Ordering): Promise<void> => {
    if (firstBoot?.ordering === moment && isPending && !isGone()) await runProgram(world, host, moment);
  };
  if (firstBoot?.ordering === 'before-network' && isPending) {
    // The network waits for it.
    const wasPlugged = world.isPlugged(host);
    world.setPlugged(host, false);
    await run('before-network');
    world.setPlugged(host, wasPlugged);
  }
  await world.sleep(SECONDS.networkOnline);
  if (isGone()) return;
  drawLogin(world, host);
  const early = run('network-online');
  await world.sleep(SECONDS.fullyUp);
  await Promise.all([early, run('fully-up')]);
}

async function runProgram(world: World, host: SimHost, ordering: Ordering): Promise<void> {
  const unit = UNITS[ordering];
  setUnit(host, unit, 'activating');
  const line = (chunk: Uint8Array) => {
    for (const text of Buffer.from(chunk).toString('utf8').split('\n')) if (text !== '') log(world, host, unit, text);
  };
  const code = await world.run(host, [FIRST_BOOT_PROGRAM, ordering], {
    env: ENVIRONMENT,
    cwd: '/',
    stdout: line,
    stderr: line,
  });
  if (!host.powered) return;
  log(
    world,
    host,
    'systemd',
    code === 0 ? `Finished ${unit}.service.` : `${unit}.service: Failed with result 'exit-code'.`,
  );
  if (code === 0 && host.files.stat(FIRST_BOOT_FLAG)) host.files.remove(FIRST_BOOT_FLAG);
  setUnit(host, unit, code === 0 ? 'active' : 'failed');
  world.changed();
}

function setUnit(host: SimHost, unit: string, active: 'active' | 'inactive' | 'failed' | 'activating'): void {
  host.units.set(unit, { active, enabled: true });
}

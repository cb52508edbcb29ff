import type { Answer } from '../../../answers/answer.ts';
import { matchInventory } from '../../../answers/match-inventory.ts';
import { parseAnswer } from '../../../answers/parse-answer.ts';
import { makeHostKeys } from '../../kernel/host-keys.ts';
import type { SshKeyPair } from '../../kernel/ssh-keys.ts';
import { FIRST_BOOT_LIMIT_BYTES } from '../medium/read-medium.ts';
import { diskUseOf } from '../model/machine-hardware.ts';
import { takeAt } from '../take-at.ts';
import { RESTARTING, SHELL_PROMPT } from '../what-screen-shows.ts';
import { SECONDS } from './durations.ts';
import { countDevices, fetchAnswer } from './fetch-answer.ts';
import { type InstallPlan, installedSystem, planInstallation } from './installed-system.ts';
import { askAsInstaller } from './installer-http.ts';
import { inventoryOfMachine } from './inventory-of-machine.ts';
import { askForLease } from './lease.ts';
import { InstallerError, type LiveSystem } from './live-system.ts';
import { refusesRaid } from './raid-needs.ts';
import { vendorWords } from './vendor-words.ts';
import { postWebhook } from './webhook.ts';

/** What the machine does when the installer has ended. stuck: it stays in a shell, for a person. */
export type InstallerEnd = 'reboot' | 'power-off' | 'stuck';

/**
 * The automatic installation on one machine, from the start of its Linux. Until the answer is read and fits this machine nothing
 * is erased. Whatever fails ends in a shell on the machine's own screen (or restarts it, where the answer says so).
 */
export async function runInstaller(live: LiveSystem): Promise<InstallerEnd> {
  const { console } = live;
  let answer: Answer | undefined;
  try {
    await startUp(live);
    answer = readAnswer(live, await fetchAnswer(live));
    const plan = checkAgainstMachine(live, answer);
    const firstBoot = await fetchFirstBoot(live, answer);
    const keys = await install(live, plan, firstBoot);
    await sendWebhook(live, plan, keys);
  } catch (error) {
    if (!(error instanceof InstallerError)) throw error;
    console.print(...error.lines);
    if (answer?.global.rebootOnError) {
      console.print(`Installation failed, rebooting in ${SECONDS.rebootOnError} seconds...`);
      await live.sleep(SECONDS.rebootOnError);
      return 'reboot';
    }
    console.print('', 'Installation aborted - unable to continue (type exit or CTRL-D to reboot)', `${SHELL_PROMPT} `);
    return 'stuck';
  }
  console.print(answer.global.rebootMode === 'reboot' ? RESTARTING : 'Installation done, powering off...');
  await live.sleep(SECONDS.shutDown);
  return answer.global.rebootMode;
}

async function startUp(live: LiveSystem): Promise<void> {
  const { console, medium } = live;
  console.show(
    'Welcome to the Proxmox VE installer',
    'initial setup startup',
    'mounting proc filesystem',
    'mounting sys filesystem',
    `boot comandline: BOOT_IMAGE=/boot/linux26 ro ramdisk_size=16777216 rw quiet splash=silent proxmox-start-auto-installer`,
  );
  await live.sleep(SECONDS.installerStart);
  console.print(`found Proxmox VE ISO ${medium.release.version}-${medium.release.isoRelease}`, 'Starting chrony');
  live.lease = await askForLease(live);
  console.print(`Caching device info from udev: ${countDevices(live)}`, 'Starting automatic installation');
}

/** The full parse with what the machine has comes next; this is what validate-answer looks at, without its spelling rule. */
function readAnswer(live: LiveSystem, text: string): Answer {
  const parsed = parseAnswer(text, { version: live.version, file: 'answer.toml', underscoreSeverity: 'warning' });
  if (!parsed.answer) {
    throw new InstallerError('ERROR: Failed to parse answer file:', ...vendorWords(parsed.diagnostics));
  }
  return parsed.answer;
}

function checkAgainstMachine(live: LiveSystem, answer: Answer): InstallPlan {
  const inventory = inventoryOfMachine(live.machine, live.lease);
  const match = matchInventory(answer, inventory, { version: live.version, file: 'answer.toml' });
  if (!match.installs) throw new InstallerError('ERROR: Installation failed:', ...vendorWords(match.diagnostics));
  const refusal = refusesRaid(answer.disks, match.installs.disks.length);
  if (refusal !== undefined) throw new InstallerError(`ERROR: Installation failed: ${refusal}`);
  return planInstallation(live, answer, match.installs);
}

async function fetchFirstBoot(live: LiveSystem, { firstBoot }: Answer): Promise<Uint8Array | undefined> {
  if (!firstBoot) return undefined;
  if (firstBoot.source === 'from-url') {
    const answer = await askAsInstaller(live, {
      url: firstBoot.url ?? '',
      method: 'GET',
      fingerprint: firstBoot.certFingerprint,
    });
    if (answer.status >= 400) throw new InstallerError(`ERROR: http status: ${answer.status}`);
    // The reader stops at the limit: a longer one is cut without a word (pve-facts 11.2).
    return answer.body.subarray(0, FIRST_BOOT_LIMIT_BYTES);
  }
  const program = live.medium.firstBoot();
  if (!program) {
    throw new InstallerError(
      'ERROR: failed loading first-boot executable from ISO (was ISO prepared with --on-first-boot specified?)',
    );
  }
  if (program.length > FIRST_BOOT_LIMIT_BYTES) {
    throw new InstallerError('ERROR: Maximum allowed size for first-boot executable exceeded');
  }
  return program;
}

async function install(
  live: LiveSystem,
  plan: InstallPlan,
  firstBoot: Uint8Array | undefined,
): Promise<readonly SshKeyPair[]> {
  const { console, machine, world } = live;
  erase(live, plan);
  const making = makeHostKeys(plan.hostName);
  for (const [index, { seconds, percent, what }] of SECONDS.install.entries()) {
    await live.sleep(seconds);
    console.print(`${String(percent).padStart(3)} % - ${what}`);
    if (index === 2 && takeAt(world, 'install.hangs', machine.name)) await new Promise<never>(untilEnd(live.signal));
  }
  const keys = await making;
  for (const disk of plan.disks) machine.disks[disk] = diskUseOf(plan.answer.disks.filesystem);
  machine.waiting = installedSystem(live, plan, keys, firstBoot);
  world.changed();
  console.print('Installation finished - node is now accessible after reboot');
  return keys;
}

/** From here on what was on the chosen disks is gone, also where the installation does not come to its end. */
function erase({ console, machine, world }: LiveSystem, plan: InstallPlan): void {
  console.print(`Erasing ${plan.installs.disks.join(', ')} for ${plan.installs.filesystem}`);
  const hadSystem = plan.disks.some((disk) => machine.disks[disk] !== '' && machine.disks[disk] !== undefined);
  for (const disk of plan.disks) machine.disks[disk] = '';
  machine.erasures += 1;
  if (hadSystem) {
    delete machine.waiting;
    delete machine.firstBoot;
    if (machine.hostName !== undefined) world.removeHost(machine.hostName);
    delete machine.hostName;
  }
  world.changed();
}

/** A promise's body that only ever rejects, with the signal's reason. */
function untilEnd(signal: AbortSignal): (resolve: (value: never) => void, reject: (reason: unknown) => void) => void {
  return (_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  };
}

/** The installation is good already; only the message failed. The machine stops all the same (pve-facts 11.3). */
async function sendWebhook(live: LiveSystem, plan: InstallPlan, keys: readonly SshKeyPair[]): Promise<void> {
  try {
    await postWebhook(live, plan, keys);
  } catch (error) {
    if (!(error instanceof InstallerError)) throw error;
    throw new InstallerError(...error.lines, 'Post-installation hook failed');
  }
}

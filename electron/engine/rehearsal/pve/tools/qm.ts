import type { ApiCall } from '../api/call.ts';
import { cloudInitDump } from '../api/cloud-init.ts';
import { agentCommand, agentPing, execInGuest } from '../api/guest-agent.ts';
import { createGuest, requireGuest } from '../api/guest-create.ts';
import { migrateGuest } from '../api/guest-migrate.ts';
import { destroyGuest, rebootGuestTask, shutdownGuestTask, startGuestTask, stopGuestTask } from '../api/guest-power.ts';
import { importDisk, resizeDisk, setGuest } from '../api/guest-set.ts';
import { cloneGuest, makeTemplate } from '../api/guest-template.ts';
import { die, parameterError } from '../cli/api-error.ts';
import { prettyJson } from '../cli/json-text.ts';
import type { Tool } from '../cli/tool.ts';
import { databaseOf } from '../model/database.ts';
import { type GuestConfig, guestsOf, readGuest, writeGuest } from '../model/guest-config.ts';
import { bootDrive } from '../model/guest-disks.ts';
import { parseSize } from '../model/volumes.ts';

type V = Readonly<Record<string, string>>;
const vmid = (values: V): string => values.vmid ?? '';

/** What tools show of a configuration: the password is hidden. */
export function shownConfig(config: GuestConfig): GuestConfig {
  return config.cipassword === undefined ? config : { ...config, cipassword: '**********' };
}

function printConfig(config: GuestConfig, prefix = ''): string {
  return Object.keys(config)
    .sort()
    .map(
      (key) =>
        `${prefix}${key}: ${key === 'description' ? encodeURIComponent(config[key] ?? '').replaceAll('%20', ' ') : config[key]}\n`,
    )
    .join('');
}

function list(call: ApiCall): void {
  const database = databaseOf(call.world, call.node);
  const own = guestsOf(database).filter((guest) => guest.nodeName === call.node.name);
  if (own.length === 0) return;
  const row = (cells: readonly string[]) =>
    `${(cells[0] ?? '').padStart(10)} ${(cells[1] ?? '').padEnd(20)} ${(cells[2] ?? '').padEnd(10)} ${(cells[3] ?? '').padEnd(10)} ${(cells[4] ?? '').padStart(12)} ${(cells[5] ?? '').padEnd(10)}\n`;
  call.out(row(['VMID', 'NAME', 'STATUS', 'MEM(MB)', 'BOOTDISK(GB)', 'PID']));
  for (const guest of own) {
    const config = readGuest(database, guest.nodeName, guest.vmid) ?? {};
    const size = parseSize(bootDrive(config)?.options.size ?? '0') ?? 0;
    const running = call.node.guests[guest.vmid];
    call.out(
      row([
        guest.vmid,
        config.name ?? `VM ${guest.vmid}`,
        running ? 'running' : 'stopped',
        config.memory ?? '512',
        (size / 2 ** 30).toFixed(2),
        String(running?.pid ?? 0),
      ]),
    );
  }
}

function status(call: ApiCall, values: V): void {
  requireGuest(call, vmid(values));
  call.out(`status: ${call.node.guests[vmid(values)] ? 'running' : 'stopped'}\n`);
}

function snapshots(call: ApiCall, values: V): void {
  requireGuest(call, vmid(values));
  call.out(`\`-> current                                             You are here!\n`);
}

const QUICK = 1.2;

/** The guest tool. It knows only guests of its own node. */
export const qm: Tool = {
  name: 'qm',
  commands: {
    list: { run: list, seconds: 1 },
    create: { run: (call, { values }) => createGuest(call, values), seconds: QUICK },
    set: { run: (call, { values }) => setGuest(call, values), seconds: 0.9 },
    config: {
      run: (call, { values }) => call.out(printConfig(shownConfig(requireGuest(call, vmid(values))))),
      seconds: QUICK,
    },
    pending: {
      run: (call, { values }) => call.out(printConfig(shownConfig(requireGuest(call, vmid(values))), 'cur ')),
      seconds: QUICK,
    },
    status: { run: (call, { values }) => status(call, values), seconds: 1 },
    start: { run: (call, { values }) => startGuestTask(call, vmid(values)), seconds: QUICK },
    stop: { run: (call, { values }) => stopGuestTask(call, vmid(values)), seconds: QUICK },
    shutdown: { run: (call, { values }) => shutdownGuestTask(call, vmid(values)), seconds: QUICK },
    reboot: { run: (call, { values }) => rebootGuestTask(call, vmid(values)), seconds: QUICK },
    reset: { run: (call, { values }) => rebootGuestTask(call, vmid(values)), seconds: QUICK },
    destroy: { run: (call, { values }) => destroyGuest(call, values), seconds: 1 },
    template: {
      run: (call, { values }) => makeTemplate(call, vmid(values), values.disk),
      seconds: QUICK,
      ignoresTaskResult: true,
    },
    clone: { run: (call, { values }) => cloneGuest(call, values), seconds: QUICK },
    'disk resize': { run: (call, { values }) => resizeDisk(call, values), seconds: QUICK, ignoresTaskResult: true },
    'disk import': { run: (call, { values }) => importDisk(call, values), seconds: 0.9 },
    'disk rescan': { run: (call) => call.out('rescan volumes...\n'), seconds: 0.9 },
    unlock: { run: (call, { values }) => unlock(call, values), seconds: 1 },
    listsnapshot: { run: (call, { values }) => snapshots(call, values), seconds: QUICK },
    snapshot: {
      run: (call, { values }) => void (requireGuest(call, vmid(values)) && die('snapshot feature is not available')),
      seconds: QUICK,
    },
    delsnapshot: {
      run: (call, { values }) =>
        void (requireGuest(call, vmid(values)) && die(`snapshot '${values.snapname}' does not exist`)),
      seconds: QUICK,
    },
    rollback: {
      run: (call, { values }) =>
        void (requireGuest(call, vmid(values)) && die(`snapshot '${values.snapname}' does not exist`)),
      seconds: QUICK,
    },
    migrate: { run: (call, { values }) => migrate(call, values), seconds: 1 },
    wait: { run: (call, { values }) => waitStopped(call, values), seconds: 1 },
    'guest cmd': { run: (call, { values }) => printAgent(call, values), seconds: 0.8 },
    'guest exec': {
      run: (call, { values, extra }) => execInGuest(call, values, extra),
      print: (call, result) => call.out(`${prettyJson(result)}\n`),
      seconds: 0.8,
    },
    'cloudinit dump': {
      run: (call, { values }) => call.out(cloudInitDump(call, vmid(values), values.type ?? 'user')),
      seconds: QUICK,
    },
    'cloudinit pending': { run: (call, { values }) => void requireGuest(call, vmid(values)), seconds: QUICK },
    'cloudinit update': {
      run: (call, { values }) => void (requireGuest(call, vmid(values)) && call.out('generating cloud-init ISO\n')),
      seconds: QUICK,
    },
  },
  aliases: {
    importdisk: 'disk import',
    resize: 'disk resize',
    move_disk: 'disk move',
    'move-disk': 'disk move',
    rescan: 'disk rescan',
    unlink: 'disk unlink',
    agent: 'guest cmd',
  },
};

async function migrate(call: ApiCall, values: V): Promise<unknown> {
  if (values.target === call.node.name) throw parameterError({ target: 'target is local node.' });
  return migrateGuest(call, values);
}

async function printAgent(call: ApiCall, values: V): Promise<void> {
  requireGuest(call, vmid(values));
  if (values.command === 'ping') {
    await agentPing(call, vmid(values));
    return;
  }
  call.out(`${prettyJson(await agentCommand(call, vmid(values), values.command ?? ''))}\n`);
}

function unlock(call: ApiCall, values: V): void {
  const config = requireGuest(call, vmid(values));
  if (config.lock === undefined) return;
  delete config.lock;
  writeGuest(call.world, databaseOf(call.world, call.node), call.node.name, vmid(values), config);
}

async function waitStopped(call: ApiCall, values: V): Promise<void> {
  requireGuest(call, vmid(values));
  const running = call.node.guests[vmid(values)];
  if (!running) return;
  call.out(`waiting until VM ${vmid(values)} stops (PID ${running.pid})\n`);
  const limit = values.timeout === undefined ? Number.POSITIVE_INFINITY : Number(values.timeout);
  for (let second = 0; call.node.guests[vmid(values)]; second += 1) {
    if (second >= limit) die('wait failed - got timeout');
    await call.sleep(1);
  }
}

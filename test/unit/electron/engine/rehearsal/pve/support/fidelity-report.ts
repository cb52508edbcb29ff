import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseOf, nodeOf, removeText } from '../../../../../../../electron/engine/rehearsal/pve/model/database.ts';
import { type LabWorld, labHost, openLab } from './lab-world.ts';
import { normalise, normaliseError } from './normalise.ts';

interface Observed {
  readonly pve: string;
  readonly host: string;
  readonly command: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Plan {
  readonly secondsBetweenCommands: number;
  readonly between: readonly { readonly before: number; readonly effect: string; readonly hosts: readonly string[] }[];
  readonly leftOut: readonly { readonly line: number; readonly do: 'apply' | 'skip'; readonly why: string }[];
}

export interface FidelityDifference {
  readonly line: number;
  readonly host: string;
  readonly command: string;
  readonly part: 'exit' | 'stdout' | 'stderr';
  readonly observed: string;
  readonly simulated: string;
}

export interface FidelityCounts {
  readonly replayedEqual: number;
  readonly differing: number;
  readonly leftOut: number;
  readonly compound: { readonly total: number; readonly equal: number };
}

/** How close the simulated PVE is to the record, by version, with every difference. Plain JSON. */
export interface FidelityReport {
  readonly byVersion: Readonly<Record<string, FidelityCounts>>;
  readonly differences: readonly FidelityDifference[];
  readonly leftOut: readonly { readonly line: number; readonly command: string; readonly why: string }[];
  /** Compound lines (shell pipelines, loops, several commands) that do not compare equal: outside the count. */
  readonly compoundDifferences: readonly FidelityDifference[];
}

const GOLDEN = join(import.meta.dirname, '../../../../../../golden/pve-observed');

/**
 * A line is compound where a shell puts more than one command together (a bare `< /dev/null` is none), or where its
 * command is not one of PVE's (cat, ls, test, journalctl, ...).
 */
export function isCompound(command: string): boolean {
  const plain = command.replace(/\s*<\s*\/dev\/null\s*$/, '').replace(/"[^"]*"|'[^']*'/g, 'Q');
  return /[;|&$`>]/.test(plain) || !/^\s*(pve[a-z]+|qm|ha-manager|vzdump|corosync-\S+)\s*/.test(plain);
}

const SPECS = () => [
  ...[1, 2, 3, 4].map((index) => labHost(`pve${index}`, 'pve' as const, '8.4', `192.0.2.${10 + index}`)),
  labHost('n9a', 'pve', '9.1', '192.0.2.31'),
  labHost('n9b', 'pve', '9.1', '192.0.2.32'),
  labHost('wit', 'debian', '12', '192.0.2.20'),
];

/** The laboratory's nodes had no configuration files yet and no bridge but vmbr0. */
function emptyConfiguration(lab: LabWorld, name: string): void {
  const database = databaseOf(lab.world, nodeOf(lab.world, lab.host(name)));
  for (const path of ['storage.cfg', 'user.cfg', 'datacenter.cfg']) removeText(lab.world, database, path);
}

async function between(lab: LabWorld, effect: string, hosts: readonly string[]): Promise<void> {
  const wait = /^wait-(\d+)$/.exec(effect)?.[1];
  if (wait) return lab.wait(Number(wait));
  if (effect === 'align-minute') return lab.wait(61 - ((lab.world.now() / 1000) % 60));
  for (const name of hosts) {
    if (effect === 'rebuild') {
      lab.world.removeHost(name);
      const spec = SPECS().find((entry) => entry.name === name);
      if (spec) lab.world.addHost(spec);
      lab.world.tick();
      await lab.wait(1);
      emptyConfiguration(lab, name);
    } else if (effect === 'power-off') lab.world.setPower(lab.host(name), false);
    else if (effect === 'power-on') lab.world.setPower(lab.host(name), true);
    else if (effect === 'add-pool') {
      nodeOf(lab.world, lab.host(name)).pools.rpool = {
        sizeBytes: 46_000_000_000,
        layout: 'single',
        devices: ['sdz'],
        datasets: {
          rpool: { mountpoint: '/rpool', createdAt: 0 },
          'rpool/data': { mountpoint: '/rpool/data', createdAt: 0 },
        },
        compression: 'on',
      };
    } else if (effect === 'prepare-witness') {
      lab.host(name).packages.set(name === 'wit' ? 'corosync-qnetd' : 'corosync-qdevice', '3.0.3');
    } else if (effect === 'make-disk-image') {
      await lab.run(name, 'qemu-img create -f qcow2 /root/disk.qcow2 32M');
    } else if (effect === 'create-500') {
      await lab.run(name, 'qm create 500 --name z --memory 128 --scsi0 local-zfs:1');
    }
  }
  if (effect === 'prepare-witness') {
    const key = await lab.run('pve1', 'cat /root/.ssh/id_rsa.pub');
    await lab.run('wit', `echo '${key.stdout.trim()}' >> /root/.ssh/authorized_keys`);
  }
  if (effect.startsWith('power')) await lab.wait(6);
}

/** The record's fingerprints, keys and secrets belong to its machines: they are replaced by those of the replay. */
async function translate(lab: LabWorld, command: string): Promise<string> {
  const member = /pvecm add (\S+).*--fingerprint [0-9A-F]{2}:/.exec(command)?.[1];
  let result = command;
  if (member) {
    const shown = await lab.run(member === '192.0.2.31' ? 'n9a' : 'pve1', 'pvesh get /nodes --output-format json');
    const fingerprint = /"ssl_fingerprint":"([^"]+)"/.exec(shown.stdout)?.[1];
    if (fingerprint)
      result = result.replace(/--fingerprint (?:[0-9A-F]{2}:){31}[0-9A-F]{2}/, `--fingerprint ${fingerprint}`);
  }
  const foreign = /ssh-rsa AAAA\S+ root@(pve\d)/.exec(result);
  if (foreign?.[1]) {
    const key = await lab.run(foreign[1], 'cat /root/.ssh/id_rsa.pub');
    result = result.replaceAll(/ssh-rsa AAAA\S+ root@pve\d/g, key.stdout.trim());
  }
  // bash's own keyword; dash and the simulated shell have none.
  return result.replace(/(^|;\s*)time (?=pvecm)/, '$1');
}

/** Replays the whole record against the model. */
export async function fidelityReport(): Promise<FidelityReport> {
  const lines = readFileSync(join(GOLDEN, 'commands.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Observed);
  const plan = JSON.parse(readFileSync(join(GOLDEN, 'replay-plan.json'), 'utf8')) as Plan;
  const lab = openLab(SPECS());
  for (const spec of SPECS()) if (spec.os === 'pve') emptyConfiguration(lab, spec.name);
  const counts: Record<
    string,
    { replayedEqual: number; differing: number; leftOut: number; compound: { total: number; equal: number } }
  > = {};
  const differences: FidelityDifference[] = [];
  const compoundDifferences: FidelityDifference[] = [];
  const leftOut: { line: number; command: string; why: string }[] = [];
  try {
    for (const [line, observed] of lines.entries()) {
      for (const step of plan.between.filter((entry) => entry.before === line))
        await between(lab, step.effect, step.hosts);
      counts[observed.pve] ??= { replayedEqual: 0, differing: 0, leftOut: 0, compound: { total: 0, equal: 0 } };
      const count = counts[observed.pve];
      if (!count) continue;
      const left = plan.leftOut.find((entry) => entry.line === line);
      const compound = isCompound(observed.command);
      if (left && !compound) {
        count.leftOut += 1;
        leftOut.push({ line, command: observed.command, why: left.why });
      }
      if (left?.do === 'skip') continue;
      const result = await lab.run(observed.host, await translate(lab, observed.command));
      await lab.wait(plan.secondsBetweenCommands);
      if (left && !compound) continue;
      const found = compare(line, observed, result);
      if (compound) {
        count.compound.total += 1;
        if (found) compoundDifferences.push(found);
        else count.compound.equal += 1;
      } else if (found) {
        count.differing += 1;
        differences.push(found);
      } else count.replayedEqual += 1;
    }
  } finally {
    lab.world.close();
  }
  return { byVersion: counts, differences, leftOut, compoundDifferences };
}

function compare(
  line: number,
  observed: Observed,
  result: { code: number; stdout: string; stderr: string },
): FidelityDifference | undefined {
  const base = { line, host: observed.host, command: observed.command };
  const pairs = [
    ['exit', observed.exitCode === 0 ? '0' : 'not 0', result.code === 0 ? '0' : 'not 0'],
    ['stdout', normalise(observed.stdout).trimEnd(), normalise(result.stdout).trimEnd()],
    ['stderr', normaliseError(observed.stderr), normaliseError(result.stderr)],
  ] as const;
  const different = pairs.find(([, a, b]) => a !== b);
  return different && { ...base, part: different[0], observed: different[1], simulated: different[2] };
}

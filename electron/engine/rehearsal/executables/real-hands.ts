import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { RealEnd, RealHands, RealVotes } from '../kernel/real-hands.ts';

const LONGEST_MS = 60_000;
const OFF: RealEnd = { code: 255, stdout: '', stderr: 'the host is off\n' };
const ENVIRONMENT = [
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'USER=root',
  'LC_ALL=C.UTF-8',
];

/** The real host behind a simulated one: its programs run inside its own namespaces, as a child of the daemon. */
export class RealHostHands implements RealHands {
  readonly #leaderFile: string;
  #votes: RealVotes | undefined;

  /** @param leaderFile holds the process id of the host's init while it is on; absent or empty = off */
  constructor(leaderFile: string) {
    this.#leaderFile = leaderFile;
  }

  votes(): RealVotes | undefined {
    return this.#votes;
  }

  /** `/` of the host as its own processes see it, with what they mounted; undefined = the host is off. */
  inside(): string | undefined {
    const leader = this.#leader();
    return leader === undefined ? undefined : `/proc/${leader}/root`;
  }

  async run(argv: readonly string[]): Promise<RealEnd> {
    const leader = this.#leader();
    if (leader === undefined) return OFF;
    const enter = ['--target', leader, '--mount', '--uts', '--ipc', '--net', '--pid', '--root', '--wd', '--'];
    return new Promise((resolve) => {
      execFile(
        'nsenter',
        [...enter, '/usr/bin/env', '-i', ...ENVIRONMENT, ...argv],
        { timeout: LONGEST_MS, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024 },
        (error, stdout, stderr) => {
          const code = error ? (typeof error.code === 'number' ? error.code : 255) : 0;
          resolve({ code, stdout, stderr });
        },
      ).stdin?.end();
    });
  }

  /** Asks the host's corosync how it counts. True where the answer differs from the last one. */
  async count(): Promise<boolean> {
    const { stdout } = await this.run(['/usr/sbin/corosync-quorumtool', '-s']);
    const now = parseQuorumTool(stdout);
    const changed = JSON.stringify(now) !== JSON.stringify(this.#votes);
    this.#votes = now;
    return changed;
  }

  #leader(): string | undefined {
    try {
      const text = readFileSync(this.#leaderFile, 'utf8').trim();
      return /^\d+$/.test(text) ? text : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Reads `corosync-quorumtool -s`; undefined where corosync did not answer. */
export function parseQuorumTool(text: string): RealVotes | undefined {
  const number = (name: string): number | undefined => {
    const found = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const total = number('Total votes');
  if (total === undefined) return undefined;
  const rows = text
    .split('Membership information')[1]
    ?.split('\n')
    .flatMap((line) => {
      const row = /^\s*(0x[0-9a-f]+|\d+)\s+(\d+)\s+(\S.*)$/i.exec(line);
      return row ? [{ id: Number(row[1]), votes: Number(row[2]), rest: row[3] ?? '' }] : [];
    });
  const device = rows?.find((row) => row.id === 0);
  return {
    memberIds: (rows ?? []).filter((row) => row.id !== 0).map((row) => row.id),
    total,
    expected: number('Expected votes') ?? 0,
    needed: number('Quorum') ?? 0,
    quorate: /^Quorate:\s+Yes/m.test(text),
    device: /^Flags:.*\bQdevice\b/m.test(text),
    deviceVotes: device?.votes ?? 0,
  };
}

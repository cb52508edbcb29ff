import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { whyFailed } from '../parse/text.ts';

export interface Quorum {
  /** false = corosync does not run here (a node that is in no cluster, or a broken one). */
  readonly running: boolean;
  readonly quorate: boolean;
  readonly expectedVotes: number;
  readonly totalVotes: number;
  /** Votes needed. */
  readonly needed: number;
  /** The QDevice takes part. */
  readonly qdevice: boolean;
}

/** Votes as corosync counts them now (`corosync-quorumtool -s`; exit code 2 = running without quorum). */
export const quorum: Fact<Quorum> = {
  id: 'quorum',
  command: read`corosync-quorumtool -s`,
  parse: (answer) => {
    const number = (name: string): number | undefined => {
      const line = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(answer.stdout);
      return line ? Number(line[1]) : undefined;
    };
    const total = number('Total votes');
    if (total === undefined) {
      if (/Cannot initialize|CMAP|CS_ERR_LIBRARY|is corosync running/i.test(`${answer.stdout}\n${answer.stderr}`))
        return known({ running: false, quorate: false, expectedVotes: 0, totalVotes: 0, needed: 0, qdevice: false });
      return unknown(whyFailed(answer));
    }
    return known({
      running: true,
      quorate: /^Quorate:\s+Yes/m.test(answer.stdout),
      expectedVotes: number('Expected votes') ?? 0,
      totalVotes: total,
      needed: number('Quorum') ?? 0,
      qdevice: /^Flags:.*\bQdevice\b/m.test(answer.stdout),
    });
  },
};

import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

export interface TimeSync {
  /** Address or name of the source in use; '' = none. */
  readonly source: string;
  /** 0 or 16 = not synchronised. */
  readonly stratum: number;
  readonly synchronised: boolean;
}

/** What chrony follows now (`chronyc -c tracking`: comma separated, Debian's chrony 4). */
export const timeSync: Fact<TimeSync> = {
  id: 'time-sync',
  command: read`chronyc -n -c tracking`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const fields = text.trim().split(',');
      if (fields.length < 14) throw new Error('chronyc gave an unknown answer');
      const stratum = Number(fields[2]);
      return {
        source: fields[1] ?? '',
        stratum,
        synchronised: stratum > 0 && stratum < 16 && fields.at(-1) !== 'Not synchronised',
      };
    }),
};

import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

export interface OsRelease {
  /** `debian`, `rocky`; a PVE node says `debian`. */
  readonly id: string;
  /** `12`, `13`. */
  readonly versionId: string;
  readonly prettyName: string;
}

/** Which system runs, by os-release(5). */
export const osRelease: Fact<OsRelease> = {
  id: 'os-release',
  command: read`cat /etc/os-release`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const values = new Map<string, string>();
      for (const line of text.split('\n')) {
        const pair = /^([A-Z_]+)=(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(line.trim());
        if (pair) values.set(pair[1] ?? '', pair[2] ?? pair[3] ?? pair[4] ?? '');
      }
      const id = values.get('ID');
      if (id === undefined) throw new Error('/etc/os-release has no ID');
      return { id, versionId: values.get('VERSION_ID') ?? '', prettyName: values.get('PRETTY_NAME') ?? id };
    }),
};

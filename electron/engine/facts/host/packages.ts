import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { linesOf, parseOutput } from '../parse/text.ts';

/** Installed Debian packages: name -> version. Removed ones whose configuration stayed are not in it. */
export const packages: Fact<ReadonlyMap<string, string>> = {
  id: 'packages',
  command: read`dpkg-query -W -f '\${db:Status-Abbrev}\\t\${Package}\\t\${Version}\\n'`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const installed = new Map<string, string>();
      for (const line of linesOf(text)) {
        const [status = '', name = '', version = ''] = line.split('\t');
        if (/^[hi]i/.test(status)) installed.set(name, version);
      }
      if (installed.size === 0) throw new Error('dpkg-query names no installed package');
      return installed;
    }),
};

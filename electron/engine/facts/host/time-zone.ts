import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { known, unknown } from '../fact.ts';

/** The zone's name (`Europe/Madrid`): where /etc/localtime points, else what /etc/timezone says (Debian 12). */
export const timeZone: Fact<string> = {
  id: 'time-zone',
  command: read`readlink /etc/localtime; cat /etc/timezone`,
  parse: (answer) => {
    const lines = answer.stdout.split('\n').map((line) => line.trim());
    const link = lines.find((line) => line.includes('/zoneinfo/'));
    if (link !== undefined) return known(link.slice(link.indexOf('/zoneinfo/') + '/zoneinfo/'.length));
    const named = lines.find((line) => /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(line));
    return named === undefined ? unknown('neither /etc/localtime nor /etc/timezone names a zone') : known(named);
  },
};

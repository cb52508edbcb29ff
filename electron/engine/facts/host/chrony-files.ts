import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { type FileTexts, parseFileLines } from '../parse/file-lines.ts';
import { whyFailed } from '../parse/text.ts';

/** chrony's configuration as it lies on the host, by path. */
export const chronyFiles: Fact<FileTexts> = {
  id: 'chrony-files',
  command: read`grep -aHs '' /etc/chrony/chrony.conf /etc/chrony/conf.d/*.conf /etc/chrony/sources.d/*.sources`,
  // grep's 1 = nothing found, 2 = one of the paths is absent: both are normal here
  parse: (answer) => (answer.code <= 2 ? known(parseFileLines(answer.stdout)) : unknown(whyFailed(answer))),
};

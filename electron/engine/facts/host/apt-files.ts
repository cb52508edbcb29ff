import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { type FileTexts, parseFileLines } from '../parse/file-lines.ts';
import { whyFailed } from '../parse/text.ts';

/** apt's package sources as they lie on the host, by path. */
export const aptFiles: Fact<FileTexts> = {
  id: 'apt-files',
  command: read`grep -aHs '' /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources`,
  parse: (answer) => (answer.code <= 2 ? known(parseFileLines(answer.stdout)) : unknown(whyFailed(answer))),
};

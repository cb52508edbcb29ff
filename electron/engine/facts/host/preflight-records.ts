import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { parseFileLines } from '../parse/file-lines.ts';
import { whyFailed } from '../parse/text.ts';

/**
 * Where a node keeps what was measured before it became a member: a look reads the figures, which took seconds to get,
 * in no time, and years later they still say how the site began.
 */
export const RECORD_FOLDER = '/var/lib/sitewright/preflight';

/** Records by file name: `paths-management.txt`. None = nothing was measured on this node. */
export const preflightRecords: Fact<ReadonlyMap<string, string>> = {
  id: 'preflight-records',
  command: read`grep -aHs '' /var/lib/sitewright/preflight/*.txt`,
  parse: (answer) => {
    // grep's 1 and 2 = there is none
    if (answer.code > 2) return unknown(whyFailed(answer));
    const files = [...parseFileLines(answer.stdout)];
    return known(new Map(files.map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text])));
  },
};

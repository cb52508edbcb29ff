import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { linesOf, parseGuarded, whyFailed } from '../parse/text.ts';

export interface ZfsPool {
  readonly name: string;
  readonly sizeBytes: number;
  /** `ONLINE`, `DEGRADED`, `FAULTED`, ... */
  readonly health: string;
}

/** Imported ZFS pools by name (`zpool list -Hp`: tab separated, exact bytes). */
export const pools: Fact<ReadonlyMap<string, ZfsPool>> = {
  id: 'pools',
  command: read`zpool list -H -p -o name,size,health`,
  parse: (answer) => {
    if (/no pools available/.test(answer.stdout + answer.stderr)) return known(new Map());
    if (answer.code !== 0) return unknown(whyFailed(answer));
    return parseGuarded(answer.stdout, (text) => {
      const list = linesOf(text).map((line): [string, ZfsPool] => {
        const [name = '', size = '', health = ''] = line.split('\t');
        return [name, { name, sizeBytes: Number(size) || 0, health }];
      });
      return new Map(list);
    });
  },
};

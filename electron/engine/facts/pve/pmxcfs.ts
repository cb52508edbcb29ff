import { read } from '../../shell/command.ts';
import { type Fact, known } from '../fact.ts';

export interface Pmxcfs {
  /** /etc/pve is the cluster file system now. Where it is not, everything below is unknown, never empty. */
  readonly mounted: boolean;
  /** The node takes writes: it is quorate (the vendor's own test: the owner's write bit of /etc/pve/local). */
  readonly writable: boolean;
}

export const pmxcfs: Fact<Pmxcfs> = {
  id: 'pmxcfs',
  command: read`readlink /etc/pve/local && ls -ld /etc/pve/local`,
  parse: (answer) => {
    const [link = '', listing = ''] = answer.stdout.split('\n');
    return known({ mounted: answer.code === 0 && link.startsWith('nodes/'), writable: /^l.w/.test(listing) });
  },
};

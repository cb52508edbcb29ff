import { observed } from '../observed.ts';

export type Major = '8' | '9';

/** What a command of a version printed, the `which`-th time that it gave something else, from 0. */
export const answer = (command: string, major: Major, which = 0) => {
  const found = [...new Map(observed(command, major).map((entry) => [entry.stdout, entry])).values()].at(which);
  if (!found) throw new Error(`not seen so often: ${command}`);
  return found;
};

/** A machine from a cloud image, as qm prints it. */
export const qmConfig = answer('qm config 100', '8').stdout;
/** A machine's file with pending values and a snapshot. */
export const PENDING = `#made by%3A Sitewright
cores: 2
cipassword: $5$abc$def
scsi0: vmdata:vm-100-disk-0,size=32G
tags: Web;sitewright-x

[PENDING]
cores: 4
delete: !net1,serial0

[before]
#a snapshot
cores: 1
snaptime: 1795227301
`;

import { type Fact, known, unknown } from '../facts/fact.ts';
import { parseFileLines } from '../facts/parse/file-lines.ts';
import { linesOf, parseOutput, whyFailed } from '../facts/parse/text.ts';
import { backupJobsFact, marksFact, snippetsFact } from '../ownership/ownership-facts.ts';
import { read } from '../shell/command.ts';
import { networkFilesFact } from '../steps/base/network-facts.ts';
import { zpoolsFact } from '../steps/storage/zpool-facts.ts';

/** Where a node asks for names, resolv.conf(5). */
export interface Resolver {
  readonly nameservers: readonly string[];
  /** The first search domain. */
  readonly domain?: string;
}

export const resolverFact: Fact<Resolver> = {
  id: 'adopt.resolver',
  command: read`cat /etc/resolv.conf`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const values = (key: string) =>
        linesOf(text).flatMap((line) => {
          const [word, ...rest] = line.trim().split(/\s+/);
          return word === key ? [rest] : [];
        });
      const domain = (values('search').at(-1) ?? values('domain').at(-1))?.[0];
      return {
        nameservers: values('nameserver').flatMap(([address]) => (address === undefined ? [] : [address])),
        ...(domain === undefined ? {} : { domain }),
      };
    }),
};

/** Mail address of root@pam, the sixth field of its line; of the line's last field, keys, nothing is read. */
export const mailFact: Fact<string> = {
  id: 'adopt.mail',
  command: read`sed -n 's/^user:root@pam:[^:]*:[^:]*:[^:]*:[^:]*:\\([^:]*\\):.*/\\1/p' /etc/pve/user.cfg`,
  parse: (answer) => parseOutput(answer, (text) => linesOf(text)[0]?.trim() ?? ''),
};

/** Speeds of ports that have a link, Mbit/s by name. A port without a link says none. */
export const speedsFact: Fact<ReadonlyMap<string, number>> = {
  id: 'adopt.speeds',
  command: read`grep -aHs '' /sys/class/net/*/speed`,
  parse: (answer) => {
    // grep's 2 = some have no link and refuse to say
    if (answer.code > 2) return unknown(whyFailed(answer));
    return known(
      new Map(
        [...parseFileLines(answer.stdout)].flatMap(([path, text]): [string, number][] => {
          const speed = Number(text.trim());
          return Number.isInteger(speed) && speed > 0 ? [[path.split('/').at(-2) ?? '', speed]] : [];
        }),
      ),
    );
  },
};

/**
 * Host keys as the cluster itself keeps them, in lines of known_hosts: /etc/pve is readable for root alone and changed only with
 * quorum. Up to 8.x one file for all, beside it one a node.
 */
export const knownKeysFact: Fact<readonly string[]> = {
  id: 'adopt.known-keys',
  command: read`grep -ahs '' /etc/pve/nodes/*/ssh_known_hosts /etc/pve/priv/known_hosts`,
  parse: (answer) => {
    if (answer.code > 2) return unknown(whyFailed(answer));
    return known(linesOf(answer.stdout).filter((line) => !line.startsWith('#')));
  },
};

/** Files of the cluster about things for which a site file has no words. */
export const otherFilesFact: Fact<readonly string[]> = {
  id: 'adopt.other-files',
  command: read`ls -1d /etc/pve/firewall/*.fw /etc/pve/nodes/*/host.fw /etc/pve/sdn/*.cfg /etc/pve/ceph.conf /etc/pve/notifications.cfg /etc/pve/mapping/*.cfg`,
  // ls ends with 2 where one of the paths is absent
  parse: (answer) => (answer.code <= 2 ? known(linesOf(answer.stdout)) : unknown(whyFailed(answer))),
};

/** Cloud images that were brought to a node. */
export const imagesFact: Fact<readonly string[]> = {
  id: 'adopt.images',
  command: read`ls -1 /var/lib/sitewright/images`,
  parse: (answer) => (answer.code <= 2 ? known(linesOf(answer.stdout)) : unknown(whyFailed(answer))),
};

/** What is asked of a node beside the facts of every host, in the same round trip. */
export const adoptFacts: readonly Fact<unknown>[] = [
  marksFact,
  backupJobsFact,
  snippetsFact,
  networkFilesFact,
  zpoolsFact,
  resolverFact,
  mailFact,
  speedsFact,
  knownKeysFact,
  otherFilesFact,
  imagesFact,
];

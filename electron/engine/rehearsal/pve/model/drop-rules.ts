import type { SimHost, World } from '../../kernel/program.ts';
import { readHostText } from './host-text.ts';

/** Below /run, which a restart empties, as the kernel forgets its rules. */
const FILE = '/run/netfilter.rules';

/** The packet filter rules of a host, newest first, each as `CHAIN WORDS`. */
export function dropRules(host: SimHost): readonly string[] {
  return (readHostText(host, FILE) ?? '').split('\n').filter((line) => line !== '');
}

export function writeDropRules(world: World, host: SimHost, rules: readonly string[]): void {
  host.files.makeDirectories('/run');
  host.files.write(FILE, Buffer.from(rules.map((rule) => `${rule}\n`).join('')));
  world.changed();
  world.tick();
}

/** Whether the host throws away what corosync sends or gets at one of its own addresses. */
export function dropsLink(host: SimHost | undefined, address: string | undefined): boolean {
  if (!host || address === undefined) return false;
  return dropRules(host).some(
    (rule) =>
      rule.includes('-p udp') &&
      (rule.startsWith('INPUT') ? matches(rule, '-d', address) : matches(rule, '-s', address)),
  );
}

/** Whether the host throws away what it would send to the port of the witness. */
export function dropsWitness(host: SimHost): boolean {
  return dropRules(host).some((rule) => rule.startsWith('OUTPUT') && /-p tcp .*--dport 5403\b/.test(rule));
}

function matches(rule: string, option: string, address: string): boolean {
  const at = new RegExp(`(?:^|\\s)${option} (\\S+)`).exec(rule)?.[1];
  return at === undefined || at === address || at === `${address}/32`;
}

import { type FileFactName, pveApiFacts } from '../../../../../electron/engine/facts/api-facts.ts';
import { apiAskId, apiCommand } from '../../../../../electron/engine/facts/api-twin.ts';
import type { Known, RawAnswer } from '../../../../../electron/engine/facts/fact.ts';
import { apiAsks, gatherHostFacts, readApiFacts } from '../../../../../electron/engine/facts/gather.ts';
import { gatherScript, splitAnswers } from '../../../../../electron/engine/facts/gather-script.ts';
import { type HostFacts, pveFileFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import type { ClusterFiles } from '../../../../../electron/engine/facts/parse/file-lines.ts';
import type { SimWorld } from '../../../../../electron/engine/rehearsal/kernel/world.ts';
import { wireText } from '../../../../../electron/engine/shell/command.ts';
import type { ReadTransport } from '../../../../../electron/engine/transport/port.ts';

export const FILE_FACTS = Object.keys(pveApiFacts) as FileFactName[];

/** A host of a simulated world, past SSH. */
export function hostOf(world: SimWorld, name: string, sent: string[] = []): ReadTransport {
  const host = world.hosts.get(name);
  if (!host) throw new Error(`no simulated host ${name}`);
  return {
    host: name,
    exec: async (command) => {
      sent.push(wireText(command));
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      const code = await world.run(host, ['sh', '-c', wireText(command)], {
        cwd: '/root',
        env: new Map([['PATH', '/usr/sbin:/usr/bin:/sbin:/bin']]),
        stdout: (chunk) => out.push(Buffer.from(chunk)),
        stderr: (chunk) => err.push(Buffer.from(chunk)),
      });
      return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
    },
  };
}

export interface BothWays {
  readonly byFile: HostFacts;
  /** Given another order each time, as the vendor does. */
  readonly byApi: HostFacts;
}

/** Looks that may fall into a change of the cluster's own (the HA manager works on) until one does not. */
const TRIES = 10;

/** Every fact of /etc/pve by its file and by the API, at the same moment: the files say the same before and after. */
export async function askBothWays(world: SimWorld, name: string, random: () => number): Promise<BothWays> {
  const transport = hostOf(world, name);
  let { facts: before } = await gatherHostFacts(transport, { pve: true });
  for (let round = 0; round < TRIES; round += 1) {
    const byApi = await askApi(transport, before, random);
    const { facts: after } = await gatherHostFacts(transport, { pve: true });
    if (FILE_FACTS.every((fact) => plainText(before[fact]) === plainText(after[fact])))
      return { byFile: before, byApi };
    before = after;
  }
  throw new Error(`${name} never stood still`);
}

async function askApi(transport: ReadTransport, byFile: HostFacts, random: () => number): Promise<HostFacts> {
  // a machine is asked of the API where its file is refused: here each of them
  const guests = byFile.guestConfigs.known ? [...byFile.guestConfigs.value.values()] : [];
  const files: ClusterFiles = {
    texts: new Map(),
    unreadable: new Map(guests.map(({ id, node }) => [`/etc/pve/nodes/${node}/qemu-server/${id}.conf`, 'refused'])),
  };
  const context = { files, quorum: byFile.quorum };
  const commands = new Map(apiAsks(FILE_FACTS, context).map((ask) => [apiAskId(ask), apiCommand(ask)]));
  const result = await transport.exec(gatherScript(commands, 'n0nce'));
  const answers = splitAnswers(result.stdout, result.stderr, 'n0nce');
  const shuffled = new Map(
    [...answers].map(([id, answer]) => [id, { ...answer, stdout: inAnotherOrder(answer, random) }]),
  );
  return readApiFacts(nothingOf(byFile), FILE_FACTS, shuffled, context).facts;
}

function nothingOf(facts: HostFacts): HostFacts {
  const names = Object.keys(pveFileFacts);
  return { ...facts, ...Object.fromEntries(names.map((name) => [name, { known: false, why: 'not asked' }])) };
}

/** Equal values are equal text; maps keep their order, which is part of the value. */
export function plainText(fact: Known<unknown>): string {
  return JSON.stringify(
    fact,
    (_, value: unknown) => {
      if (value instanceof Map) return [...value];
      if (value instanceof Set) return [...value].sort();
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
      return value;
    },
    1,
  );
}

/** The same answer as the vendor's Perl might as well have given it: lists and keys in another order. */
export function inAnotherOrder({ code, stdout }: Pick<RawAnswer, 'code' | 'stdout'>, random: () => number): string {
  return code === 0 ? JSON.stringify(shuffled(JSON.parse(stdout), random)) : stdout;
}

export function shuffled(value: unknown, random: () => number): unknown {
  const mix = <T>(list: readonly T[]): T[] =>
    list
      .map((entry) => ({ entry, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ entry }) => entry);
  if (Array.isArray(value)) return mix(value).map((entry) => shuffled(entry, random));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(mix(Object.entries(value)).map(([key, entry]) => [key, mixed(key, entry)]));
  return value;

  function mixed(key: string, entry: unknown): unknown {
    const isSet = ['content', 'nodes', 'resources', 'privs'].includes(key) && typeof entry === 'string';
    return isSet ? mix(entry.split(',')).join(',') : shuffled(entry, random);
  }
}

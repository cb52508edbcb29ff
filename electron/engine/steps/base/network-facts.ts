import { type Fact, known, unknown } from '../../facts/fact.ts';
import { parseFileLines } from '../../facts/parse/file-lines.ts';
import { type ConfiguredInterface, parseInterfaces } from '../../facts/parse/interfaces-file.ts';
import { whyFailed } from '../../facts/parse/text.ts';
import { extraFact, type FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { pveNodes } from '../../site/derive.ts';
import { factsOf, knownOr } from '../sight.ts';
import type { View } from '../step.ts';
import { GUARD_FOLDER } from './network-guard.ts';

const LIVE = '/etc/network/interfaces';
const STAGED = '/etc/network/interfaces.new';

/** How a node's network is configured, what is prepared, and whether a change of ours still waits to be confirmed. */
export interface NetworkFiles {
  readonly live: ReadonlyMap<string, ConfiguredInterface>;
  /** What the vendor's API has prepared and nobody has applied yet; undefined = nothing. */
  readonly staged?: { readonly text: string; readonly interfaces: ReadonlyMap<string, ConfiguredInterface> };
  /** Names that ports get at the next start, by MAC in lower case (`pve-network-interface-pinning`, or the installer). */
  readonly pinned: ReadonlyMap<string, string>;
  /** A guard of an earlier try: armed and not confirmed, or at work. */
  readonly guard?: 'pending' | 'reverting';
}

/** pve-facts 1.3: 9.0 and early 9.1 wrote `50-pve-`, later ones `50-pmx-`. */
const networkFiles: Fact<NetworkFiles> = {
  id: 'network.files',
  command: read`grep -aHs '' /etc/network/interfaces /etc/network/interfaces.new /usr/local/lib/systemd/network/50-pmx-*.link /usr/local/lib/systemd/network/50-pve-*.link ${`${GUARD_FOLDER}/pending`} ${`${GUARD_FOLDER}/reverting`}`,
  parse: (answer) => {
    // grep's 2 = one of the files is absent
    if (answer.code > 2) return unknown(whyFailed(answer));
    return networkFilesOf(parseFileLines(answer.stdout));
  },
};

function networkFilesOf(files: ReadonlyMap<string, string>) {
  const live = files.get(LIVE);
  if (live === undefined) return unknown(`${LIVE} was not read`);
  const staged = files.get(STAGED);
  const pinned = new Map<string, string>();
  for (const [path, text] of files) {
    if (!path.endsWith('.link')) continue;
    const mac = /^MACAddress=(\S+)$/m.exec(text)?.[1]?.toLowerCase();
    const name = /^Name=(\S+)$/m.exec(text)?.[1];
    if (mac !== undefined && name !== undefined) pinned.set(mac, name);
  }
  const guard = (['reverting', 'pending'] as const).find((name) => files.has(`${GUARD_FOLDER}/${name}`));
  return known<NetworkFiles>({
    live: parseInterfaces(live),
    ...(staged === undefined ? {} : { staged: { text: staged, interfaces: parseInterfaces(staged) } }),
    pinned,
    ...(guard === undefined ? {} : { guard }),
  });
}

/** Asked of PVE nodes. */
export const networkFactSet: FactSet = {
  id: 'network',
  facts: (site, host) => (pveNodes(site).some(({ name }) => name === host) ? [networkFiles] : []),
};

/** What is known of a node's network files; unknown throws (see `decide`). */
export function networkFilesAt(view: Pick<View, 'facts'>, host: string): NetworkFiles {
  return knownOr(extraFact(factsOf(view, host), networkFiles), host, networkFiles.id);
}

/** The same as a value for tests. */
export const networkFilesFact = networkFiles;

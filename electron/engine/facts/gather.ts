import { randomBytes } from 'node:crypto';
import { type Command, read } from '../shell/command.ts';
import type { ExecOptions, ReadTransport } from '../transport/port.ts';
import { type Fact, type Known, type RawAnswer, unknown } from './fact.ts';
import type { FileFact } from './fact-group.ts';
import { type HostFacts, hostFacts, pveFacts, pveFileFacts } from './host-facts.ts';
import { parseFileLines } from './parse/file-lines.ts';
import { whyFailed } from './parse/text.ts';
import { notMounted } from './pve/cluster-files.ts';
import { nameJobs } from './pve/replication-state.ts';

export interface GatherOptions extends Pick<ExecOptions, 'signal' | 'timeoutMs'> {
  /** Whether the host is a PVE node. */
  readonly pve: boolean;
  /** Facts of registered sets for this host. */
  readonly extra?: readonly Fact<unknown>[];
}

const FILES_ID = 'cluster-files';
/** All facts come within this time or the host counts as not reached. */
const GATHER_TIMEOUT_MS = 30_000;

/**
 * Everything about one host in one round trip: one script whose parts are framed on both streams by a word that nobody
 * can guess, so that any output is safe. Throws only what the transport throws (`transport.*`).
 */
export async function gatherHostFacts(transport: ReadTransport, options: GatherOptions): Promise<HostFacts> {
  const nonce = randomBytes(12).toString('hex');
  const commands = new Map<string, Command<'read'>>();
  for (const fact of [...Object.values(hostFacts), ...(options.extra ?? [])]) commands.set(fact.id, fact.command);
  if (options.pve) {
    for (const fact of Object.values(pveFacts)) commands.set(fact.id, fact.command);
    const paths = Object.values(pveFileFacts).flatMap((fact: FileFact<unknown>) => fact.paths);
    commands.set(FILES_ID, { kind: 'read', parts: [{ text: `grep -aHs '' ${paths.join(' ')}` }] });
  }
  const result = await transport.exec(gatherScript(commands, nonce), {
    timeoutMs: options.timeoutMs ?? GATHER_TIMEOUT_MS,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return readFacts(splitAnswers(result.stdout, result.stderr, nonce), options);
}

/** One script for many commands. The host's language never shows in an answer. */
export function gatherScript(commands: ReadonlyMap<string, Command<'read'>>, nonce: string): Command<'read'> {
  let script = read`export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"`;
  for (const [id, command] of commands) {
    script = read`${script}
printf '\\n%s %s\\n' ${nonce} ${id}; printf '\\n%s %s\\n' ${nonce} ${id} >&2
( ${command} ) </dev/null; printf '\\n%s = %s\\n' ${nonce} "$?"`;
  }
  return script;
}

/** Undoes the framing of {@link gatherScript}. A part that did not end is not in the result. */
export function splitAnswers(stdout: string, stderr: string, nonce: string): ReadonlyMap<string, RawAnswer> {
  const errors = new Map<string, string>();
  for (const part of stderr.split(`\n${nonce} `).slice(1)) {
    const end = part.indexOf('\n');
    if (end > 0) errors.set(part.slice(0, end), part.slice(end + 1));
  }
  const answers = new Map<string, RawAnswer>();
  let open: { readonly id: string; readonly text: string } | undefined;
  for (const part of stdout.split(`\n${nonce} `).slice(1)) {
    const end = part.indexOf('\n');
    const head = end < 0 ? part : part.slice(0, end);
    if (head.startsWith('= ')) {
      if (open)
        answers.set(open.id, { code: Number(head.slice(2)), stdout: open.text, stderr: errors.get(open.id) ?? '' });
      open = undefined;
    } else open = { id: head, text: end < 0 ? '' : part.slice(end + 1) };
  }
  return answers;
}

/** Parses every answer. Pure. */
export function readFacts(
  answers: ReadonlyMap<string, RawAnswer>,
  options: Pick<GatherOptions, 'pve' | 'extra'>,
): HostFacts {
  const ask = (fact: Fact<unknown>): Known<unknown> => {
    const answer = answers.get(fact.id);
    if (!answer) return unknown(`the host gave no answer for ${fact.id}`);
    return fact.parse(answer);
  };
  const notPve = unknown('the host is no PVE node');
  const ofPve = options.pve ? ask : (): Known<unknown> => notPve;

  const mount = options.pve ? ask(pveFacts.pmxcfs) : notPve;
  const mounted = mount.known && (mount.value as { readonly mounted: boolean }).mounted;
  const raw = answers.get(FILES_ID);
  // grep's 1 and 2 = one of the files is absent
  const files = raw && raw.code <= 2 ? parseFileLines(raw.stdout) : undefined;
  const ofFile = (fact: FileFact<unknown>): Known<unknown> => {
    if (!options.pve) return notPve;
    if (!mounted) return notMounted;
    return files ? fact.parse(files) : unknown(raw ? whyFailed(raw) : 'the host gave no answer for its cluster files');
  };

  const facts = {
    ...mapValues(hostFacts, ask),
    ...mapValues(pveFacts, ofPve),
    ...mapValues(pveFileFacts, ofFile),
    extra: new Map((options.extra ?? []).map((fact) => [fact.id, ask(fact)])),
    // every name of the three groups has been filled with its own fact's parse
  } as HostFacts;
  return { ...facts, replicationState: nameJobs(facts.replicationState, facts.replicationJobs) };
}

function mapValues<Group extends object>(
  group: Group,
  convert: (value: Group[keyof Group]) => Known<unknown>,
): { readonly [Name in keyof Group]: Known<unknown> } {
  const entries = Object.entries(group) as [string, Group[keyof Group]][];
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(value)])) as {
    readonly [Name in keyof Group]: Known<unknown>;
  };
}

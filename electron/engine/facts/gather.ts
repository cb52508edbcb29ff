import { randomBytes } from 'node:crypto';
import type { Command } from '../shell/command.ts';
import type { ExecOptions, ReadTransport } from '../transport/port.ts';
import { type FileFactName, pveApiFacts } from './api-facts.ts';
import { type ApiAsk, type ApiContext, apiAnswers, apiAskId, apiCommand } from './api-twin.ts';
import { type Fact, type Known, known, type RawAnswer, unknown } from './fact.ts';
import type { FileFact } from './fact-group.ts';
import { gatherScript, splitAnswers, whyHung } from './gather-script.ts';
import { type HostFacts, hostFacts, pveFacts, pveFileFacts } from './host-facts.ts';
import { type ClusterFiles, parseFileLines, parseUnreadable } from './parse/file-lines.ts';
import { MAX_ANSWER_CHARACTERS, TOO_LARGE, whyFailed } from './parse/text.ts';
import { notMounted } from './pve/cluster-files.ts';
import { nameJobs } from './pve/replication-state.ts';

export interface GatherOptions extends Pick<ExecOptions, 'signal' | 'timeoutMs'> {
  /** Whether the host is a PVE node. */
  readonly pve: boolean;
  /** Facts of registered sets for this host. */
  readonly extra?: readonly Fact<unknown>[];
}

/** A fact whose file said nothing that we understand, and that came from the vendor's API instead. */
export interface AskedOfApi {
  readonly fact: FileFactName;
  /** Why the file was not enough. */
  readonly why: string;
}

export interface Gathered {
  readonly facts: HostFacts;
  /** Empty in the normal case. */
  readonly askedOfApi: readonly AskedOfApi[];
}

const FILES_ID = 'cluster-files';
/** All facts come within this time or the host counts as not reached. */
const GATHER_TIMEOUT_MS = 45_000;
/** A part that hangs takes so long, and with it what lies behind the same thing; the slowest (Perl) takes 1 to 2 s. */
const PART_LIMIT_SECONDS = 8;
/** A pvesh takes 0.4 to 1.5 s; a machine whose file cannot be read takes two. */
const API_TIMEOUT_MS = 180_000;

/**
 * Everything about one host in one round trip: one script whose parts are framed on both streams by a word that nobody
 * can guess, so that any output is safe. Only where a file of /etc/pve cannot be read or is in a form that we do not know, a
 * second trip asks the vendor's API for those facts. Throws only what the transport throws (`transport.*`).
 */
export async function gatherHostFacts(transport: ReadTransport, options: GatherOptions): Promise<Gathered> {
  const commands = new Map<string, Command<'read'>>();
  for (const fact of [...Object.values(hostFacts), ...(options.extra ?? [])]) commands.set(fact.id, fact.command);
  if (options.pve) {
    for (const fact of Object.values(pveFacts)) commands.set(fact.id, fact.command);
    const paths = Object.values(pveFileFacts).flatMap((fact: FileFact<unknown>) => fact.paths);
    commands.set(FILES_ID, { kind: 'read', parts: [{ text: `grep -aH '' ${paths.join(' ')}` }] });
  }
  const ask = (asked: ReadonlyMap<string, Command<'read'>>, timeoutMs: number, limitSeconds = 0) =>
    askParts(transport, asked, limitSeconds, { timeoutMs, ...(options.signal ? { signal: options.signal } : {}) });
  const answers = await ask(commands, options.timeoutMs ?? GATHER_TIMEOUT_MS, PART_LIMIT_SECONDS);
  const facts = readFacts(answers, options);

  const files = clusterFilesOf(answers);
  const notRead = facts.pmxcfs.known && facts.pmxcfs.value.mounted ? factsToAsk(facts) : [];
  if (notRead.length === 0 || !files) return { facts, askedOfApi: [] };
  const context = { files, quorum: facts.quorum };
  const asks = apiAsks(notRead, context);
  const second = await ask(new Map(asks.map((entry) => [apiAskId(entry), apiCommand(entry)])), API_TIMEOUT_MS);
  return readApiFacts(facts, notRead, second, context);
}

async function askParts(
  transport: ReadTransport,
  commands: ReadonlyMap<string, Command<'read'>>,
  limitSeconds: number,
  options: Pick<ExecOptions, 'signal' | 'timeoutMs'>,
): Promise<ReadonlyMap<string, RawAnswer>> {
  const nonce = randomBytes(12).toString('hex');
  const result = await transport.exec(gatherScript(commands, nonce, limitSeconds), options);
  return splitAnswers(result.stdout, result.stderr, nonce);
}

/** Parses every answer. Pure. */
export function readFacts(
  answers: ReadonlyMap<string, RawAnswer>,
  options: Pick<GatherOptions, 'pve' | 'extra'>,
): HostFacts {
  const ask = (fact: Fact<unknown>): Known<unknown> => {
    const answer = answers.get(fact.id);
    if (!answer) return unknown(`the host gave no answer for ${fact.id}`);
    const hung = whyHung(answer);
    if (hung !== undefined) return unknown(hung);
    if (answer.stdout.length + answer.stderr.length > MAX_ANSWER_CHARACTERS) return unknown(TOO_LARGE);
    return fact.parse(answer);
  };
  const notPve = unknown('the host is no PVE node');
  const ofPve = options.pve ? ask : (): Known<unknown> => notPve;

  const mount = options.pve ? ask(pveFacts.pmxcfs) : notPve;
  const mounted = mount.known && (mount.value as { readonly mounted: boolean }).mounted;
  const raw = answers.get(FILES_ID);
  const files = clusterFilesOf(answers);
  const ofFile = (fact: FileFact<unknown>): Known<unknown> => {
    if (!options.pve) return notPve;
    if (!mount.known) return mount;
    if (!mounted) return notMounted;
    if (!files)
      return unknown(raw ? (whyHung(raw) ?? whyFailed(raw)) : 'the host gave no answer for its cluster files');
    const [path] = fact.paths.filter((entry) => files.unreadable.has(entry));
    return path === undefined ? fact.parse(files) : unknown(`${path}: ${files.unreadable.get(path)}`);
  };

  const facts = {
    ...mapValues(hostFacts, ask),
    ...mapValues(pveFacts, ofPve),
    ...mapValues(pveFileFacts, ofFile),
    extra: new Map((options.extra ?? []).map((fact) => [fact.id, ask(fact)])),
    // every name of the three groups has been filled with its own fact's parse
  } as HostFacts;
  return withNamedJobs(facts);
}

/** What the second round trip asks for these facts, each read once. Pure. */
export function apiAsks(names: readonly FileFactName[], context: ApiContext): readonly ApiAsk[] {
  const asks = names.flatMap((name) => pveApiFacts[name].asks(context));
  return [...new Map(asks.map((ask) => [apiAskId(ask), ask])).values()];
}

/** Puts the API's answers in the place of facts that are unknown. What the API does not know either stays unknown. Pure. */
export function readApiFacts(
  before: HostFacts,
  names: readonly FileFactName[],
  answers: ReadonlyMap<string, RawAnswer>,
  context: ApiContext,
): Gathered {
  const api = apiAnswers(answers);
  const askedOfApi: AskedOfApi[] = [];
  const asked = names.map((name): [FileFactName, Known<unknown>] => {
    const first = before[name];
    const why = first.known ? '' : first.why;
    try {
      const value = pveApiFacts[name].parse(api, context);
      askedOfApi.push({ fact: name, why });
      return [name, known(value)];
    } catch (error) {
      return [name, unknown(`${why}; ${error instanceof Error ? error.message : String(error)}`)];
    }
  });
  // each name is filled by its own twin, whose type is the fact's
  const facts = { ...before, ...Object.fromEntries(asked) } as HostFacts;
  return { facts: withNamedJobs(facts), askedOfApi };
}

function factsToAsk(facts: HostFacts): readonly FileFactName[] {
  return (Object.keys(pveFileFacts) as FileFactName[]).filter((name) => !facts[name].known);
}

/** The files of /etc/pve as they came; undefined = their part of the trip gave nothing. */
function clusterFilesOf(answers: ReadonlyMap<string, RawAnswer>): ClusterFiles | undefined {
  const raw = answers.get(FILES_ID);
  // grep's 1 and 2 = one of the files is absent or cannot be read
  if (!raw || raw.code > 2 || raw.stdout.length > 8 * MAX_ANSWER_CHARACTERS) return undefined;
  return { texts: parseFileLines(raw.stdout), unreadable: parseUnreadable(raw.stderr) };
}

function withNamedJobs(facts: HostFacts): HostFacts {
  const nodeName = facts.members.known ? facts.members.value.nodeName : undefined;
  return { ...facts, replicationState: nameJobs(facts.replicationState, facts.replicationJobs, nodeName) };
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

import { createHash } from 'node:crypto';
import { DiagnosticError, describeDiagnostic } from '../../../electron/api/diagnostic.ts';
import type { Site } from '../../../electron/api/site.ts';
import { Secret } from '../../../electron/engine/shell/command.ts';
import type { ApplyContext, BundleView, CheckVerdict, Step, View } from '../../../electron/engine/steps/step.ts';
import { type ScriptedExchange, type ScriptedTransport, scriptedTransport } from '../../support/scripted-transport.ts';
import { site as exampleSite, type Hosts, siteFacts } from './two-node.ts';

/** A bundle with these files; their content is their own path. */
export function bundleOf(...paths: readonly string[]): BundleView {
  return {
    list: (folder) =>
      paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
    asset: (path) => {
      if (!paths.includes(path)) return undefined;
      const bytes = new TextEncoder().encode(path);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { source: { bytes }, sha256, sizeBytes: bytes.length };
    },
    images: new Map(),
  };
}

export interface BenchOptions {
  readonly site?: Site;
  readonly bundle?: BundleView;
  /** Names of secrets that the vault holds. */
  readonly vault?: readonly string[];
  /** Serials of disks that a person typed. */
  readonly wipes?: readonly string[];
  /** What a stream from a host reaches. */
  readonly forward?: ScriptedTransport['forward'];
  /** Secrets with their values, where a step looks into them. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export function viewOf(hosts: Hosts, options: BenchOptions = {}): View {
  return {
    site: options.site ?? exampleSite,
    facts: siteFacts(hosts),
    bundle: options.bundle ?? bundleOf(),
    secret: (ref) => new Secret(options.secrets?.[ref] ?? `value of ${ref}`),
    hasSecret: (ref) => (options.vault ?? []).includes(ref) || options.secrets?.[ref] !== undefined,
    mayWipe: (serial) => (options.wipes ?? []).includes(serial),
  };
}

export function checkStep(step: Step, target: string, hosts: Hosts, options: BenchOptions = {}): CheckVerdict {
  return step.check(viewOf(hosts, options), target);
}

/** The English sentence of a blocked verdict. */
export function sentenceOf(verdict: CheckVerdict): string {
  if (verdict.state !== 'blocked') throw new Error(`not blocked: ${JSON.stringify(verdict)}`);
  return describeDiagnostic(verdict.diagnostic, 'en').summary;
}

export interface ApplyOptions extends BenchOptions {
  readonly target: string;
  /** What each look in turn sees; the last one stays. */
  readonly looks: readonly Hosts[];
  /** What each host is asked and answers. Hosts that are not named must not be asked. */
  readonly scripts?: Readonly<Record<string, readonly ScriptedExchange[]>>;
}

export interface Applied {
  readonly stored: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  readonly waitedMs: number;
  readonly looked: readonly (readonly string[])[];
  /** The English sentence of the failure; undefined = it ended well. */
  readonly failure?: string;
}

/** Runs `apply` against scripted hosts; fails the test where a host was asked more or less than it was told. */
export async function applyStep(step: Step, options: ApplyOptions): Promise<Applied> {
  const transports = new Map<string, ScriptedTransport>();
  const looks = [...options.looks];
  const stored = new Map<string, string>();
  const notes: string[] = [];
  const looked: (readonly string[])[] = [];
  let clock = 0;
  const first = viewOf(options.looks[0] ?? {}, options);
  const context: ApplyContext = {
    ...first,
    target: options.target,
    signal: new AbortController().signal,
    transport: (host) => {
      const made = transports.get(host) ?? scriptedTransport(host, options.scripts?.[host] ?? [], options);
      transports.set(host, made);
      return made;
    },
    note: (text) => notes.push(text),
    progress: () => {},
    wait: async (ms) => {
      clock += ms;
    },
    now: () => clock,
    look: async (...hosts) => {
      looked.push(hosts);
      const next = (looks.length > 1 ? looks.shift() : looks[0]) ?? {};
      return viewOf(next, options);
    },
    storeSecret: async (ref, secret) => {
      stored.set(ref, secret.reveal());
    },
  };
  let failure: string | undefined;
  try {
    await step.apply(context);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    failure = describeDiagnostic(error.diagnostics[0], 'en').summary;
  }
  for (const host of Object.keys(options.scripts ?? {})) context.transport(host);
  for (const transport of transports.values()) (transport as ScriptedTransport).finished();
  return { stored, notes, waitedMs: clock, looked, ...(failure === undefined ? {} : { failure }) };
}

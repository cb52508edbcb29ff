import type { Diagnostic } from '../../api/diagnostic.ts';
import type { Orphan, Plan } from '../../api/plan.ts';
import type { Site } from '../../api/site.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import type { Truth } from '../plan/drift.ts';
import type { SelectedItems } from '../plan/select-items.ts';
import type { Secret } from '../shell/command.ts';
import type { BundleView, Step, View } from '../steps/step.ts';
import type { ExecOptions, Transport } from '../transport/port.ts';
import type { Locks } from './lock.ts';
import type { SiteLock } from './site-lock.ts';

/** A transport with its detached jobs, as `transport/host-transport.ts` makes it. */
export interface RunTransport extends Transport {
  pendingJobs(): Promise<readonly { readonly id: string; readonly state: 'running' | 'ended' | 'lost' | 'idle' }[]>;
  awaitJob(id: string, options?: Pick<ExecOptions, 'signal' | 'timeoutMs'>): Promise<void>;
  reapJob(id: string): Promise<void>;
}

export interface RunLogLine {
  readonly host: string;
  readonly level: 'look' | 'change' | 'out' | 'err' | 'note';
  readonly text: string;
}

/** Items that an earlier run of this site had begun and not ended well: a detached job of theirs may still run. */
export interface InterruptedRun {
  readonly runId: string;
  /** false = the run itself has no end (killed, power cut). */
  readonly hasEnded: boolean;
  readonly items: readonly { readonly itemId: string; readonly hosts: readonly string[] }[];
}

export interface AfterLook {
  /** Removals that were asked for. */
  readonly steps: readonly Step[];
  readonly orphans: readonly Orphan[];
  readonly notices: readonly Diagnostic[];
}

export interface ApplyOptions {
  readonly site: Site;
  readonly steps: readonly Step[];
  readonly bundle: BundleView;
  readonly secret: (ref: string) => Secret;
  /** Whether the vault holds it; undefined = the vault is not open. */
  readonly hasSecret?: (ref: string) => boolean | undefined;
  /** Puts a secret that the site made into the vault. */
  readonly storeSecret?: (ref: string, secret: Secret) => Promise<void>;
  /** SHA-256 by path of the assets the site would use, for the fingerprint. */
  readonly assets: Readonly<Record<string, string>>;
  readonly appVersion: string;
  readonly stableFacts: (facts: SiteFacts) => unknown;
  /**
   * Looks at hosts, one round trip each; `undefined` = all of the site. The answer holds at least those; `before` is
   * what is known so far.
   */
  readonly gather: (
    hosts: readonly string[] | undefined,
    before: SiteFacts | undefined,
    signal: AbortSignal,
  ) => Promise<SiteFacts>;
  readonly transports: {
    change(host: string, onLog: (line: RunLogLine) => void): RunTransport;
    /** Ends the connection to a host; the next command opens a new one. */
    reconnect?(host: string): Promise<void>;
  };
  /** Serials of disks that a person typed to have them wiped in this run. */
  readonly confirmedWipes?: readonly string[];
  /** Only these items are worked on; default all. */
  readonly selected?: SelectedItems;
  /** What the first look brings to light: steps that go before the others, and what a person is told. Throws DiagnosticError. */
  readonly afterLook?: (view: View) => AfterLook;
  /** What earlier runs have seen true, by item; for naming drift. */
  readonly truths?: ReadonlyMap<string, Truth>;
  /** Shared by all runs of this process. */
  readonly locks: Locks;
  /** Held from the first change to the end; absent = nobody else can change this site. */
  readonly siteLock?: SiteLock;
  /** The plan that a person agreed to; refused when it no longer fits. */
  readonly plan?: Pick<Plan, 'fingerprint' | 'madeAt'>;
  /** The last run of this site, where it was interrupted: its jobs are waited for before anything is looked at. */
  readonly interrupted?: InterruptedRun;
  /** Items at work at the same time; default 8. */
  readonly concurrency?: number;
  /** Tries of one item while its failure says that trying again may help; default 3. */
  readonly attempts?: number;
  /** Default 60 minutes an item. */
  readonly deadlineMs?: (step: Step) => number;
}

import type { Diagnostic } from '../../api/diagnostic.ts';
import type { Change, Phase } from '../../api/plan.ts';
import type { Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import type { Secret } from '../shell/command.ts';
import type { Asset, Transport } from '../transport/port.ts';

/** A container image of the bundle, whole: everything that it consists of lies in the layout. */
export interface BundleImage {
  /** What its manifest is known by, wherever it is: `sha256:HEX`. */
  readonly digest: string;
  readonly mediaType: string;
  readonly manifestBytes: number;
  /** All of it, layers that it shares with others included. */
  readonly sizeBytes: number;
  /** Folder of the OCI layout in which it lies. */
  readonly layout: string;
}

/** The offline content a site carries: what lies below `<site folder>/bundle/`. */
export interface BundleView {
  /** Files below one folder of the bundle (`cloud-images`, `debs/pve`, `debs/witness`, `debs/guest`, `images`), sorted by name. */
  list(folder: string): readonly string[];
  /** A file by its path inside the bundle, hashed once; undefined = not in the bundle. */
  asset(path: string): Asset | undefined;
  /** Container images by their whole name (`docker.io/library/postgres:16`), each with everything that it consists of. */
  readonly images: ReadonlyMap<string, BundleImage>;
}

/** Everything a check may look at. Plain values: a check can't reach a host, so a dry run is dry by construction. */
export interface View {
  readonly site: Site;
  readonly facts: SiteFacts;
  readonly bundle: BundleView;
  /** A secret of the site by its reference; only those that the step declared in `secrets`. */
  secret(ref: string): Secret;
  /**
   * Whether the vault holds a secret of this name; undefined = the vault is not open and was not looked into (a check
   * then takes it as present, so that a run that needs no secret opens no vault).
   */
  hasSecret?(ref: string): boolean | undefined;
  /** Whether a person typed this disk's serial for this run: it may be wiped although something is on it. */
  mayWipe?(serial: string): boolean;
}

export type CheckVerdict =
  /** `warnings`: true, and there is something that the technician should know before going on. */
  | { readonly state: 'satisfied'; readonly warnings?: readonly Diagnostic[] }
  | { readonly state: 'needed'; readonly changes: readonly [Change, ...Change[]] }
  | { readonly state: 'blocked'; readonly diagnostic: Diagnostic }
  /** Cannot be decided before other steps have run. `changes` = what is expected to change, as far as known. */
  | { readonly state: 'later'; readonly waitsFor: readonly string[]; readonly changes?: readonly Change[] };

export interface ApplyContext extends View {
  /** Host name, or `site`. */
  readonly target: string;
  /** Only for hosts of the site. */
  transport(host: string): Transport;
  /** Ends the connection to a host, so that the next command opens a new one: proof that the host can be reached now. */
  reconnect?(host: string): Promise<void>;
  readonly signal: AbortSignal;
  /** One sentence into the log of this step (English, no secret). */
  note(text: string): void;
  progress(done: number, total: number, unit: 'bytes' | 'steps', text?: Text): void;
  /** Waits between two looks; the rehearsal compresses it. Rejects when stopped. */
  wait(ms: number): Promise<void>;
  /** Milliseconds on the clock that `wait` follows; for deadlines. */
  now(): number;
  /** Reads the facts of these hosts again (one round trip each) and gives the new view. */
  look(...hosts: readonly string[]): Promise<View>;
  /**
   * Puts a secret that the site itself made (an API token, shown once) into the vault, under a reference that the step
   * declared in `secrets`. Resolves when it is safely on disk.
   */
  storeSecret?(ref: string, secret: Secret): Promise<void>;
}

/**
 * A step is a claim about the site. It says what is true afterwards; `check` looks, `apply` changes what differs, and
 * the runner checks again. Run twice, the second time nothing happens. Adding a step = adding one file and one line in
 * the ordered list (`steps/index.ts`).
 */
export interface Step {
  /** `area.what`, stable for years: journals name it. */
  readonly id: `${string}.${string}`;
  readonly phase: Phase;
  /** Under 34 characters in both languages. */
  title(site: Site, target: string): Text;
  /** Hosts it works on, in order; `['site']` for a claim about the whole site; `[]` where it does not apply. */
  targets(site: Site): readonly string[];
  /** Ids of steps that must be true before. */
  readonly needs: readonly string[];
  readonly risk: 'safe' | 'disruptive' | 'destructive';
  readonly order: 'parallel' | 'one-at-a-time';
  /**
   * A person may leave it undone and the rest still stands: nothing but further steps of the same target builds on it, no
   * data is at risk without it, and no later step would do harm because it is missing. So it is for what comes on top
   * (accounts, copies, HA, backups, applications), never for the cluster, its storage or a machine.
   */
  readonly skippable?: true;
  /** Further hosts whose facts this step changes (re-read afterwards); default: the target, or every host for `site`. */
  touches?(site: Site, target: string): readonly string[];
  /**
   * Its target only speaks for the cluster, as the first of the nodes: while that one is away, any other member with quorum is
   * asked and changed in its place (`check`, `apply` and `touches` are then given that one). So it must read and change nothing
   * but what all members share.
   */
  readonly forCluster?: true;
  /**
   * Declared hosts without which this item cannot be made true: while one of them is away, the item waits for it (`plan/away.ts`).
   * Default: its target; of a machine, the node that has it. None: nobody's absence holds it, and its guard speaks for itself.
   */
  concerns?(view: View, target: string): readonly string[];
  /** Secret references it reads, in check or apply. */
  secrets?(site: Site, target: string): readonly string[];
  /** For disruptive work: refuses while the rest of the site could not bear it. */
  guard?(view: View, target: string): Diagnostic | undefined;
  /** Pure. Unknown facts give `blocked`, never `needed`. */
  check(view: View, target: string): CheckVerdict;
  /** Whole time of one try, waiting included; default one hour. Longer than the longest job that it starts. */
  readonly deadlineMs?: number;
  /** Throws DiagnosticError. Must itself skip parts that are already true (it may be run after a half-done try). */
  apply(context: ApplyContext): Promise<void>;
}

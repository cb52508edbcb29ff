import type { Diagnostic } from '../../api/diagnostic.ts';
import type { DrillView } from '../../api/drill.ts';
import type { Change, Phase, PlanItem } from '../../api/plan.ts';
import type { CheckResult, RunEvent, RunOutcome } from '../../api/run.ts';
import type { SignOff } from '../../api/sign-off.ts';
import type { Site } from '../../api/site.ts';
import type { SavedBackup } from '../../api/stacks.ts';
import type { Language, Text } from '../../api/text.ts';
import { type EvidenceJournal, numberEvidence, type ReportEvidence } from './evidence.ts';

export interface ReportStep {
  readonly itemId: string;
  readonly title: Text;
  readonly phase: Phase;
  readonly target: string;
  readonly outcome: 'changed' | 'unchanged' | 'failed' | 'skipped' | 'cancelled' | 'not-run';
  readonly changes: readonly Change[];
  readonly durationMs: number;
  readonly diagnostic?: Diagnostic;
}

/** What a step of this run measured, as it stands in its log. */
export interface ReportFigure {
  readonly itemId: string;
  readonly host: string;
  readonly text: string;
}

/** The steps whose notes are figures: paths between the nodes, health of the disks. */
const MEASURING_STEPS: readonly string[] = ['preflight.disks', 'preflight.network', 'cluster.links'];

/** The newest drill of its kind, as the journal of its run holds it. */
export interface ReportDrill {
  readonly runId: string;
  readonly finishedAt: string;
  readonly drill: DrillView;
  /** Of the journal of its run. */
  readonly journalHead: string;
}

/** Smoke tests of a run of their own, as its journal holds them. */
export interface ReportChecks {
  readonly runId: string;
  readonly finishedAt: string;
  readonly results: readonly CheckResult[];
  /** Of the journal of their run. */
  readonly journalHead: string;
  /** Where that run asked only some of them again: whose answers the others are. */
  readonly kept?: readonly KeptChecks[];
}

interface KeptChecks {
  readonly runId: string;
  readonly finishedAt: string;
  readonly checkIds: readonly string[];
  /** Of the journal of their run. */
  readonly journalHead: string;
}

/** An instance of a stack as it was built, with the newest backup of its data that was made from here. */
export interface ReportApplication {
  readonly id: string;
  readonly title: Text;
  readonly host: string;
  readonly lines: readonly { readonly label: Text; readonly value: string }[];
  /** False: it has no data that could be saved. */
  readonly keepsData: boolean;
  readonly saved?: {
    readonly runId: string;
    readonly finishedAt: string;
    readonly backup: SavedBackup;
    /** Of the journal of its run. */
    readonly journalHead: string;
  };
}

/** Where a used thing came from. A base ISO is either a known official image or was accepted by typing its digest. */
export const DIGEST_SOURCES = [
  'site-folder',
  'bundle',
  'stand-in',
  'media',
  'known-image',
  'accepted-by-digest',
] as const;
export type DigestSource = (typeof DIGEST_SOURCES)[number];

/** A thing that went into the site, by digest. */
export interface ReportDigest {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly source: DigestSource;
}

/** The as-built document, before it takes any form. Every renderer reads only this. */
export interface ReportModel {
  readonly schemaVersion: 1;
  readonly language: Language;
  readonly site: Site;
  readonly run: {
    readonly runId: string;
    readonly kind: string;
    readonly rehearsed: boolean;
    readonly by: string;
    readonly appVersion: string;
    readonly startedAt: string;
    readonly finishedAt: string | undefined;
    readonly outcome: RunOutcome | 'interrupted';
    readonly planFingerprint: string | undefined;
  };
  readonly steps: readonly ReportStep[];
  /** Empty where nothing had to be measured any more. */
  readonly figures: readonly ReportFigure[];
  readonly checks: readonly CheckResult[];
  /** The run that made the checks, where it is not the run of the report. */
  readonly checksOf?: Omit<ReportChecks, 'results'>;
  readonly applications: readonly ReportApplication[];
  /** Empty: this site never had one. */
  readonly drills: readonly ReportDrill[];
  readonly diagnostics: readonly Diagnostic[];
  /** False: the site has no automatic failover, and the report says so. */
  readonly automaticFailover: boolean;
  readonly digests: readonly ReportDigest[];
  readonly journalHead: string;
  /** What the statements stand on, by number. Empty: made without the journals. */
  readonly evidence: readonly ReportEvidence[];
  /** Who signed it; absent where nobody has. */
  readonly signOffs?: readonly SignOff[];
}

export interface ReportInput {
  readonly site: Site;
  readonly language: Language;
  readonly events: readonly RunEvent[];
  readonly journalHead: string;
  readonly digests: readonly ReportDigest[];
  readonly automaticFailover: boolean;
  readonly applications?: readonly ReportApplication[];
  readonly drills?: readonly ReportDrill[];
  /** The newest since the run: they count before its own. */
  readonly laterChecks?: ReportChecks;
  /** That of the run first, then those of the other runs that are told of. */
  readonly journals?: readonly EvidenceJournal[];
  /** Of the plan as the run made it. */
  readonly planFingerprint?: string;
}

/** Folds the events of one run into the report's model. Pure. */
export function makeReportModel(input: ReportInput): ReportModel {
  const started = input.events.find((event) => event.type === 'run-started');
  const finished = input.events.findLast((event) => event.type === 'run-finished');
  const items = input.events.flatMap((event): readonly PlanItem[] => (event.type === 'plan' ? event.items : []));
  const steps = items.map((item): ReportStep => {
    const end = input.events.findLast((event) => event.type === 'step-finished' && event.itemId === item.id);
    const common = { itemId: item.id, title: item.title, phase: item.phase, target: item.target };
    if (end?.type !== 'step-finished') return { ...common, outcome: 'not-run', changes: [], durationMs: 0 };
    return {
      ...common,
      outcome: end.outcome,
      changes: end.changes,
      durationMs: end.durationMs,
      diagnostic: end.diagnostic,
    };
  });
  const own = input.events.flatMap((event) => (event.type === 'check-finished' ? [event.result] : []));
  const { results: later, ...checksOf } = input.laterChecks ?? {};
  return {
    schemaVersion: 1,
    language: input.language,
    site: input.site,
    run: {
      runId: started?.runId ?? '',
      kind: started?.kind ?? '',
      rehearsed: started?.rehearsed ?? false,
      by: started?.by ?? '',
      appVersion: started?.appVersion ?? '',
      startedAt: started?.at ?? '',
      finishedAt: finished?.at,
      outcome: finished?.type === 'run-finished' ? finished.outcome : 'interrupted',
      planFingerprint: input.planFingerprint ?? started?.planFingerprint,
    },
    steps,
    figures: input.events.flatMap((event): readonly ReportFigure[] =>
      event.type === 'log' && event.level === 'note' && MEASURING_STEPS.includes(event.itemId?.split('@')[0] ?? '')
        ? [{ itemId: event.itemId ?? '', host: event.host, text: event.text }]
        : [],
    ),
    checks: later ?? own,
    ...('runId' in checksOf ? { checksOf } : {}),
    applications: input.applications ?? [],
    drills: input.drills ?? [],
    diagnostics: input.events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : [])),
    automaticFailover: input.automaticFailover,
    digests: input.digests,
    journalHead: input.journalHead,
    evidence: numberEvidence(input.journals ?? [], (itemId) => items.find(({ id }) => id === itemId)?.title),
  };
}

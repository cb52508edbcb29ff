import type { Text } from '../../api/text.ts';
import { EVIDENCE_TEXT } from './evidence-sentences.ts';

/** A record as a journal holds it; what it says beside is read by its type. */
export interface EvidenceRecord {
  readonly n: number;
  readonly at: string;
  readonly prev: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The journal of one run. `wants` are the keys that the report takes from it. */
export interface EvidenceJournal {
  readonly runId: string;
  readonly records: readonly EvidenceRecord[];
  /** SHA-256 of the last record. */
  readonly head: string;
  readonly wants: (key: string) => boolean;
}

/** One record of a journal that a statement of the report stands on. */
export interface ReportEvidence {
  /** `E-001`, ...: what a statement of the report carries. */
  readonly number: string;
  /** `run-started`, `step:ITEM`, `check:ID`, `drill:RUN`, `backup:INSTANCE`, ...: what it is evidence of. */
  readonly key: string;
  readonly title: Text;
  readonly at: string;
  /** Empty: the site as a whole, seen from this laptop. */
  readonly host: string;
  readonly runId: string;
  /** Number of the record in the journal of its run, from 1. */
  readonly record: number;
  /** Of the record's line, and of the line before it. */
  readonly sha256: string;
  readonly prev: string;
  /** Lines of the run's log that carry this item are what was asked and answered. */
  readonly itemId?: string;
}

/**
 * Numbers what the report stands on: first the records of its own run in their order, then those of other runs in the order
 * in which they were written. A drill that is run later adds numbers at the end; none of those before it changes. Pure.
 */
export function numberEvidence(
  journals: readonly EvidenceJournal[],
  titleOf: (itemId: string) => Text | undefined,
): readonly ReportEvidence[] {
  const [own, ...others] = journals;
  const inOrder = [
    ...(own ? found(own, titleOf) : []),
    ...others
      .flatMap((journal) => found(journal, titleOf))
      .sort((one, two) => compare(one.at, two.at) || compare(one.runId, two.runId) || one.record - two.record),
  ];
  return inOrder.map((entry, index) => ({ number: `E-${String(index + 1).padStart(3, '0')}`, ...entry }));
}

type Unnumbered = Omit<ReportEvidence, 'number'>;

function found(journal: EvidenceJournal, titleOf: (itemId: string) => Text | undefined): readonly Unnumbered[] {
  const newest = new Map<string, Unnumbered>();
  for (const record of journal.records) {
    const about = aboutOf(record, journal.runId, titleOf);
    if (!about || !journal.wants(about.key)) continue;
    newest.delete(about.key); // the last word about a thing counts, in its own place
    newest.set(about.key, {
      ...about,
      at: record.at,
      runId: journal.runId,
      record: record.n,
      sha256: journal.records[record.n]?.prev ?? journal.head,
      prev: record.prev,
    });
  }
  return [...newest.values()];
}

type About = Pick<ReportEvidence, 'key' | 'title' | 'host' | 'itemId'>;

function aboutOf(
  record: EvidenceRecord,
  runId: string,
  titleOf: (itemId: string) => Text | undefined,
): About | undefined {
  switch (record.type) {
    case 'run-started':
    case 'used':
    case 'plan':
    case 'run-finished':
      return { key: record.type, title: EVIDENCE_TEXT[record.type], host: '' };
    case 'step-finished': {
      const itemId = text(record.item);
      const title = titleOf(itemId);
      if (!title) return undefined;
      const target = itemId.slice(itemId.lastIndexOf('@') + 1);
      return { key: `step:${itemId}`, title, host: target === 'site' ? '' : target, itemId };
    }
    case 'check-finished': {
      const { id, title } = fields(record.result);
      return { key: `check:${text(id)}`, title: asText(title), host: '', itemId: text(id) };
    }
    case 'drill-finished': {
      const { kind, title, target } = fields(record.drill);
      return { key: `drill:${runId}`, title: asText(title), host: text(target), itemId: `drill.${text(kind)}` };
    }
    case 'stack-saved': {
      const { instance, host } = fields(record.saved);
      return { key: `backup:${text(instance)}`, title: EVIDENCE_TEXT.backup, host: text(host) };
    }
    default:
      return undefined;
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asText(value: unknown): Text {
  const { en, es } = fields(value);
  return { en: text(en), es: text(es) };
}

function compare(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}

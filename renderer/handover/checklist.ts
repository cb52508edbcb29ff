import type { HandoverLook } from '../../electron/api/handover-look.ts';
import type { TextParams } from '../../electron/api/text.ts';
import type { PageId } from '../app/route.ts';
import type { SentenceKey } from '../text/text.ts';
import type { Mark } from '../ui/state-mark.tsx';

/** One line of the checklist. Open = something is still to be done for it. */
export interface ChecklistItem {
  readonly id: 'report' | 'bundle' | 'secrets' | 'copy' | 'renewed';
  readonly mark: Mark;
  readonly sentence: SentenceKey;
  readonly params?: TextParams;
  readonly isOpen: boolean;
  /** Where it is done; absent = on this page, or nothing is to be done. */
  readonly page?: PageId;
}

interface Told {
  readonly moment: (iso: string) => string;
  readonly list: (names: readonly string[]) => string;
}

/** What of the hand-over is done and what is not, from what was seen. */
export function checklist(look: HandoverLook, told: Told): readonly ChecklistItem[] {
  return [
    reportItem(look, told),
    bundleItem(look),
    secretsItem(look, told),
    copyItem(look, told),
    ...renewedItem(look),
  ];
}

function reportItem({ report }: HandoverLook, { list }: Told): ChecklistItem {
  const item = (mark: Mark, sentence: SentenceKey, page?: PageId, params: TextParams = {}): ChecklistItem => ({
    id: 'report',
    mark,
    sentence,
    params,
    isOpen: mark !== 'done',
    ...(page ? { page } : {}),
  });
  if (!report) return item('waiting', 'handover.reportNone', 'install');
  if (report.rehearsed) return item('warning', 'handover.reportRehearsed', 'install');
  const { state, by } = report.signed;
  const who = list(by.map(({ name }) => name));
  if (state === 'changed-since') return item('warning', 'handover.reportChanged', 'report');
  if (state === 'as-signed')
    return by.length > 1
      ? item('done', 'handover.reportSigned', undefined, { who })
      : item('waiting', 'handover.reportHalf', 'report', { who });
  return item('waiting', report.isWritten ? 'handover.reportUnsigned' : 'handover.reportUnwritten', 'report');
}

const BUNDLES = {
  none: ['no-change', 'handover.bundleNone'],
  unfinished: ['waiting', 'handover.bundleUnfinished'],
  finished: ['done', 'handover.bundleFinished'],
  unreadable: ['failed', 'handover.bundleUnreadable'],
} as const satisfies Readonly<Record<HandoverLook['bundle'], readonly [Mark, SentenceKey]>>;

function bundleItem({ bundle }: HandoverLook): ChecklistItem {
  const [mark, sentence] = BUNDLES[bundle];
  const isOpen = mark === 'waiting' || mark === 'failed';
  return { id: 'bundle', mark, sentence, isOpen, ...(isOpen ? { page: 'bundle' as const } : {}) };
}

function secretsItem({ vault, notes }: HandoverLook, { moment }: Told): ChecklistItem {
  const item = (mark: Mark, sentence: SentenceKey, params: TextParams = {}): ChecklistItem => ({
    id: 'secrets',
    mark,
    sentence,
    params,
    isOpen: mark === 'waiting' || mark === 'warning',
  });
  if (vault === 'none') return item('no-change', 'handover.vaultNone');
  if (vault === 'throw-away') return item('warning', 'handover.vaultThrowAway');
  // Newest first: what stands before the giving came after it.
  const at = notes.findIndex(({ kind }) => kind === 'secrets');
  const given = notes[at];
  if (given?.kind !== 'secrets') return item('waiting', 'handover.secretsUngiven');
  const isStale = notes.slice(0, at).some((note) => note.kind === 'renewed' && note.name !== undefined);
  if (isStale) return item('warning', 'handover.secretsStale');
  return item('done', 'handover.secretsGiven', { count: given.count, moment: moment(given.at) });
}

function copyItem({ report, notes }: HandoverLook, { moment, list }: Told): ChecklistItem {
  const copy = notes.find((note) => note.kind === 'copy');
  const item = (mark: Mark, sentence: SentenceKey, params: TextParams = {}): ChecklistItem => ({
    id: 'copy',
    mark,
    sentence,
    params,
    isOpen: mark !== 'done',
  });
  if (copy?.kind !== 'copy') return item('waiting', 'handover.copyNone');
  const isOld = report !== undefined && !report.rehearsed && (report.finishedAt ?? '') > copy.at;
  if (isOld) return item('warning', 'handover.copyStale');
  const place = copy.hosts.length > 0 ? list(copy.hosts) : copy.folder;
  return item('done', 'handover.copied', { place, moment: moment(copy.at) });
}

/** Only where the real site was built: before, nobody can have learnt a password on it. */
function renewedItem({ vault, report, notes }: HandoverLook): readonly ChecklistItem[] {
  const since = report?.rehearsed ? undefined : report?.finishedAt;
  if (vault === 'none' || since === undefined) return [];
  const names = new Set(
    notes.flatMap((note) => (note.kind === 'renewed' && note.name !== undefined && note.at > since ? [note.name] : [])),
  );
  const isSome = names.size > 0;
  return [
    {
      id: 'renewed',
      mark: isSome ? 'done' : 'no-change',
      sentence: isSome ? 'handover.renewedSome' : 'handover.renewedNone',
      params: { count: names.size },
      isOpen: false,
    },
  ];
}

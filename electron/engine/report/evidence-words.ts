import { changeInWords } from '../../api/change-words.ts';
import { DRILL_STATE_NAMES, figureText } from '../../api/drill-names.ts';
import type { Evidence } from '../../api/report.ts';
import { CHECK_ENDS, RUN_ENDS, STEP_ENDS, withinLine } from '../../api/run-names.ts';
import { fill, type Language } from '../../api/text.ts';
import type { ReportEvidence } from './evidence.ts';
import { EVIDENCE_TEXT } from './evidence-sentences.ts';
import type { ReportModel } from './report-model.ts';
import { REPORT_TEXT } from './sentences.ts';

/** Each number of the report with what it says on the strength of it. */
export function evidenceInWords(model: ReportModel): readonly Evidence[] {
  return model.evidence.map((entry) => {
    const { key: _, itemId: __, title, ...rest } = entry;
    return { ...rest, title: fill(title, model.language), by: model.run.by, ...wordsOf(entry, model, model.language) };
  });
}

type Words = Pick<Evidence, 'says' | 'seen'>;

function wordsOf({ key, runId }: ReportEvidence, model: ReportModel, language: Language): Words {
  const [kind, id = ''] = [key.split(':')[0], key.slice(key.indexOf(':') + 1)];
  const only = (says: string): Words => ({ says: [says], seen: [] });
  const { run } = model;
  switch (kind) {
    case 'run-started':
      return only(fill(EVIDENCE_TEXT.by, language, { by: run.by, version: run.appVersion }));
    case 'used':
      return {
        says: [fill(EVIDENCE_TEXT.usedCount, language, { count: model.digests.length })],
        seen: model.digests.map(({ name, sha256 }) => `${sha256}  ${name}`),
      };
    case 'plan': {
      const fingerprint = run.planFingerprint ?? '';
      return only(fill(EVIDENCE_TEXT.steps, language, { count: model.steps.length, fingerprint }));
    }
    case 'run-finished':
      return only(fill(EVIDENCE_TEXT.ended, language, { outcome: fill(withinLine(RUN_ENDS[run.outcome]), language) }));
    case 'step': {
      const step = model.steps.find(({ itemId }) => itemId === id);
      if (!step) return { says: [], seen: [] };
      const absent = fill(REPORT_TEXT.absent, language);
      return {
        says: [fill(withinLine(STEP_ENDS[step.outcome]), language)],
        seen: step.changes
          .map((change) => changeInWords(change, language))
          .map(({ what, before, after }) => `${what}: ${before ?? absent} → ${after}`),
      };
    }
    case 'check': {
      const check = model.checks.find((entry) => entry.id === id);
      if (!check) return { says: [], seen: [] };
      return { says: [fill(CHECK_ENDS[check.outcome], language), fill(check.expected, language)], seen: check.seen };
    }
    case 'drill': {
      const drill = model.drills.find((entry) => entry.runId === runId)?.drill;
      if (!drill) return { says: [], seen: [] };
      return {
        says: [
          fill(DRILL_STATE_NAMES[drill.state], language),
          ...drill.figures.map((figure) => figureText(figure, language)),
        ],
        seen: drill.moments.map(({ at, afterMs, text }) => `${at}  ${secondsOf(afterMs)} s  ${fill(text, language)}`),
      };
    }
    case 'backup': {
      const saved = model.applications.find((entry) => entry.id === id)?.saved?.backup.backup;
      if (!saved) return { says: [], seen: [] };
      const { madeAt: moment, name: file, sizeBytes: size } = saved;
      return only(fill(REPORT_TEXT.backedUp, language, { moment, file, size }));
    }
    default:
      return { says: [], seen: [] };
  }
}

function secondsOf(afterMs: number): string {
  return String(Math.round(afterMs / 1000)).padStart(5);
}

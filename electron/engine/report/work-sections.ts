import { changeInWords } from '../../api/change-words.ts';
import { describeDiagnostic } from '../../api/diagnostic.ts';
import { DRILL_STATE_NAMES, figureText } from '../../api/drill-names.ts';
import { PHASE_NAMES } from '../../api/phase-names.ts';
import { PHASES } from '../../api/plan.ts';
import { CHECK_ENDS, STEP_ENDS, withinLine } from '../../api/run-names.ts';
import { seenText } from '../../api/seen-text.ts';
import type { Block } from './report-block.ts';
import type { ReportModel } from './report-model.ts';
import { mono, plain, type ReportPen, toneOf } from './report-pen.ts';
import { REPORT_TEXT as T } from './sentences.ts';

/** Smoke tests and drills: what was expected and seen, and what the site did when it was broken on purpose. */
export function testSections(model: ReportModel, { say, heading, paragraph, table }: ReportPen): readonly Block[] {
  /** A table, or the sentence that there is nothing to show. */
  const tableOr = (none: Parameters<typeof paragraph>[0], ...parts: Parameters<typeof table>): Block =>
    parts[2].length === 0 ? paragraph(none) : table(...parts);
  return [
    heading(T.smoke),
    tableOr(
      T.noChecks,
      [T.check, T.expected, T.seen, T.result],
      [0.25, 0.22, 0.35, 0.18],
      model.checks.map((check) => [
        plain(say(check.title)),
        plain(say(check.expected)),
        mono(check.seen.map((line) => seenText(line, model.language)).join('\n')),
        {
          text: say(CHECK_ENDS[check.outcome]) + (check.reason ? `: ${say(check.reason)}` : ''),
          tone: toneOf(check.outcome),
        },
      ]),
      (row) => [`check:${model.checks[row]?.id}`],
    ),
    ...(model.checksOf
      ? [
          paragraph(T.checksOf, { run: model.checksOf.runId, moment: model.checksOf.finishedAt }),
          ...(model.checksOf.kept ?? []).map(({ runId, finishedAt, checkIds }) =>
            paragraph(T.checksKept, {
              run: runId,
              moment: finishedAt,
              checks: model.checks
                .filter(({ id }) => checkIds.includes(id))
                .map(({ title }) => say(title))
                .join(', '),
            }),
          ),
        ]
      : []),
    heading(T.drills),
    tableOr(
      T.noDrills,
      [T.drill, T.when, T.result, T.measured],
      [0.22, 0.24, 0.14, 0.4],
      model.drills.map(({ drill, finishedAt, runId }) => [
        plain(say(drill.title)),
        mono(`${finishedAt}\n${runId}`),
        { text: say(DRILL_STATE_NAMES[drill.state]), tone: toneOf(drill.state) },
        plain(
          [
            ...drill.figures.map((figure) => figureText(figure, model.language)),
            ...(drill.diagnostic ? [describeDiagnostic(drill.diagnostic, model.language).summary] : []),
            ...drill.left.map((text) => say(T.leftOver, { what: say(text) })),
          ].join('\n'),
        ),
      ]),
      (row) => [`drill:${model.drills[row]?.runId}`],
    ),
  ];
}

/** Every step with its end, what was measured on the way, and what went wrong. */
export function stepSections(model: ReportModel, { say, heading, table }: ReportPen): readonly Block[] {
  const blocks: Block[] = [heading(T.steps)];
  for (const phase of PHASES) {
    const steps = model.steps.filter((step) => step.phase === phase);
    if (steps.length === 0) continue;
    blocks.push(
      heading(PHASE_NAMES[phase], 3),
      table(
        [T.step, T.machine, T.result, T.changed],
        [0.28, 0.16, 0.14, 0.42],
        steps.map((step) => [
          plain(say(step.title)),
          plain(step.target),
          {
            text: say(withinLine(STEP_ENDS[step.outcome])),
            tone: step.outcome === 'changed' ? 'good' : step.outcome === 'unchanged' ? 'quiet' : 'bad',
          },
          mono(
            step.changes
              .map((change) => changeInWords(change, model.language))
              .map((change) => `${change.what}: ${change.before ?? say(T.absent)} → ${change.after}`)
              .join('\n'),
          ),
        ]),
        (row) => [`step:${steps[row]?.itemId}`],
      ),
    );
  }
  if (model.figures.length > 0)
    blocks.push(
      heading(T.figures),
      table(
        [T.machine, T.seen],
        [0.2, 0.8],
        model.figures.map(({ host, text }) => [plain(host), mono(text)]),
        (row) => [`step:${model.figures[row]?.itemId}`],
      ),
    );
  const problems = [
    ...model.diagnostics.map((entry) => ({ entry, key: 'run-finished' })),
    ...model.steps.flatMap(({ itemId, diagnostic }) =>
      diagnostic ? [{ entry: diagnostic, key: `step:${itemId}` }] : [],
    ),
  ];
  if (problems.length > 0)
    blocks.push(
      heading(T.problems),
      table(
        [T.machine, T.seen, T.doNow],
        [0.18, 0.46, 0.36],
        problems.map(({ entry }) => {
          const { summary, hint } = describeDiagnostic(entry, model.language);
          return [plain(entry.subject.host ?? ''), plain([summary, ...entry.evidence].join('\n')), plain(hint)];
        }),
        (row) => [problems[row]?.key ?? ''],
      ),
    );
  return blocks;
}

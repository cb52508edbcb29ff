import type { HistoryPage, PastRun, RunComparison, StepSide, Trend } from '../../api/run-history.ts';
import { CHECK_ENDS, RUN_ENDS, RUN_NAMES, STEP_ENDS } from '../../api/run-names.ts';
import { fill, type Language, type Text } from '../../api/text.ts';
import { print, type Session } from '../session.ts';
import { type Style, styleFor } from './style.ts';

const TEXT = {
  none: { en: 'This site has had no run yet.', es: 'Este sitio aún no ha tenido ninguna ejecución.' },
  older: { en: 'There are older ones: --all shows them.', es: 'Hay más antiguas: --all las muestra.' },
  rehearsed: { en: 'rehearsed', es: 'ensayada' },
  real: { en: 'real', es: 'real' },
  counts: {
    en: '{changed} done, {unchanged} without change, {failed} failed',
    es: 'hechos: {changed}, sin cambios: {unchanged}, con fallo: {failed}',
  },
  part: { en: 'a part of the work', es: 'una parte del trabajo' },
  otherSite: { en: 'site.toml was another one', es: 'site.toml era otro' },
  workedUntil: { en: 'at work until {at}', es: 'trabajó hasta {at}' },
  equal: { en: 'The two runs did the same.', es: 'Las dos ejecuciones hicieron lo mismo.' },
  steps: { en: 'Steps that differ: {count} (the same: {same})', es: 'Pasos que difieren: {count} (iguales: {same})' },
  checks: {
    en: 'Checks that differ: {count} (the same: {same})',
    es: 'Pruebas que difieren: {count} (iguales: {same})',
  },
  site: { en: 'site.toml', es: 'site.toml' },
  siteChanged: { en: 'was another one', es: 'era otro' },
  siteUnknown: { en: 'is not known of both runs', es: 'no se conoce de las dos ejecuciones' },
  files: { en: 'Files that differ', es: 'Archivos que difieren' },
  absent: { en: '(not there)', es: '(no está)' },
} satisfies Record<string, Text>;

/** A page of a history, a line or two a run. */
export function showHistory(
  session: Session,
  page: HistoryPage,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): void {
  const { language, out } = session;
  const style = styleFor(session.colour);
  if (isFirst && page.runs.length === 0) print(out, TEXT.none[language]);
  for (const run of page.runs) showRun(session, style, run, page.siteSha256);
  if (isLast && page.next !== undefined) print(out, style.dim(TEXT.older[language]));
}

function showRun({ language, out }: Session, style: Style, run: PastRun, siteSha256: string): void {
  const { outcome, changed, unchanged, failed, lastAt } = run;
  const paint = { done: style.green, failed: style.red, cancelled: style.yellow, running: style.cyan };
  const ends = (outcome === 'interrupted' ? style.red : paint[outcome])(RUN_ENDS[outcome][language].padEnd(13));
  const kind = RUN_NAMES[run.kind][language].padEnd(24);
  const where = TEXT[run.rehearsed ? 'rehearsed' : 'real'][language].padEnd(10);
  print(out, `${moment(run.startedAt, language).padEnd(20)} ${kind} ${where} ${ends} ${style.dim(run.runId)}`);
  const notes = [
    changed === undefined || changed + (unchanged ?? 0) + (failed ?? 0) === 0
      ? ''
      : fill(TEXT.counts, language, { changed, unchanged: unchanged ?? 0, failed: failed ?? 0 }),
    outcome === 'interrupted' && lastAt ? fill(TEXT.workedUntil, language, { at: moment(lastAt, language) }) : '',
    run.asked ? TEXT.part[language] : '',
    run.siteSha256 !== undefined && run.siteSha256 !== siteSha256 ? TEXT.otherSite[language] : '',
    run.appVersion ?? '',
  ].filter(Boolean);
  print(out, style.dim(`${''.padEnd(20)} ${notes.join('; ')}`.trimEnd()));
}

/** What two runs did otherwise: steps, checks, the plan, the files; nothing of what was the same. */
export function showComparison(session: Session, comparison: RunComparison): void {
  const { language, out } = session;
  const style = styleFor(session.colour);
  const { before, after, steps, checks, site, files } = comparison;
  for (const [sign, run] of [
    ['-', before],
    ['+', after],
  ] as const) {
    const words = [RUN_NAMES[run.kind], TEXT[run.rehearsed ? 'rehearsed' : 'real'], RUN_ENDS[run.outcome]];
    print(out, `${sign} ${run.runId}  ${[...words.map((word) => word[language]), run.appVersion].join('  ')}`);
  }
  if (steps.differences.length > 0)
    print(out, style.bold(fill(TEXT.steps, language, { count: steps.differences.length, same: steps.same })));
  for (const step of steps.differences) {
    const title = step.title ? fill(step.title, language) : step.id;
    print(out, `  ${trendSign(style, step.trend)} ${title}  ${style.dim(step.target)}`);
    showSides(session, style, stepWords(step.before, language), stepWords(step.after, language));
  }
  if (checks.differences.length > 0)
    print(out, style.bold(fill(TEXT.checks, language, { count: checks.differences.length, same: checks.same })));
  for (const check of checks.differences) {
    print(out, `  ${trendSign(style, check.trend)} ${fill(check.title, language)}`);
    const words = (side: typeof check.before) =>
      side && [CHECK_ENDS[side.outcome][language], ...side.seen.slice(0, 3)].join('  ');
    showSides(session, style, words(check.before), words(check.after));
  }
  if (site.state !== 'same')
    print(
      out,
      `${style.bold(TEXT.site[language])} ${TEXT[site.state === 'changed' ? 'siteChanged' : 'siteUnknown'][language]}`,
    );
  for (const { path, left, right } of site.differences ?? []) {
    print(out, `  ${path}`);
    showSides(session, style, left, right);
  }
  if (files.length > 0) print(out, style.bold(TEXT.files[language]));
  for (const { name } of files) print(out, `  ${name}`);
  if (steps.differences.length + checks.differences.length + files.length === 0 && site.state !== 'changed')
    print(out, TEXT.equal[language]);
}

function showSides({ language, out }: Session, style: Style, before?: string, after?: string): void {
  print(out, `      ${style.red(`- ${before ?? TEXT.absent[language]}`)}`);
  print(out, `      ${style.green(`+ ${after ?? TEXT.absent[language]}`)}`);
}

function stepWords(side: StepSide | undefined, language: Language): string | undefined {
  if (!side) return undefined;
  const took =
    side.durationMs !== undefined && side.durationMs >= 100 ? `${(side.durationMs / 1000).toFixed(1)} s` : '';
  const changes = side.changes.map(({ what, after }) => `${what}: ${after}`).slice(0, 3);
  const seconds = language === 'es' ? took.replace('.', ',') : took;
  return [STEP_ENDS[side.result][language], seconds, side.diagnostic?.code ?? '', ...changes]
    .filter(Boolean)
    .join('  ');
}

function trendSign(style: Style, trend: Trend): string {
  if (trend === 'worse') return style.red('✖');
  return trend === 'better' ? style.green('✔') : style.dim('·');
}

/** Day and minute of this laptop's zone. */
function moment(iso: string, language: Language): string {
  return new Date(iso).toLocaleString(language === 'es' ? 'es-ES' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

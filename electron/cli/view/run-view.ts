import { PHASE_NAMES } from '../../api/phase-names.ts';
import type { Phase, PlanItem } from '../../api/plan.ts';
import type { CheckResult, RunEvent } from '../../api/run.ts';
import { fill, type Text } from '../../api/text.ts';
import { print, type Session } from '../session.ts';
import { printDiagnostics } from './diagnostics.ts';
import { DrillLines } from './drill-view.ts';
import { styleFor } from './style.ts';

const TEXT = {
  changed: { en: 'done', es: 'hecho' },
  unchanged: { en: 'no change', es: 'sin cambios' },
  failed: { en: 'failed', es: 'falló' },
  skipped: { en: 'not run', es: 'no se ejecutó' },
  cancelled: { en: 'stopped', es: 'detenido' },
  passed: { en: 'passed', es: 'superada' },
  rehearsed: { en: 'rehearsed', es: 'ensayada' },
  'not-applicable': { en: 'not applicable', es: 'no aplicable' },
  smoke: { en: 'Smoke tests', es: 'Pruebas de humo' },
  nothing: { en: 'Nothing changed: every step was already true.', es: 'Nada cambió: todos los pasos ya se cumplían.' },
  summary: {
    en: '{changed} done, {unchanged} without change, {failed} failed, {seconds} s',
    es: 'hechos: {changed}, sin cambios: {unchanged}, con fallo: {failed}, {seconds} s',
  },
  run: { en: 'Run {id} of site {site}', es: 'Ejecución {id} del sitio {site}' },
  laptopRun: { en: 'Run {id}', es: 'Ejecución {id}' },
  rehearsal: { en: 'rehearsed on a simulated site', es: 'ensayada en un sitio simulado' },
} satisfies Record<string, Text>;

/** Folds the events of one run into lines: the same phases, words and order as the Install page. */
export class RunView {
  readonly #session: Session;
  readonly #items = new Map<string, PlanItem>();
  #phase: Phase | undefined;
  #smokeHead = false;
  readonly #drill: DrillLines;

  constructor(session: Session) {
    this.#session = session;
    this.#drill = new DrillLines(session);
  }

  show(event: RunEvent): void {
    const { language, out, colour } = this.#session;
    const style = styleFor(colour);
    switch (event.type) {
      case 'run-started':
        print(
          out,
          style.dim(
            fill(event.siteId === '' ? TEXT.laptopRun : TEXT.run, language, { id: event.runId, site: event.siteId }) +
              (event.rehearsed ? `, ${fill(TEXT.rehearsal, language)}` : ''),
          ),
        );
        break;
      case 'plan':
        for (const item of event.items) this.#items.set(item.id, item);
        break;
      case 'step-finished': {
        const item = this.#items.get(event.itemId);
        if (!item) break;
        if (item.phase !== this.#phase && !/^(media|bundle)\./.test(item.stepId)) {
          this.#phase = item.phase;
          print(out, style.bold(fill(PHASE_NAMES[item.phase], language)));
        }
        const sign = { changed: '✔', unchanged: '–', failed: '✖', skipped: '·', cancelled: '■' }[event.outcome];
        const paint = {
          changed: style.green,
          unchanged: style.dim,
          failed: style.red,
          skipped: style.dim,
          cancelled: style.yellow,
        }[event.outcome];
        const seconds = event.outcome === 'changed' ? style.dim(` ${formatSeconds(event.durationMs, language)} s`) : '';
        print(
          out,
          `  ${fill(item.title, language).padEnd(36)} ${item.target.padEnd(14)} ${paint(`${sign} ${fill(TEXT[event.outcome], language)}`)}${seconds}`,
        );
        if (event.diagnostic && event.outcome !== 'skipped') printDiagnostics(this.#session, [event.diagnostic]);
        break;
      }
      case 'checks-standing':
        break;
      case 'check-finished':
        this.#check(event.result);
        break;
      case 'diagnostic':
        printDiagnostics(this.#session, [event.diagnostic]);
        break;
      case 'drill':
        this.#drill.show(event.drill);
        break;
      case 'run-finished': {
        const drilled = this.#drill.end();
        if (drilled !== undefined) {
          print(out, `${drilled}, ${formatSeconds(event.durationMs, language)} s`);
          break;
        }
        print(
          out,
          fill(TEXT.summary, language, {
            changed: event.changed,
            unchanged: event.unchanged,
            failed: event.failed,
            seconds: formatSeconds(event.durationMs, language),
          }),
        );
        if (event.outcome === 'done' && event.changed === 0 && event.failed === 0 && this.#items.size > 0)
          print(out, fill(TEXT.nothing, language));
        break;
      }
      case 'step-started':
      case 'check-started':
      case 'log':
      case 'progress':
      case 'arrival':
      case 'probes':
      case 'visitor':
      case 'bundle':
        break;
      default:
        event satisfies never;
    }
  }

  #check(result: CheckResult): void {
    const { language, out, colour } = this.#session;
    const style = styleFor(colour);
    if (!this.#smokeHead) {
      this.#smokeHead = true;
      print(out, style.bold(fill(TEXT.smoke, language)));
    }
    const sign = { passed: '✔', rehearsed: '✔', failed: '✖', 'not-applicable': '–' }[result.outcome];
    const paint = { passed: style.green, rehearsed: style.cyan, failed: style.red, 'not-applicable': style.dim }[
      result.outcome
    ];
    const reason = result.reason ? `: ${fill(result.reason, language)}` : '';
    print(
      out,
      `  ${fill(result.title, language).padEnd(51)} ${paint(`${sign} ${fill(TEXT[result.outcome], language)}${reason}`)}`,
    );
    if (result.diagnostic) printDiagnostics(this.#session, [result.diagnostic]);
  }
}

function formatSeconds(ms: number, language: 'en' | 'es'): string {
  const text = (ms / 1000).toFixed(1);
  return language === 'es' ? text.replace('.', ',') : text;
}

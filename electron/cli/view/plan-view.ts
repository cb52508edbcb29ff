import { changeInWords } from '../../api/change-words.ts';
import { OWNABLE_NAMES } from '../../api/ownable-names.ts';
import type { Orphan, Plan, PlanItem } from '../../api/plan.ts';
import { fill, type Language, type Text } from '../../api/text.ts';
import { waitsForHost } from '../../api/waits-for-host.ts';
import { print, type Session } from '../session.ts';
import { printDiagnostics } from './diagnostics.ts';
import { type Style, styleFor } from './style.ts';

const TEXT = {
  nothing: { en: 'Nothing to change.', es: 'No hay nada que cambiar.' },
  nothingSeen: {
    en: 'Nothing to change on what was looked at. Not known: {hosts}.',
    es: 'No hay nada que cambiar en lo que se pudo mirar. No se sabe de: {hosts}.',
  },
  notKnown: { en: ' Not known: {hosts}.', es: ' No se sabe de: {hosts}.' },
  away: { en: 'not known, off or out of reach ({count})', es: 'no se sabe, apagado o inalcanzable ({count})' },
  changes: { en: 'Steps that would change something: {count}.', es: 'Pasos que cambiarían algo: {count}.' },
  steady: { en: 'no change: {count}', es: 'sin cambios: {count}' },
  site: { en: 'The site as a whole', es: 'El sitio en conjunto' },
  apply: { en: 'would change', es: 'cambiaría' },
  blocked: { en: 'blocked', es: 'bloqueado' },
  later: { en: 'later, after {steps}', es: 'después, tras {steps}' },
  leftOut: { en: 'left undone on request', es: 'se deja sin hacer a petición' },
  drift: {
    en: 'drift: it was true on {since} and was changed since, not by Sitewright',
    es: 'desviación: se cumplía el {since} y después se cambió, no por Sitewright',
  },
  orphans: {
    en: 'Ours and no longer in the site file (kept; removed only by apply --prune --confirm NAME)',
    es: 'Nuestro y ya ausente del archivo del sitio (se conserva; solo lo retira apply --prune --confirm NOMBRE)',
  },
  goesWith: { en: 'goes with {name}', es: 'se va con {name}' },
} satisfies Record<string, Text>;

/** A plan for a person: host by host what is and what will be, then what is ours and no longer named. */
export function showPlan(session: Session, plan: Plan): void {
  const { language, out } = session;
  const style = styleFor(session.colour);
  for (const [target, items] of byTarget(plan.items)) {
    const open = items.filter((item) => item.action !== 'skip');
    const steady = style.dim(fill(TEXT.steady, language, { count: items.length - open.length }));
    const name = target === 'site' ? fill(TEXT.site, language) : target;
    print(out, `${style.bold(name.padEnd(38))} ${open.length < items.length ? steady : ''}`.trimEnd());
    const unknown = open.filter((item) => waitsForHost(item) === target);
    if (unknown.length > 0) print(out, `  ${style.red(fill(TEXT.away, language, { count: unknown.length }))}`);
    for (const item of open) if (!unknown.includes(item)) showItem(session, style, item);
  }
  if (plan.orphans.length > 0) {
    print(out, style.bold(fill(TEXT.orphans, language)));
    for (const orphan of plan.orphans) showOrphan(session, style, orphan);
  }
  const shown = plan.items.flatMap((item) => (item.diagnostic ? [JSON.stringify(item.diagnostic)] : []));
  printDiagnostics(
    session,
    plan.diagnostics.filter((entry) => !shown.includes(JSON.stringify(entry))),
  );
  const open = plan.items.filter((item) => item.action !== 'skip' && !item.leftOut);
  const hosts = [...new Set(open.flatMap((item) => waitsForHost(item) ?? []))].join(', ');
  const count = open.filter((item) => waitsForHost(item) === undefined).length;
  if (count > 0)
    print(
      out,
      fill(TEXT.changes, language, { count }) + (hosts === '' ? '' : fill(TEXT.notKnown, language, { hosts })),
    );
  else print(out, hosts === '' ? fill(TEXT.nothing, language) : fill(TEXT.nothingSeen, language, { hosts }));
}

function showItem(session: Session, style: Style, item: PlanItem): void {
  const { language, out } = session;
  // the last ones are the nearest
  const steps = `${item.waitsFor.length > 2 ? '..., ' : ''}${item.waitsFor.slice(-2).join(', ')}`;
  const word = item.leftOut
    ? fill(TEXT.leftOut, language)
    : fill(TEXT[item.action as 'apply' | 'blocked' | 'later'], language, { steps });
  const paint = item.leftOut ? style.dim : item.action === 'blocked' ? style.red : style.yellow;
  print(out, `  ${fill(item.title, language).padEnd(36)} ${paint(word)}`);
  for (const { what, before, after } of item.changes.map((change) => changeInWords(change, language)))
    print(out, style.dim(`      ${what}: ${before ?? '–'} → ${after}`));
  if (item.drift)
    print(out, `      ${style.yellow(fill(TEXT.drift, language, { since: moment(item.drift.since, language) }))}`);
  if (item.diagnostic && !item.leftOut) printDiagnostics(session, [item.diagnostic]);
}

function showOrphan(session: Session, style: Style, orphan: Orphan): void {
  const { language, out } = session;
  const kind = fill(OWNABLE_NAMES[orphan.kind], language);
  const part = orphan.partOf === undefined ? '' : ` (${fill(TEXT.goesWith, language, { name: orphan.partOf })})`;
  print(out, `  ${kind.padEnd(22)} ${orphan.name.padEnd(28)} ${orphan.where}${part}`);
  print(out, style.dim(`      ${fill(orphan.why, language)}`));
  if (orphan.diagnostic) printDiagnostics(session, [orphan.diagnostic]);
}

function byTarget(items: readonly PlanItem[]): ReadonlyMap<string, readonly PlanItem[]> {
  const groups = new Map<string, PlanItem[]>();
  for (const item of items) groups.set(item.target, [...(groups.get(item.target) ?? []), item]);
  return groups;
}

/** `2026-03-01 10:00` of this laptop's zone, day first in Spanish. */
function moment(iso: string, language: Language): string {
  return new Date(iso).toLocaleString(language === 'es' ? 'es-ES' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

import type { Diagnostic } from '../../api/diagnostic.ts';
import { DRILL_KINDS, type DrillMoment, type DrillOffer, type DrillView } from '../../api/drill.ts';
import { DRILL_KIND_NAMES, DRILL_STATE_NAMES, decimal, figureText } from '../../api/drill-names.ts';
import { fill, type Language, type Text } from '../../api/text.ts';
import { print, type Session } from '../session.ts';
import { printDiagnostics } from './diagnostics.ts';
import { type Style, styleFor } from './style.ts';

const TEXT = {
  lasts: { en: 'about {minutes} min', es: '{minutes} min aprox.' },
  begin: { en: 'Begin: {command}', es: 'Empezar: {command}' },
  none: { en: 'This site has nothing to try.', es: 'Este sitio no tiene nada que probar.' },
  doNow: { en: 'Do now:', es: 'Qué hacer:' },
  left: { en: 'Not as before:', es: 'No está como antes:' },
  asBefore: { en: 'The site is as before.', es: 'El sitio está como antes.' },
  putBack: { en: 'Putting the site back', es: 'Restableciendo el sitio' },
  end: { en: 'Drill {state}', es: 'Simulacro {state}' },
} as const satisfies Record<string, Text>;

/** The drills of a site with what each does and what is typed for it. */
export function showOffers(session: Session, offers: readonly DrillOffer[]): void {
  const { language, out } = session;
  const style = styleFor(session.colour);
  if (offers.length === 0) print(out, TEXT.none[language]);
  for (const kind of DRILL_KINDS) {
    const ofKind = offers.filter((offer) => offer.order.kind === kind);
    if (ofKind.length === 0) continue;
    print(out, style.bold(DRILL_KIND_NAMES[kind][language]));
    for (const offer of ofKind) {
      print(out, `  ${fill(offer.title, language)}  ${style.dim(minutes(offer, language))}`);
      if (offer.refused) continue;
      print(out, `    ${fill(offer.warning, language)}`);
      print(out, `    ${style.cyan(fill(TEXT.begin, language, { command: commandOf(offer) }))}`);
    }
    printDiagnostics({ ...session, err: out }, reasons(ofKind));
  }
}

/** Why drills of one kind are refused, each reason once. */
function reasons(offers: readonly DrillOffer[]): readonly Diagnostic[] {
  const refusals = offers.flatMap(({ refused }) => (refused ? [refused] : []));
  return refusals.filter((entry, index) => refusals.findIndex(({ code }) => code === entry.code) === index);
}

/** What a drill will do, before anything is begun. */
export function showWarning(session: Session, offer: DrillOffer): void {
  const style = styleFor(session.colour);
  print(
    session.out,
    `${style.bold(fill(offer.title, session.language))}  ${style.dim(minutes(offer, session.language))}`,
  );
  print(session.out, fill(offer.warning, session.language));
}

function minutes({ lastsSeconds }: DrillOffer, language: Language): string {
  return fill(TEXT.lasts, language, { minutes: Math.ceil(lastsSeconds / 60) });
}

function commandOf({ order, confirm }: DrillOffer): string {
  const { kind, machine, node, link } = order;
  const words = ['sitewright drill SITE', kind];
  if (machine !== undefined) words.push('--machine', machine);
  if (node !== undefined) words.push('--node', node);
  if (link !== undefined) words.push('--link', String(link));
  return [...words, '--confirm', confirm].join(' ');
}

/** Draws a drill as it goes on: every moment once, at the end what was measured and what is left. */
export class DrillLines {
  readonly #session: Session;
  readonly #style: Style;
  #before: DrillView | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#style = styleFor(session.colour);
  }

  show(drill: DrillView): void {
    const { language, out } = this.#session;
    const before = this.#before;
    this.#before = drill;
    if (!before) {
      print(out, this.#style.bold(fill(drill.title, language)));
      print(out, this.#style.yellow(fill(drill.warning, language)));
    }
    for (const moment of drill.moments.slice(before?.moments.length ?? 0)) print(out, this.#moment(moment));
    if (drill.state === 'putting-back' && before?.state !== 'putting-back')
      print(out, this.#style.dim(`  ${TEXT.putBack[language]}`));
    const isNew = drill.waitsFor && drill.waitsFor.en !== before?.waitsFor?.en;
    if (drill.waitsFor && isNew)
      print(out, `  ${this.#style.cyan(TEXT.doNow[language])} ${fill(drill.waitsFor, language)}`);
  }

  /** The last lines; undefined = there was no drill. */
  end(): string | undefined {
    const { language, out } = this.#session;
    const drill = this.#before;
    if (!drill) return undefined;
    for (const figure of drill.figures) print(out, `  ${figureText(figure, language)}`);
    for (const text of drill.left) print(out, `${this.#style.red(TEXT.left[language])} ${fill(text, language)}`);
    const hasBegun = drill.moments.length > 0;
    if (hasBegun && drill.left.length === 0 && drill.state !== 'stopped') print(out, TEXT.asBefore[language]);
    const paint = { passed: this.#style.green, rehearsed: this.#style.cyan, stopped: this.#style.yellow };
    const { state } = drill;
    const word = fill(TEXT.end, language, { state: DRILL_STATE_NAMES[state][language] });
    return state in paint ? paint[state as keyof typeof paint](word) : this.#style.red(word);
  }

  #moment({ afterMs, kind, text }: DrillMoment): string {
    const { language } = this.#session;
    const sign = { note: '·', good: '✔', bad: '✖' }[kind];
    const paint = { note: this.#style.dim, good: this.#style.green, bad: this.#style.red }[kind];
    const at = `${afterMs < 0 ? '' : '+'}${decimal(afterMs / 1000, language)} s`;
    return `  ${at.padStart(10)}  ${paint(sign)} ${fill(text, language)}`;
  }
}

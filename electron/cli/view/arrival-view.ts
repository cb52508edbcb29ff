import type { ArrivalPhase, NodeArrival, Visitor } from '../../api/arrival.ts';
import type { Diagnostic } from '../../api/diagnostic.ts';
import type { RunEvent } from '../../api/run.ts';
import { fill, type Text } from '../../api/text.ts';
import { print, type Session } from '../session.ts';
import { printDiagnostics } from './diagnostics.ts';
import { styleFor } from './style.ts';

const PHASES: Readonly<Record<ArrivalPhase, Text>> = {
  waiting: { en: 'waiting', es: 'en espera' },
  powered: { en: 'switched on', es: 'encendido' },
  asked: { en: 'takes its answer', es: 'recoge su respuesta' },
  installing: { en: 'installing', es: 'instalando' },
  installed: { en: 'installed', es: 'instalado' },
  restarting: { en: 'starting', es: 'arrancando' },
  ssh: { en: 'SSH answers', es: 'SSH contesta' },
  ready: { en: 'ready', es: 'listo' },
};

const TEXT = {
  since: { en: 'since {time}', es: 'desde las {time}' },
  silent: { en: 'silent since {time}', es: 'sin noticias desde las {time}' },
  key: {
    seen: { en: 'key not confirmed', es: 'clave sin confirmar' },
    'from-report': { en: 'key as in its report', es: 'clave como en su informe' },
    compared: { en: 'key compared', es: 'clave comparada' },
    pinned: { en: 'key known', es: 'clave conocida' },
    different: { en: 'ANOTHER KEY', es: 'OTRA CLAVE' },
  },
  howToCompare: {
    en: 'When the fingerprint is the one on its screen: sitewright arrive {site} --key {host}={fingerprint}',
    es: 'Cuando la huella sea la de su pantalla: sitewright arrive {site} --key {host}={fingerprint}',
  },
  visitor: { en: '{address} came', es: 'Vino {address}' },
  ended: {
    en: '{ready} of {all} machines are ready.',
    es: '{ready} de {all} equipos están listos.',
  },
} as const;

/** Folds the events of a watch into a list that is drawn anew on a terminal, or into a line for every change elsewhere. */
export class ArrivalsView {
  readonly #session: Session;
  readonly #site: string;
  readonly #isLive: boolean;
  readonly #nodes = new Map<string, NodeArrival>();
  readonly #lines = new Map<string, string>();
  readonly #told = new Set<string>();
  #drawn = 0;

  constructor(session: Session, site: string, isLive: boolean) {
    this.#session = session;
    this.#site = site;
    this.#isLive = isLive;
  }

  show(event: RunEvent): void {
    switch (event.type) {
      case 'arrival':
        this.#arrival(event.node);
        break;
      case 'visitor':
        this.#visitor(event.visitor);
        break;
      case 'diagnostic':
        this.#say([event.diagnostic]);
        break;
      case 'run-finished': {
        const ready = [...this.#nodes.values()].filter(({ phase }) => phase === 'ready').length;
        print(this.#session.out, fill(TEXT.ended, this.#session.language, { ready, all: this.#nodes.size }));
        break;
      }
      default:
        break;
    }
  }

  #arrival(node: NodeArrival): void {
    this.#nodes.set(node.host, node);
    const line = this.#line(node);
    const isNew = this.#lines.get(node.host) !== line;
    this.#lines.set(node.host, line);
    if (isNew && !this.#isLive) print(this.#session.out, line);
    this.#say(node.diagnostics);
    if (isNew && this.#isLive) this.#draw();
    const isToCompare = node.diagnostics.some(({ code }) => code === 'arrival.compare-key');
    if (node.hostKey && isToCompare && this.#first(`key ${node.host} ${node.hostKey.fingerprint}`)) {
      const params = { site: this.#site, host: node.host, fingerprint: node.hostKey.fingerprint };
      this.#above(() => print(this.#session.err, fill(TEXT.howToCompare, this.#session.language, params)));
    }
  }

  #visitor({ fromAddress, diagnostics }: Visitor): void {
    if (diagnostics.length === 0)
      print(this.#session.err, fill(TEXT.visitor, this.#session.language, { address: fromAddress }));
    this.#say(diagnostics);
  }

  #line({ host, address, phase, segments, silentSince, hostKey }: NodeArrival): string {
    const { language, colour } = this.#session;
    const style = styleFor(colour);
    const from = segments.at(-1)?.from;
    const word = fill(PHASES[phase], language);
    const sign = phase === 'ready' ? style.green('✔') : silentSince ? style.yellow('▲') : '·';
    const when = silentSince
      ? style.yellow(fill(TEXT.silent, language, { time: clock(silentSince) }))
      : phase === 'waiting' || from === undefined
        ? ''
        : style.dim(fill(TEXT.since, language, { time: clock(from) }));
    const key = hostKey ? style.dim(fill(TEXT.key[hostKey.state], language)) : '';
    return `  ${sign} ${host.padEnd(18)} ${address.padEnd(16)} ${word.padEnd(20)} ${[when, key].filter(Boolean).join('  ')}`.trimEnd();
  }

  /** Each diagnostic once, however often the machine is told of. */
  #say(diagnostics: readonly Diagnostic[]): void {
    const fresh = diagnostics.filter((entry) => this.#first(JSON.stringify([entry.code, entry.subject, entry.params])));
    if (fresh.length > 0) this.#above(() => printDiagnostics(this.#session, fresh));
  }

  #first(what: string): boolean {
    const isFirst = !this.#told.has(what);
    this.#told.add(what);
    return isFirst;
  }

  #above(say: () => void): void {
    this.#erase();
    say();
    if (this.#isLive && this.#lines.size > 0) this.#draw();
  }

  #draw(): void {
    this.#erase();
    for (const line of this.#lines.values()) print(this.#session.out, line);
    this.#drawn = this.#lines.size;
  }

  #erase(): void {
    if (this.#drawn > 0) this.#session.out.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }
}

/** Hours, minutes and seconds of this laptop's zone. */
function clock(instant: string): string {
  const date = new Date(instant);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

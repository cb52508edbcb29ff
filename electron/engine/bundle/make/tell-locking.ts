import { formatNumber, type Language, type Text } from '../../../api/text.ts';
import type { LockProgress } from '../kinds/kind.ts';

/** Where the locking of all kinds stands: steps that are done, of those that are known by now, and what is being done. */
export interface LockStanding {
  readonly done: number;
  readonly total: number;
  readonly text: Text;
}

/**
 * Adds up the kinds. Each counts at first as many steps as it has groups to lock; one that tells of itself counts as it says.
 * @param groups number of groups to lock, by kind
 */
export class LockTally {
  readonly #steps: Map<string, { readonly done: number; readonly total: number }>;
  readonly #tell: (standing: LockStanding) => void;

  constructor(groups: ReadonlyMap<string, number>, tell: (standing: LockStanding) => void) {
    this.#steps = new Map([...groups].map(([kind, total]) => [kind, { done: 0, total }]));
    this.#tell = tell;
  }

  told(kind: string, progress: LockProgress): void {
    this.#steps.set(kind, { done: Math.min(progress.done, progress.total), total: progress.total });
    this.#tell({ ...this.#sum(), text: standingText(progress) });
  }

  finished(kind: string): void {
    const { total } = this.#steps.get(kind) ?? { total: 0 };
    this.#steps.set(kind, { done: total, total });
  }

  #sum(): { readonly done: number; readonly total: number } {
    const all = [...this.#steps.values()];
    const sum = (key: 'done' | 'total') => all.reduce((count, each) => count + each[key], 0);
    return { done: sum('done'), total: sum('total') };
  }
}

const SENTENCES: Readonly<Record<LockProgress['doing'], Text>> = {
  asking: { en: '{subject}: asking', es: '{subject}: preguntando' },
  fetching: { en: '{subject}: fetching the index', es: '{subject}: descargando el índice' },
  reading: { en: '{subject}: reading the index', es: '{subject}: leyendo el índice' },
  choosing: { en: '{subject}: choosing the packages', es: '{subject}: eligiendo los paquetes' },
  building: { en: '{subject}: being made', es: '{subject}: en elaboración' },
};

function standingText({ subject, doing, bytes = 0, totalBytes }: LockProgress): Text {
  const inLanguage = (language: Language) => {
    const sentence = SENTENCES[doing][language].replace('{subject}', () => subject);
    if (totalBytes === undefined || totalBytes === 0) return sentence;
    return `${sentence}, ${megabytes(bytes, language)} / ${megabytes(totalBytes, language)} MB`;
  };
  return { en: inLanguage('en'), es: inLanguage('es') };
}

function megabytes(bytes: number, language: Language): string {
  return formatNumber(Math.round(bytes / 100_000) / 10, language);
}

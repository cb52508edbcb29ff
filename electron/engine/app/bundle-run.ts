import type { BundleBringing, BundleWork, BundleWorkView } from '../../api/bundle.ts';
import type { Text } from '../../api/text.ts';
import type { RunContext, WorkResult } from '../run/start-run.ts';
import { runStages, type StageTeller } from './stage-run.ts';

/** What each work on a bundle is made of, in order. */
const STAGES = {
  make: {
    lock: { en: 'Lock: what is needed', es: 'Bloqueo: qué se necesita' },
    look: { en: 'What is there already', es: 'Qué está ya' },
    fetch: { en: 'Fetch', es: 'Traer' },
    bind: { en: 'Indexes and bill of materials', es: 'Índices y lista de materiales' },
    sign: { en: 'Sign', es: 'Firmar' },
  },
  update: { ask: { en: 'Ask the sources', es: 'Preguntar a los orígenes' } },
  verify: {
    read: { en: 'Read every file', es: 'Leer cada archivo' },
    fit: { en: 'Compare with what the site needs', es: 'Comparar con lo que el sitio necesita' },
  },
  delta: { copy: { en: 'Copy what is new', es: 'Copiar lo nuevo' } },
  patch: { take: { en: 'Take over what is new', es: 'Adoptar lo nuevo' } },
  split: { cut: { en: 'Cut into volumes', es: 'Cortar en volúmenes' } },
  join: { join: { en: 'Put the volumes together', es: 'Unir los volúmenes' } },
} as const satisfies Readonly<Record<BundleWork, Readonly<Record<string, Text>>>>;
type Stages = typeof STAGES;
export type StageOf<Work extends BundleWork> = keyof Stages[Work] & string;

/** How work on a bundle tells of itself: as all work in stages does, which items come, and what it came to. */
export interface BundleTeller<Stage extends string> extends StageTeller<Stage> {
  bringing(view: () => BundleBringing): void;
  came(to: Pick<BundleWorkView, 'verdict' | 'update' | 'carried'>): void;
}

/** Work on a bundle as the work of a run. `work` gives false where it was stopped on request before its end. */
export async function runBundle<Work extends BundleWork>(
  context: RunContext,
  /** `folder`: what is made, read or written. */
  order: { readonly work: Work; readonly folder: string },
  work: (tell: BundleTeller<StageOf<Work>>, isStopping: () => boolean) => Promise<boolean>,
): Promise<WorkResult> {
  let view: BundleWorkView = { work: order.work, folder: order.folder };
  const show = (part: Partial<BundleWorkView>) => {
    view = { ...view, ...part };
    context.emit({ type: 'bundle', bundle: view });
  };
  show({});
  let list: (() => BundleBringing) | undefined;
  let listed = '';
  const showList = () => {
    const bringing = list?.();
    const text = JSON.stringify(bringing);
    if (!bringing || text === listed) return;
    listed = text;
    show({ bringing });
  };
  const titles = STAGES[order.work] as Readonly<Record<StageOf<Work>, Text>>;
  const staged = { prefix: 'bundle', titles, target: order.folder, what: 'bundle', beside: () => showList() };
  return runStages<StageOf<Work>>(context, staged, async (tell, isStopping) => {
    try {
      const isComplete = await work(
        {
          ...tell,
          bringing: (now) => {
            if (!list) setImmediate(showList);
            list = now;
          },
          came: show,
        },
        isStopping,
      );
      return { isComplete };
    } finally {
      showList();
    }
  });
}

import { PHASES } from '../../electron/api/plan.ts';
import { pveNodes } from '../../electron/engine/site/derive.ts';
import type { Step } from '../../electron/engine/steps/step.ts';
import { bell } from './bell.ts';

const HOSTS = 16;
const STEPS = 60;
/** What a step takes on a host; real ones are slower, so that the page hears more here than it ever will. */
const SHORTEST_MS = 800;
const SPREAD_MS = 1600;
const PROGRESS_MS = 100;
const NOTES = 3;

/** Sixty steps for each of sixteen hosts that take their time, tell how far they are and say a word: what an install is to the page. */
export function matrixWork(): { readonly steps: readonly Step[]; readonly begun: Promise<void>; go(): void } {
  const started = bell();
  const begun = bell();
  const done = new Set<string>();
  const phases = PHASES.slice(1);
  const steps = Array.from({ length: STEPS }, (_, index): Step => {
    const id = `bench.step-${index}` as const;
    return {
      id,
      phase: phases[Math.floor((index * phases.length) / STEPS)] ?? 'application',
      title: () => ({ en: `Step number ${index + 1}`, es: `Paso número ${index + 1}` }),
      targets: (site) =>
        pveNodes(site)
          .slice(0, HOSTS)
          .map(({ name }) => name),
      needs: [],
      risk: 'safe',
      order: 'parallel',
      touches: () => [],
      check: (_view, target) =>
        done.has(`${id}@${target}`)
          ? { state: 'satisfied' }
          : { state: 'needed', changes: [{ what: `setting ${index}`, after: 'as the site file says' }] },
      async apply(context) {
        begun.ring();
        await started.rung;
        const ms = SHORTEST_MS + (spread(index, context.target) % SPREAD_MS);
        for (let at = 0; at < ms; at += PROGRESS_MS) {
          context.progress(at, ms, 'steps');
          if (at / PROGRESS_MS < NOTES) context.note(`looked at ${id} on ${context.target}, ${at} ms`);
          await new Promise((resolve) => setTimeout(resolve, PROGRESS_MS));
        }
        done.add(`${id}@${context.target}`);
      },
    };
  });
  return { steps, begun: begun.rung, go: started.ring };
}

/** The same at every run, and no two beside each other alike. */
function spread(index: number, target: string): number {
  return [...`${index}/${target}`].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7);
}

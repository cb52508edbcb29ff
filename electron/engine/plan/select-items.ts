import { type DiagnosticError, fail } from '../../api/diagnostic.ts';
import { PHASES } from '../../api/plan.ts';
import type { Selection } from '../../api/selection.ts';
import type { Site } from '../../api/site.ts';
import { distance } from '../site/nearest.ts';
import type { Step } from '../steps/step.ts';
import { itemId } from './item-view.ts';

/** Which items of a site are meant. Everything where nothing was said. */
export interface SelectedItems {
  includes(step: Step, target: string): boolean;
  /** Whether a person asked to leave this item undone. */
  isSkipped(step: Step, target: string): boolean;
  /** Absent = everything is meant, nothing is skipped. */
  readonly selection?: Selection;
}

const EVERYTHING: SelectedItems = { includes: () => true, isSkipped: () => false };

/**
 * What a selection means on a site. Throws `selection.*`: for a name that is not known with the known ones, nearest first, for
 * an item that may not be skipped, and where nothing is left.
 */
export function selectItems(steps: readonly Step[], site: Site, selection: Selection | undefined): SelectedItems {
  if (!selection || Object.values(selection).every((value) => value === undefined)) return EVERYTHING;
  const { only, from, nodes, skip } = selection;
  const steppable: readonly string[] = [
    ...PHASES.filter((phase) => steps.some((step) => step.phase === phase)),
    ...steps.map(({ id }) => id),
  ];
  for (const name of [...(only ?? []), ...(from === undefined ? [] : [from])])
    if (!steppable.includes(name)) throw unknownName('selection.unknown-step', name, steppable);

  const targets = [...new Set([...namesOf(site), ...steps.flatMap((step) => step.targets(site))])].filter(
    (name) => name !== 'site',
  );
  for (const name of nodes ?? [])
    if (!targets.includes(name)) throw unknownName('selection.unknown-node', name, targets);

  const items = steps.flatMap((step) =>
    step.targets(site).map((target) => ({ step, id: itemId(step, target), target })),
  );
  const mayBeSkipped = items.filter(({ step }) => step.skippable).map(({ id }) => id);
  for (const name of skip ?? []) {
    if (mayBeSkipped.includes(name)) continue;
    if (items.some(({ id }) => id === name))
      throw fail('selection.not-skippable', { params: { name }, evidence: mayBeSkipped, subject: { step: name } });
    throw unknownName('selection.unknown-item', name, mayBeSkipped);
  }

  const first = from === undefined ? 0 : steps.findIndex((step) => step.id === from || step.phase === from);
  const meant = new Set(
    steps
      .filter((step, index) => index >= first && (!only || only.includes(step.id) || only.includes(step.phase)))
      .map((step) => step.id),
  );
  const known = new Set(steps.map((step) => step.id));
  const selected: SelectedItems = {
    selection,
    // a removal is asked for by itself, name by name
    includes: (step, target) => !known.has(step.id) || (meant.has(step.id) && (!nodes || nodes.includes(target))),
    isSkipped: (step, target) => skip?.includes(itemId(step, target)) ?? false,
  };
  if (!items.some(({ step, target }) => selected.includes(step, target))) throw fail('selection.empty');
  return selected;
}

function namesOf(site: Site): readonly string[] {
  return [...site.hosts, ...(site.machines ?? [])].map(({ name }) => name);
}

function unknownName(
  code: 'selection.unknown-step' | 'selection.unknown-node' | 'selection.unknown-item',
  name: string,
  known: readonly string[],
): DiagnosticError {
  const ranked = nearestFirst(name, known);
  return fail(code, { params: { name, nearest: ranked.slice(0, 3).join(', ') || '-' }, evidence: ranked });
}

/** The known names, those first that look most like what was written: a part of a name counts as near. */
export function nearestFirst(word: string, known: readonly string[]): readonly string[] {
  const apart = (name: string): number =>
    Math.min(distance(name, word), ...name.split(/[.@]/).map((part) => distance(part, word) + 1));
  return [...known].sort((a, b) => apart(a) - apart(b));
}

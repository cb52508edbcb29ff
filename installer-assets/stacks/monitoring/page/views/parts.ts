import { type Child, type Described, h, type Property } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import type { Mark } from '../judge/mark.ts';

/** A state is always an icon and a word, never a colour alone. */
export function markView(mark: Mark, word: string): Described {
  return h('span', { class: `mark mark-${mark}` }, icon(mark), h('span', {}, word));
}

/** A share as a bar with its figure; null is said, not drawn as empty. */
export function shareView(
  ratio: number | null,
  text: string,
  tone: 'plain' | 'warning' | 'critical' = 'plain',
): Described {
  if (ratio === null) return h('span', { class: 'quiet' }, text);
  const width = Math.round(Math.min(1, Math.max(0, ratio)) * 100);
  return h(
    'span',
    { class: 'share' },
    h(
      'svg',
      {
        class: `bar bar-${tone}`,
        viewBox: '0 0 100 6',
        preserveAspectRatio: 'none',
        'aria-hidden': 'true',
        focusable: 'false',
      },
      h('rect', { class: 'bar-ground', width: '100', height: '6' }),
      h('rect', { class: 'bar-fill', width: String(width), height: '6' }),
    ),
    h('span', { class: 'figure' }, text),
  );
}

/** Full discs and busy processors are told by colour too, beside their figure. */
export function toneOf(ratio: number | null, warning: number, critical: number): 'plain' | 'warning' | 'critical' {
  if (ratio === null || ratio < warning) return 'plain';
  return ratio < critical ? 'warning' : 'critical';
}

export function panel(title: string, aside: Child, ...children: Child[]): Described {
  return h('section', { class: 'panel' }, h('header', { class: 'panel-head' }, h('h2', {}, title), aside), ...children);
}

/** One of a few: a row of buttons of which one is pressed. */
export function choice<Value extends string>(
  label: string,
  options: readonly (readonly [Value, string])[],
  chosen: Value,
  choose: (value: Value) => void,
): Described {
  return h(
    'div',
    { class: 'choice', role: 'group', 'aria-label': label },
    options.map(([value, text]) =>
      h(
        'button',
        { type: 'button', 'aria-pressed': value === chosen ? 'true' : 'false', onClick: () => choose(value) },
        text,
      ),
    ),
  );
}

/** A field with its label, and a hint that is read with it. */
export function field(
  id: string,
  label: string,
  properties: Readonly<Record<string, Property>>,
  {
    tag = 'input',
    hint,
    children = [],
  }: { readonly tag?: string; readonly hint?: string; readonly children?: readonly Child[] } = {},
): Described {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(tag, { id, name: id, ...(hint ? { 'aria-describedby': `${id}-hint` } : {}), ...properties }, ...children),
    hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null,
  );
}

export function checkbox(id: string, label: string, properties: Readonly<Record<string, Property>>): Described {
  return h(
    'label',
    { class: 'check', for: id },
    h('input', { type: 'checkbox', id, name: id, ...properties }),
    h('span', {}, label),
  );
}

/** A form that web answers, not the browser. */
export function form(
  properties: Readonly<Record<string, Property>>,
  submit: (data: FormData, element: HTMLFormElement) => void,
  ...children: Child[]
): Described {
  return h(
    'form',
    {
      ...properties,
      onSubmit: (event) => {
        event.preventDefault();
        const element = event.currentTarget ?? event.target;
        if (element instanceof HTMLFormElement) submit(new FormData(element), element);
      },
    },
    ...children,
  );
}

/** A table that keeps its width to itself on a narrow screen: it is read as cards there, by `data-label`. */
export function table(caption: string, heads: readonly string[], rows: readonly Child[]): Described {
  return h(
    'table',
    { class: 'rows' },
    h('caption', { class: 'unseen' }, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((text) => h('th', { scope: 'col' }, text)),
      ),
    ),
    h('tbody', {}, ...rows),
  );
}

export function cell(label: string, ...children: Child[]): Described {
  return h('td', { 'data-label': label }, h('div', { class: 'cell' }, ...children));
}

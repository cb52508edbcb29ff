/** A plain value that Go templates walk through. */
export type TemplateValue = unknown;

/** A template that docker's client would refuse. */
export class TemplateError extends Error {}

/**
 * The part of Go's text/template that docker's --format is used with: `{{.A.B}}`, `{{json .A}}`, `{{index .A "key"}}`,
 * `{{if .A}}..{{else}}..{{end}}`, `{{range .A}}..{{end}}`, `{{println .A}}`, `\t`. Anything else fails as a parse error.
 */
export function renderTemplate(template: string, value: TemplateValue, root: TemplateValue = value): string {
  const tokens = template
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
    .split(/(\{\{-?\s*[\s\S]*?\s*-?\}\})/);
  let at = 0;
  function run(dot: TemplateValue, live: boolean): { readonly text: string; readonly stop: 'end' | 'else' | 'eof' } {
    let text = '';
    while (at < tokens.length) {
      const token = tokens[at] as string;
      at += 1;
      if (!token.startsWith('{{')) {
        if (live) text += token;
        continue;
      }
      const body = token.replace(/^\{\{-?\s*/, '').replace(/\s*-?\}\}$/, '');
      if (body === 'end') return { text, stop: 'end' };
      if (body === 'else') return { text, stop: 'else' };
      if (body.startsWith('if ')) {
        const isTrue = live && truthy(evaluate(body.slice(3), dot, root));
        const yes = run(dot, isTrue);
        const no = yes.stop === 'else' ? run(dot, live && !isTrue) : undefined;
        text += isTrue ? yes.text : (no?.text ?? '');
      } else if (body.startsWith('range ')) {
        const list = live ? evaluate(body.slice(6), dot, root) : [];
        const items = Array.isArray(list) ? list : Object.values((list ?? {}) as Record<string, unknown>);
        const start = at;
        if (items.length === 0) run(dot, false);
        for (const item of items) {
          at = start;
          text += run(item, live).text;
        }
      } else if (live) text += show(evaluate(body, dot, root));
    }
    return { text, stop: 'eof' };
  }
  return run(value, true).text;
}

function evaluate(expression: string, dot: TemplateValue, root: TemplateValue): TemplateValue {
  const words = expression.match(/"[^"]*"|[^\s]+/g) ?? [];
  const [head = '', ...rest] = words;
  if (head === 'json') return JSON.stringify(evaluate(rest.join(' '), dot, root));
  if (head === 'println') return `${show(evaluate(rest.join(' '), dot, root))}\n`;
  if (head === 'index') {
    const [path = '', key = ''] = rest;
    const container = evaluate(path, dot, root) as Record<string, unknown> | null;
    return container?.[key.replaceAll('"', '')] ?? '';
  }
  if (head === 'upper' || head === 'lower') {
    const text = show(evaluate(rest.join(' '), dot, root));
    return head === 'upper' ? text.toUpperCase() : text.toLowerCase();
  }
  if (rest.length > 0 || !/^\$?\./.test(head))
    throw new TemplateError(`template parsing error: template: :1: function "${head}" not defined`);
  const start = head.startsWith('$') ? root : dot;
  const path = head.replace(/^\$?\./, '');
  if (path === '') return start;
  return path.split('.').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      throw new TemplateError(`template: :1:2: executing "" at <.${path}>: can't evaluate field ${name}`);
    return (value as Record<string, unknown>)[name];
  }, start);
}

function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
function show(value: unknown): string {
  if (value === null || value === undefined) return '<no value>';
  if (typeof value === 'object')
    return Array.isArray(value)
      ? `[${value.map(show).join(' ')}]`
      : `map[${Object.entries(value)
          .map(([key, entry]) => `${key}:${show(entry)}`)
          .join(' ')}]`;
  return String(value);
}

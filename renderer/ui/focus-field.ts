/**
 * Brings the keyboard to the field of site.toml with this path, or to the nearest one that stands on the page: `hosts[1].links.0`,
 * else what lies below it, else what it lies in. Opens what is folded around it. Gives back whether there was one.
 */
export function focusField(path: string): boolean {
  const fields = [...document.querySelectorAll<HTMLElement>('[data-field]')];
  const field = nearestField(
    path,
    fields.map((element) => element.dataset.field ?? ''),
  );
  const element = fields.find((entry) => entry.dataset.field === field);
  if (!element) return false;
  for (let around = element.closest('details'); around; around = around.parentElement?.closest('details') ?? null)
    around.open = true;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
  return true;
}

/** The field that a person means by a path, among those that there are. */
export function nearestField(path: string, fields: readonly string[]): string | undefined {
  if (fields.includes(path)) return path;
  const below = fields.find((field) => field.startsWith(`${path}.`) || field.startsWith(`${path}[`));
  if (below !== undefined) return below;
  const around = path.replace(/(\.[^.[\]]+|\[\d+\])$/, '');
  return around === path || around === '' ? undefined : nearestField(around, fields);
}

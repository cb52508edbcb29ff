/** A path of site.toml and those it lies in, the innermost first: `hosts[1].links.0`, `hosts[1].links`, `hosts[1]`, `hosts`. */
function pathsAbove(path: string): readonly string[] {
  const cut = path.replace(/(\.[^.[\]]*|\[[^\]]*\])$/, '');
  return cut === path || cut === '' ? [path] : [path, ...pathsAbove(cut)];
}

/**
 * The field of a page that shows a path of site.toml: itself, else the first below it, else the same for what it lies in. Undefined
 * where the page has nothing of it.
 */
export function nearestField(wanted: string, shown: readonly string[]): string | undefined {
  for (const path of pathsAbove(wanted)) {
    const found =
      shown.find((field) => field === path) ??
      shown.find((field) => field.startsWith(`${path}.`) || field.startsWith(`${path}[`));
    if (found !== undefined) return found;
  }
  return undefined;
}

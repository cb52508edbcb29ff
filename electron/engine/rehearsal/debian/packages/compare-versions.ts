/** dpkg's order of versions: epoch, upstream, revision; `~` sorts before everything. */
export function compareVersions(a: string, b: string): number {
  const split = (version: string) => {
    const epoch = /^(\d+):/.exec(version)?.[1] ?? '0';
    const rest = version.replace(/^\d+:/, '');
    const dash = rest.lastIndexOf('-');
    return [epoch, dash < 0 ? rest : rest.slice(0, dash), dash < 0 ? '0' : rest.slice(dash + 1)] as const;
  };
  const weight = (char: string | undefined) =>
    char === undefined ? 0 : char === '~' ? -1 : /[a-zA-Z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
  const part = (left: string, right: string): number => {
    let [l, r] = [left, right];
    while (l !== '' || r !== '') {
      const lText = /^\D*/.exec(l)?.[0] ?? '';
      const rText = /^\D*/.exec(r)?.[0] ?? '';
      for (let index = 0; index < Math.max(lText.length, rText.length); index += 1) {
        const difference = weight(lText[index]) - weight(rText[index]);
        if (difference !== 0) return difference;
      }
      l = l.slice(lText.length);
      r = r.slice(rText.length);
      const lNumber = /^\d*/.exec(l)?.[0] ?? '';
      const rNumber = /^\d*/.exec(r)?.[0] ?? '';
      const difference = Number(lNumber || 0) - Number(rNumber || 0);
      if (difference !== 0) return difference;
      l = l.slice(lNumber.length);
      r = r.slice(rNumber.length);
    }
    return 0;
  };
  const left = split(a);
  const right = split(b);
  return part(left[0], right[0]) || part(left[1], right[1]) || part(left[2], right[2]);
}

/** The new mode bits after `chmod MODE`; undefined for a mode that is none. Octal or symbolic (`u+x,go-w,a=r`). */
export function changeMode(text: string, before: number, isDirectory: boolean): number | undefined {
  if (/^[0-7]{1,5}$/.test(text)) return Number.parseInt(text, 8) & 0o7777;
  let mode = before;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1] === '' || (match[1] ?? '').includes('a') ? 'ugo' : (match[1] as string);
    for (const [, operator, permissions = ''] of (match[2] as string).matchAll(/([-+=])([rwxXst]*)/g)) {
      for (const target of who) {
        const shift = { u: 6, g: 3, o: 0 }[target] ?? 0;
        let bits = 0;
        if (permissions.includes('r')) bits |= 4 << shift;
        if (permissions.includes('w')) bits |= 2 << shift;
        if (permissions.includes('x') || (permissions.includes('X') && (isDirectory || (before & 0o111) !== 0)))
          bits |= 1 << shift;
        if (permissions.includes('s')) bits |= target === 'u' ? 0o4000 : target === 'g' ? 0o2000 : 0;
        if (permissions.includes('t') && target === 'o') bits |= 0o1000;
        if (operator === '+') mode |= bits;
        else if (operator === '-') mode &= ~bits;
        else mode = (mode & ~(7 << shift)) | bits;
      }
    }
  }
  return mode & 0o7777;
}

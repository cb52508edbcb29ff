import { fail } from '../../../api/diagnostic.ts';
import { RESERVED_NAME } from '../layout.ts';

/** Of FAT and exFAT, besides control characters (and of Windows, which writes sticks too). */
const FORBIDDEN = /[<>:"|?*\\]/;
const CONTROL = /\p{Cc}/u;
/** Of one name, in UTF-16 units. */
const MOST_UNITS = 255;

/**
 * Refuses names that a stick may not hold, whatever it is formatted with: a stick is filled today and formatted anew next year.
 * Throws deploy.bad-name. Names that differ in case alone are one name there.
 */
export function refuseNames(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const why =
      path
        .split('/')
        .map(objection)
        .find((found) => found !== undefined) ?? twin(path, seen);
    if (why !== undefined) throw fail('deploy.bad-name', { params: { path, why }, subject: { file: path } });
  }
}

function objection(name: string): string | undefined {
  const sign = (FORBIDDEN.exec(name) ?? CONTROL.exec(name))?.[0];
  if (sign !== undefined) return JSON.stringify(sign);
  if (/[. ]$/.test(name)) return `«${name.at(-1)}» …`;
  if (RESERVED_NAME.test(name)) return `«${name}» (Windows)`;
  if (name.length > MOST_UNITS) return `${name.length} > ${MOST_UNITS}`;
  return undefined;
}

/** Folders too: `Debs/a` and `debs/b` would lie in one folder, which is no harm; the files decide. */
function twin(path: string, seen: Map<string, string>): string | undefined {
  const folded = path.normalize('NFC').toLowerCase();
  const other = seen.get(folded);
  seen.set(folded, path);
  return other === undefined ? undefined : `= ${other}`;
}

import { z } from 'zod';
import { type Fact, known, unknown } from '../facts/fact.ts';
import { whyFailed } from '../facts/parse/text.ts';
import { type Command, change, read } from '../shell/command.ts';

/**
 * The lock of a site lies on the first of its nodes that answers: a folder, because making one happens at once or not at all, with one file that says
 * whose it is. Outside /etc/pve, since a cluster without quorum is repaired under it too. Its age is told by the node's own
 * clock, from the file's time, so that laptops with other clocks agree.
 */
const LOCK = '/var/lib/sitewright/lock';
const HOLDER = `${LOCK}/holder`;

const HolderSchema = z.object({
  /** Tells one taking from another. */
  token: z.string().min(8),
  laptop: z.string(),
  /** Of the user's state folder on that laptop: names of laptops repeat. */
  laptopId: z.string(),
  user: z.string(),
  runId: z.string(),
  siteId: z.string(),
  startedAt: z.string(),
  pid: z.number(),
  process: z.string(),
});
export type SiteLockHolder = z.infer<typeof HolderSchema>;

export interface HeldLock {
  /** Undefined = the folder is there and does not say whose it is. */
  readonly holder?: SiteLockHolder;
  /** Since it was last renewed. */
  readonly ageSeconds: number;
}

const AGE = read`{ cat ${HOLDER}; printf '\\n%s %s\\n' "$(stat -c %Y ${HOLDER} || stat -c %Y ${LOCK})" "$(date +%s)"; }`;

/** Prints `taken`, or who holds it. */
export function takeScript(holder: SiteLockHolder): Command<'change'> {
  const text = JSON.stringify(holder);
  return change`mkdir -p /var/lib/sitewright || exit 1
if mkdir ${LOCK} 2>/dev/null; then
  if printf '%s\\n' ${text} > ${`${HOLDER}.new`} && mv ${`${HOLDER}.new`} ${HOLDER}; then echo taken; else rm -rf ${LOCK}; exit 1; fi
else echo held; ${AGE} 2>/dev/null
fi`;
}

/** Removes the lock of this holder, whoever asks; another's stays. Ends with 0 either way. */
export function breakScript(token: string | undefined): Command<'change'> {
  const aside = `${LOCK}.${token ?? 'unnamed'}`;
  const isTheirs = token === undefined ? change`[ ! -e ${HOLDER} ]` : change`grep -qsF ${token} ${HOLDER}`;
  return change`if ${isTheirs}; then mv -T ${LOCK} ${aside} && rm -rf ${aside}; fi; true`;
}

/** Ends with 0 where it is still ours. */
export function renewScript(token: string): Command<'change'> {
  return change`grep -qsF ${token} ${HOLDER} && touch ${HOLDER}`;
}

/** Who holds the lock of the site; undefined = nobody. Not part of a plan's fingerprint: it ages by itself. */
export const siteLockFact: Fact<HeldLock | undefined> = {
  id: 'site-lock',
  command: read`[ ! -d ${LOCK} ] || ${AGE} 2>/dev/null`,
  parse: (answer) => {
    if (answer.code !== 0) return unknown(whyFailed(answer));
    return answer.stdout.trim() === '' ? known(undefined) : known(parseHeld(answer.stdout));
  },
};

/** What {@link takeScript} printed after `held`. */
export function parseHeld(text: string): HeldLock {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [changed = 0, now = 0] = (lines.at(-1) ?? '').split(' ').map(Number);
  const ageSeconds = Math.max(0, now - changed);
  try {
    return { holder: HolderSchema.parse(JSON.parse(lines[0] ?? '')), ageSeconds };
  } catch {
    return { ageSeconds };
  }
}

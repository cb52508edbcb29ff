import { type Command, read, secretsOf, wireText } from '../shell/command.ts';
import type { RawAnswer } from './fact.ts';

/**
 * What may hang on a host that else answers: the cluster file system, a suspended pool, a disk or a server that does not answer.
 * The first that fits counts; what is behind the same thing as a part that hung is not asked after it.
 */
const MAY_HANG: readonly { readonly text: RegExp; readonly behind: string }[] = [
  { text: /ssh-keyscan/, behind: 'peers' },
  { text: /\/etc\/pve\b|pvesh|ssh_known_hosts/, behind: 'pve' },
  { text: /\bzpool\b/, behind: 'zfs' },
  { text: /\bcorosync-/, behind: 'corosync' },
  { text: /\b(lsblk|df|pvs)\b/, behind: 'disks' },
];

/** Exit codes of a part that did not end in time: timeout(1)'s own, and that of a command that had to be killed. */
const HUNG: readonly number[] = [124, 137];

/** Why a part that did not end in time says nothing; undefined = it ended. */
export function whyHung({ code }: RawAnswer): string | undefined {
  return HUNG.includes(code) ? 'it did not answer in time' : undefined;
}

/**
 * One script for many commands. The host's language never shows in an answer.
 * @param limitSeconds so long a part may take that may hang; 0 = as long as it wants
 */
export function gatherScript(
  commands: ReadonlyMap<string, Command<'read'>>,
  nonce: string,
  limitSeconds = 0,
): Command<'read'> {
  let script = read`export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"`;
  for (const [id, command] of commands) {
    script = read`${script}
printf '\\n%s %s\\n' ${nonce} ${id}; printf '\\n%s %s\\n' ${nonce} ${id} >&2
${limited(command, limitSeconds)}; printf '\\n%s = %s\\n' ${nonce} "$code"`;
  }
  return script;
}

function limited(command: Command<'read'>, seconds: number): Command<'read'> {
  const text = secretsOf(command).length > 0 || seconds === 0 ? '' : wireText(command);
  const behind = MAY_HANG.find((entry) => entry.text.test(text))?.behind;
  if (behind === undefined) return read`( ${command} ) </dev/null; code=$?`;
  return read`case " $hung " in *${` ${behind} `}*) code=124;;
*) timeout -k 1 ${seconds} sh -c ${text} </dev/null; code=$?; case $code in 124|137) hung="$hung ${{ kind: 'read', parts: [{ text: behind }] }}";; esac;; esac`;
}

/** Undoes the framing of {@link gatherScript}. A part that did not end is not in the result. */
export function splitAnswers(stdout: string, stderr: string, nonce: string): ReadonlyMap<string, RawAnswer> {
  const errors = new Map<string, string>();
  for (const part of stderr.split(`\n${nonce} `).slice(1)) {
    const end = part.indexOf('\n');
    if (end > 0) errors.set(part.slice(0, end), part.slice(end + 1));
  }
  const answers = new Map<string, RawAnswer>();
  let open: { readonly id: string; readonly text: string } | undefined;
  for (const part of stdout.split(`\n${nonce} `).slice(1)) {
    const end = part.indexOf('\n');
    const head = end < 0 ? part : part.slice(0, end);
    if (head.startsWith('= ')) {
      if (open)
        answers.set(open.id, { code: Number(head.slice(2)), stdout: open.text, stderr: errors.get(open.id) ?? '' });
      open = undefined;
    } else open = { id: head, text: end < 0 ? '' : part.slice(end + 1) };
  }
  return answers;
}

import { type Command, read } from '../shell/command.ts';
import type { RawAnswer } from './fact.ts';

/** One script for many commands. The host's language never shows in an answer. */
export function gatherScript(commands: ReadonlyMap<string, Command<'read'>>, nonce: string): Command<'read'> {
  let script = read`export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"`;
  for (const [id, command] of commands) {
    script = read`${script}
printf '\\n%s %s\\n' ${nonce} ${id}; printf '\\n%s %s\\n' ${nonce} ${id} >&2
( ${command} ) </dev/null; printf '\\n%s = %s\\n' ${nonce} "$?"`;
  }
  return script;
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

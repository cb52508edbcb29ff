import { randomBytes } from 'node:crypto';
import { type Command, type CommandKind, quote, secretsOf, wireText } from '../shell/command.ts';

export interface WireForm {
  /** The line for the host's shell. Without secrets, because it shows in the host's list of processes. */
  readonly line: string;
  /** Bytes that go to standard input before the caller's own; undefined = none. */
  readonly stdinHead?: Uint8Array;
  /** Ends every process that the line started, whatever it became: they carry its mark in their environment. */
  killLine(signal: 'TERM' | 'KILL'): string;
}

export interface WireOptions {
  /** Another user than root: the command runs through `sudo -n`. */
  readonly sudo: boolean;
  /** The command gets standard input; without it, it reads /dev/null (several PVE tools prompt on a terminal's input). */
  readonly hasStdin: boolean;
}

/**
 * Turns a command into what is sent. Messages are in English and arguments are taken as UTF-8 (`LC_ALL=C.UTF-8`: plain C
 * makes pvesh misread an ñ, pve-facts 9.1). A command with secrets travels over standard input, so that no shell has it
 * in its argument list; what programs it starts get as arguments is the command's own affair.
 */
export function wireForm(command: Command<CommandKind>, options: WireOptions): WireForm {
  const script = wireText(command);
  const isSecret = secretsOf(command).length > 0;
  const stdinHead = isSecret ? new TextEncoder().encode(script) : undefined;
  // head -c takes exactly that many bytes off a pipe; what follows is left for the command.
  const body = stdinHead ? `sw_script=$(head -c ${stdinHead.length}) && eval "$sw_script"` : script;
  const redirect = options.hasStdin || stdinHead ? '' : ' </dev/null';
  const mark = `SITEWRIGHT_EXEC=${randomBytes(8).toString('hex')}`;
  const shell = `/bin/sh -c ${quote(body)}${redirect}`;
  return {
    line: options.sudo
      ? `exec sudo -n -- /usr/bin/env LC_ALL=C.UTF-8 ${mark} ${shell}`
      : `export LC_ALL=C.UTF-8 ${mark}; exec ${shell}`,
    ...(stdinHead ? { stdinHead } : {}),
    killLine: (signal) => {
      const as = options.sudo ? 'sudo -n ' : '';
      return `${as}grep -lszxF ${mark} /proc/[0-9]*/environ | cut -d/ -f3 | ${as}xargs -r kill -${signal}`;
    },
  };
}

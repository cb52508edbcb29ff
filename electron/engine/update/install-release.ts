import { basename } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { ReleaseKind } from '../../api/update.ts';
import { type InstallCommand, installCommand } from '../usb/elevation/install-command.ts';
import { linuxElevation } from '../usb/elevation/linux.ts';
import { type ProgramEnd, startProgram } from '../usb/run-flasher.ts';

/** Starts a program and gives how it ended. */
export type StartInstaller = (file: string, args: readonly string[]) => Promise<ProgramEnd>;

export const startInstaller: StartInstaller = (file, args) => startProgram(file, args).ended;

const OF_ELEVATION = {
  'flash.elevation-dismissed': 'update.permission-not-given',
  'flash.elevation-no-agent': 'update.no-agent',
  'flash.elevation-missing': 'update.no-elevation',
} as const;

/**
 * Hands a proven file to the system, and waits for the end of it where it installs by itself. `original` is what the person named: the
 * file itself is a copy that is gone when this is read.
 */
export async function installRelease(
  kind: ReleaseKind,
  file: string,
  original: string,
  options: { readonly isRoot: boolean; readonly start?: StartInstaller | undefined },
): Promise<void> {
  const command = installCommand(kind, file, options.isRoot);
  const end = await (options.start ?? startInstaller)(command.file, command.args);
  // Windows' explorer ends with 1 whatever it did.
  const isDone = kind === 'exe' ? end.error === undefined : end.code === 0;
  if (!isDone) throw whyNot(end, command, original, installCommand(kind, original, true).terminal);
}

function whyNot(end: ProgramEnd, command: InstallCommand, original: string, terminal: string) {
  const evidence = end.stderr === '' ? [] : [end.stderr.trim().slice(-800)];
  const params = { name: basename(original), command: terminal };
  if (end.error === 'ENOENT') return fail('update.no-elevation', { params: { ...params, program: command.file } });
  const asked = command.file === 'pkexec' ? linuxElevation.explain(end) : undefined;
  // 127 is also what a program ends with that pkexec could start and that found nothing to run.
  if (asked) return fail(OF_ELEVATION[asked], { params: { ...params, program: 'pkexec' }, evidence });
  const code = end.code ?? end.error ?? '?';
  return fail('update.install-failed', { params: { ...params, program: command.program, code }, evidence });
}

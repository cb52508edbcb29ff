import type { Socket } from 'node:net';
import { fail } from '../../../api/diagnostic.ts';
import type { FlasherRequest } from '../../../api/drive.ts';
import {
  eventLines,
  type FlasherRun,
  helperMissing,
  type RunFlasher,
  runOverStdio,
  startProgram,
} from '../run-flasher.ts';
import { equivalentCommand } from './equivalent-command.ts';
import { linuxElevation } from './linux.ts';
import { macosElevation } from './macos.ts';
import { openPrivateChannel } from './private-channel.ts';
import type { ElevationTwin } from './twin.ts';
import { windowsElevation } from './windows.ts';

export interface ElevatedFlasherOptions {
  readonly flasherPath: string;
  readonly execPath?: string | undefined;
  readonly platform?: NodeJS.Platform | undefined;
  /** Shown by systems that let a program say why it asks. */
  readonly reason?: string | undefined;
  /** What to type in a terminal instead; default: `flash` of every image in the request. */
  readonly commandLine?: ((request: FlasherRequest) => string) | undefined;
  /** Default: the platform's. */
  readonly twin?: ElevationTwin | undefined;
}

/** How this platform elevates. Others than Linux, macOS and Windows go as Linux does. */
export function elevationTwin(platform: NodeJS.Platform = process.platform): ElevationTwin {
  if (platform === 'darwin') return macosElevation;
  return platform === 'win32' ? windowsElevation : linuxElevation;
}

/**
 * The flasher with the right to write drives: the system asks for it once for the whole list. Errors, with the exact remedy
 * and the command line that does the same: `flash.elevation-dismissed`, `-no-agent`, `-missing`.
 */
export function elevatedFlasher(options: ElevatedFlasherOptions): RunFlasher {
  const twin = options.twin ?? elevationTwin(options.platform);
  return (run) => (twin.channel === 'stdio' ? throughStdio(options, twin, run) : throughSocket(options, twin, run));
}

function throughStdio(options: ElevatedFlasherOptions, twin: ElevationTwin, run: FlasherRun): Promise<void> {
  const command = twin.command(commandFor(options, ''));
  return runOverStdio(
    { ...command, explain: (end) => explain(options, twin, run.request, end) ?? helperMissing(end) },
    run,
  );
}

async function throughSocket(options: ElevatedFlasherOptions, twin: ElevationTwin, run: FlasherRun): Promise<void> {
  const channel = await openPrivateChannel(options.platform);
  try {
    const { file, args } = twin.command(commandFor(options, channel.ticketPath));
    const { ended, stop } = startProgram(file, args);
    run.signal?.addEventListener('abort', stop);
    // It may have come while the images were looked at.
    if (run.signal?.aborted) stop();
    const first = await Promise.race([channel.caller, ended]);
    run.signal?.removeEventListener('abort', stop);
    if ('code' in first) {
      throw explain(options, twin, run.request, first) ?? helperMissing(first) ?? fail('flash.helper-missing');
    }
    await talk(first, run);
    await ended;
  } finally {
    await channel.close();
  }
}

/** Request out, events in, until the flasher hangs up; hanging up on it stops it. */
function talk(socket: Socket, { request, signal, onEvent }: FlasherRun): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => socket.destroy();
    const events = eventLines(onEvent, stop);
    socket.on('data', events.take);
    socket.on('close', () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    // What it still has to say of the drives it leaves is heard.
    const onAbort = () => socket.end();
    signal?.addEventListener('abort', onAbort);
    socket.write(`${JSON.stringify(request)}\n`);
    if (signal?.aborted) onAbort();
  });
}

function commandFor({ flasherPath, execPath, reason }: ElevatedFlasherOptions, ticketPath: string) {
  const own = execPath === undefined || execPath === process.execPath;
  return {
    flasherPath,
    execPath: execPath ?? process.execPath,
    isElectron: own && process.versions.electron !== undefined,
    ticketPath,
    reason: reason ?? 'Sitewright',
  };
}

function explain(
  options: ElevatedFlasherOptions,
  twin: ElevationTwin,
  request: FlasherRequest,
  end: Parameters<ElevationTwin['explain']>[0],
) {
  const code = twin.explain(end);
  if (code === undefined) return undefined;
  const command = (options.commandLine ?? ((of) => equivalentCommand(of, twin.terminalPrefix)))(request);
  const evidence = end.stderr === '' ? [] : [end.stderr.trim().slice(-400)];
  return fail(code, { params: { command, program: twin.program }, evidence });
}

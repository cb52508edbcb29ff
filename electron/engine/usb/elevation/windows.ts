import type { ElevationTwin } from './twin.ts';

/** What the outer PowerShell ends with when the question of Windows was answered with no (Win32 error 1223). */
const REFUSED = 126;

/**
 * Windows, not tried on its own platform: Start-Process with the verb RunAs (UAC). The elevated program gets neither our
 * standard streams nor our environment, so an inner PowerShell sets the one variable, and the flasher talks over a named
 * pipe. Scripts go in as -EncodedCommand: nothing is quoted twice. The flasher itself lets go of the drive's volumes, by
 * `Clear-Disk`: locking each volume needs calls that Node does not have, and Set-Disk -IsOffline does not take removable
 * media.
 */
export const windowsElevation: ElevationTwin = {
  channel: 'socket',
  flasherReleases: true,
  program: 'powershell.exe',
  terminalPrefix: '',
  command({ execPath, flasherPath, ticketPath }) {
    const inner = [
      "$env:ELECTRON_RUN_AS_NODE = '1'",
      `& ${quote(execPath)} ${quote(flasherPath)} '--ticket' ${quote(ticketPath)}`,
      'exit $LASTEXITCODE',
    ].join('; ');
    const outer = [
      'try {',
      `$p = Start-Process -FilePath 'powershell.exe' -Verb RunAs -WindowStyle Hidden -PassThru -Wait -ArgumentList`,
      `'-NoProfile','-NonInteractive','-EncodedCommand',${quote(encode(inner))};`,
      'exit $p.ExitCode',
      `} catch { if ($_.Exception.NativeErrorCode -eq 1223 -or $_.Exception.InnerException.NativeErrorCode -eq 1223) { exit ${REFUSED} };`,
      '[Console]::Error.WriteLine($_.Exception.Message); exit 127 }',
    ].join(' ');
    return { file: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-EncodedCommand', encode(outer)] };
  },
  explain({ code, error }) {
    if (error === 'ENOENT') return 'flash.elevation-missing';
    if (code === REFUSED) return 'flash.elevation-dismissed';
    return code === 127 ? 'flash.elevation-no-agent' : undefined;
  },
  release: () => [],
};

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function encode(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}

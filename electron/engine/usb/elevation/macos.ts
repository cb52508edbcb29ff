import { basename } from 'node:path';
import type { ElevationTwin } from './twin.ts';

/**
 * macOS, not tried on its own platform: `do shell script … with administrator privileges` of osascript. authopen, which
 * would open the one drive alone, hands it over as a file descriptor in a control message, which Node cannot receive; its
 * other mode copies from stdin and cannot read back. osascript keeps stdin, and stdout until the end, so the flasher talks
 * over a socket. `diskutil unmountDisk` lets go of the drive's volumes, as this user.
 */
export const macosElevation: ElevationTwin = {
  channel: 'socket',
  flasherReleases: false,
  program: 'osascript',
  terminalPrefix: 'sudo',
  command({ execPath, flasherPath, ticketPath, reason }) {
    const words = [execPath, flasherPath, '--ticket', ticketPath].map(shellQuote).join(' ');
    const script = `ELECTRON_RUN_AS_NODE=1 ${words} >/dev/null 2>&1`;
    const prompt = `with prompt ${appleQuote(reason)} with administrator privileges`;
    return { file: '/usr/bin/osascript', args: ['-e', `do shell script ${appleQuote(script)} ${prompt}`] };
  },
  explain({ code, error, stderr }) {
    if (error === 'ENOENT') return 'flash.elevation-missing';
    // "User canceled. (-128)", in the user's language; the number stays.
    if (stderr.includes('(-128)')) return 'flash.elevation-dismissed';
    return code !== null && code !== 0 && stderr !== '' ? 'flash.elevation-no-agent' : undefined;
  },
  release: ({ device }) => [['/usr/sbin/diskutil', 'unmountDisk', basename(device).replace(/^r/, '')]],
};

function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function appleQuote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

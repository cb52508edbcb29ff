import type { SimHost } from '../../kernel/program.ts';
import { writeHostText } from './host-text.ts';
import { addressOf } from './network.ts';

const RULE = '-'.repeat(78);

/** pvebanner: writes /etc/issue anew at every boot, before the console's login screen is drawn. */
export function writeBanner(host: SimHost): void {
  writeHostText(
    host,
    '/etc/issue',
    `\n${RULE}\n\nWelcome to the Proxmox Virtual Environment. Please use your web browser to \nconfigure this server - connect to:\n\n  https://${addressOf(host) ?? '0.0.0.0'}:8006/\n\n${RULE}\n\n`,
  );
}

import type { Screen } from '../../../api/arrival.ts';

/** The prompt of the installer's debug shell, and of GRUB where it finds no menu. */
export const SHELL_PROMPT = 'root@proxmox:/#';
export const GRUB_PROMPT = 'grub>';
export const MENU_TITLE = 'Welcome to Proxmox Virtual Environment';
export const NO_BOOT_DEVICE = 'No bootable device';
/** The installer's last words before it restarts the machine by itself. */
export const RESTARTING = 'Installation done, rebooting...';

/** What a person would call the picture on a console; the same words as the arrival page uses. */
export function whatScreenShows(lines: readonly string[]): Screen {
  const text = lines.join('\n');
  if (text.trim() === '' || text.includes(NO_BOOT_DEVICE)) return 'nothing';
  if (text.includes(SHELL_PROMPT)) return 'error-and-prompt';
  if (text.includes(GRUB_PROMPT)) return 'grub-prompt';
  if (text.includes(MENU_TITLE)) return 'boot-menu';
  if (/^\S+ login:/m.test(text)) return 'login-prompt';
  return 'installer';
}

import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { linesOf, whyFailed } from '../parse/text.ts';

export interface Watchdog {
  /** Whether /dev/watchdog is there: what watchdog-mux holds and a cut off node resets itself by. */
  readonly hasDevice: boolean;
  /** As the driver calls itself: `Software Watchdog` (softdog), `iTCO_wdt`, `IPMI`; '' = not said. */
  readonly identity: string;
  /** `WATCHDOG_MODULE` of /etc/default/pve-ha-manager; '' = the vendor's default, softdog. */
  readonly module: string;
}

/** Which watchdog a node has (pve-facts 5.4). Reads only what is there, so one that is absent is known to be absent. */
export const watchdog: Fact<Watchdog> = {
  id: 'availability.watchdog',
  command: read`[ -c /dev/watchdog ] && echo device; cat /sys/class/watchdog/watchdog0/identity 2>/dev/null | sed -n 's/^/identity /p'; sed -n 's/^WATCHDOG_MODULE=/module /p' /etc/default/pve-ha-manager 2>/dev/null; echo end`,
  parse: (answer) => {
    const lines = linesOf(answer.stdout);
    if (!lines.includes('end')) return unknown(whyFailed(answer));
    const after = (word: string): string =>
      (lines.find((line) => line.startsWith(`${word} `)) ?? '')
        .slice(word.length + 1)
        .replace(/["']/g, '')
        .trim();
    return known({ hasDevice: lines.includes('device'), identity: after('identity'), module: after('module') });
  },
};

/** `Software Watchdog`, `IPMI, module ipmi_watchdog`, `/dev/watchdog is missing`. */
export function watchdogInWords({ hasDevice, identity, module }: Watchdog): string {
  if (!hasDevice) return '/dev/watchdog is missing';
  return `${identity || 'of unknown kind'}${module === '' ? '' : `, module ${module}`}`;
}

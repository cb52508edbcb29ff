import type { Site } from '../../../api/site.ts';
import { coordinator } from '../../site/derive.ts';

/** Our own file beside Debian's chrony.conf (which reads conf.d). */
export const CHRONY_FILE = '/etc/chrony/conf.d/sitewright.conf';
export const CHRONY_MAIN = '/etc/chrony/chrony.conf';
const OFF = '# sitewright: off (no internet here): ';

/**
 * Where a node takes its time from: the site's servers; else the first node keeps the time for all, by its own clock
 * (stratum 8: any true source is better).
 */
export function chronyText(site: Site, host: string): string {
  const first = coordinator(site);
  const servers = site.network.ntpServers;
  const head = `# Made by Sitewright for the site ${site.id}; changes here are overwritten.`;
  const lines =
    servers.length > 0
      ? servers.map((server) => `server ${server} iburst`)
      : host === first.name
        ? ['local stratum 8', `allow ${site.network.management.cidr}`]
        : [`server ${first.address} iburst`];
  return `${[head, ...lines].join('\n')}\n`;
}

/** Debian's main file with its public sources switched off: offline they never answer, online they would compete. */
export function withoutPublicSources(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^\s*(pool|server)\s/.test(line) ? `${OFF}${line.trim()}` : line))
    .join('\n');
}

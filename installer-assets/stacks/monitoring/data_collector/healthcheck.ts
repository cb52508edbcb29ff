import { DEFAULT_COLLECT_SECONDS, DEFAULT_SPOOL_FOLDER } from './configuration.ts';
import { sinceBeat } from './heartbeat.ts';

/**
 * `/app/healthcheck` of the collector: ends with 0 while rounds come to their end, whatever they brought. Neither Proxmox nor
 * web being away is an illness that another start would cure.
 */
function main(): void {
  const { env } = process;
  const since = sinceBeat(env.SPOOL_FOLDER || DEFAULT_SPOOL_FOLDER);
  const most = 3 * Number(env.COLLECT_SECONDS || DEFAULT_COLLECT_SECONDS) + 30;
  const well = since !== undefined && since <= most;
  process.stdout.write(since === undefined ? 'no round yet\n' : `last round ${Math.round(since)} s ago\n`);
  process.exitCode = well ? 0 : 1;
}

main();

import { applyMove, readLiveAlerts } from '../../db/alerts.ts';
import type { Database } from '../../db/database.ts';
import { readDiskHistory } from '../../db/disk-use.ts';
import { DAY_MS } from '../../db/retention.ts';
import { readLatest } from '../../db/samples.ts';
import { readContact, readLastBackups, readStates } from '../../db/states.ts';
import { CHANNELS } from '../../protocol/settings.ts';
import { readSettings } from '../settings-store.ts';
import { advance } from './advance.ts';
import { judge } from './judge.ts';

const TREND_MS = 7 * DAY_MS;
/** Held while alerts are moved: during an upgrade two webs may run. */
const ALERTS_LOCK = 7_483_004;

/**
 * Judges the rules and moves the alerts, with the messages that tell of it, in one transaction.
 * @returns how many moves there were
 */
export async function evaluateAlerts(database: Database, now: Date, startedAt: Date): Promise<number> {
  const [settings, states, contact, latest, disks] = await Promise.all([
    readSettings(database),
    readStates(database),
    readContact(database),
    readLatest(database, now),
    readDiskHistory(database, new Date(now.getTime() - TREND_MS)),
  ]);
  const lastBackups = await readLastBackups(
    database,
    (states.guests?.value ?? []).map(({ source }) => source),
  );
  const heardAt = contact.lastContactAt && contact.lastContactAt > startedAt ? contact.lastContactAt : startedAt;
  const channels = CHANNELS.filter((channel) => settings.channels[channel] !== null);
  return database.transaction(async (queries) => {
    await queries.run('SELECT pg_advisory_xact_lock($1)', [ALERTS_LOCK]);
    const live = await readLiveAlerts(queries);
    const open = new Set(live.filter(({ openedAt }) => openedAt).map(({ rule, subject }) => `${rule} ${subject}`));
    const judgements = judge({
      now,
      rules: settings.rules,
      states,
      heardAt,
      lastBackups,
      latest,
      disks,
      isOpen: (rule, subject) => open.has(`${rule} ${subject}`),
    });
    const moves = advance(live, judgements, now, settings.rules.clearSeconds);
    for (const move of moves) await applyMove(queries, move, channels, now);
    return moves.length;
  });
}

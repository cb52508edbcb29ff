import type { Alert, AlertRule, Severity } from '../protocol/alert.ts';
import type { Queries } from './database.ts';

/** An alert that is not closed; it may wait to open (`openedAt` null) or to close (`clearSince` set). */
export interface LiveAlert {
  readonly id: number;
  readonly rule: AlertRule;
  readonly subject: string;
  readonly severity: Severity;
  readonly params: Alert['params'];
  readonly pendingSince: Date;
  readonly openedAt: Date | null;
  readonly clearSince: Date | null;
}

interface Row {
  readonly id: number;
  readonly rule: AlertRule;
  readonly subject: string;
  readonly severity: Severity;
  readonly params: Alert['params'];
  readonly pending_since: Date;
  readonly opened_at: Date | null;
  readonly clear_since: Date | null;
  readonly closed_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_note: string | null;
}

export async function readLiveAlerts(queries: Queries): Promise<readonly LiveAlert[]> {
  const rows = await queries.rows<Row & { [column: string]: unknown }>(
    'SELECT * FROM alert WHERE closed_at IS NULL ORDER BY id',
  );
  return rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    subject: row.subject,
    severity: row.severity,
    params: row.params,
    pendingSince: row.pending_since,
    openedAt: row.opened_at,
    clearSince: row.clear_since,
  }));
}

export async function readAlerts(
  queries: Queries,
  question: { readonly state: 'open' | 'all'; readonly before?: number; readonly limit: number },
): Promise<readonly Alert[]> {
  const rows = await queries.rows<Row & { [column: string]: unknown }>(
    `SELECT * FROM alert WHERE opened_at IS NOT NULL AND ($1 OR closed_at IS NULL) AND ($2::int IS NULL OR id < $2)
     ORDER BY id DESC LIMIT $3`,
    [question.state === 'all', question.before ?? null, question.limit],
  );
  return rows.map(asAlert);
}

export async function readAlert(queries: Queries, id: number): Promise<Alert | undefined> {
  const rows = await queries.rows<Row & { [column: string]: unknown }>(
    'SELECT * FROM alert WHERE id = $1 AND opened_at IS NOT NULL',
    [id],
  );
  return rows.map(asAlert)[0];
}

/** @returns false: it is closed, or acknowledged already */
export async function acknowledgeAlert(
  queries: Queries,
  id: number,
  { by, note, at }: { readonly by: string; readonly note: string; readonly at: Date },
): Promise<boolean> {
  const changed = await queries.run(
    `UPDATE alert SET acknowledged_at = $2, acknowledged_by = $3, acknowledged_note = $4
     WHERE id = $1 AND opened_at IS NOT NULL AND closed_at IS NULL AND acknowledged_at IS NULL`,
    [id, at, by, note],
  );
  return changed === 1;
}

export async function countOpenAlerts(
  queries: Queries,
): Promise<{ readonly open: number; readonly unacknowledged: number; readonly worst: Severity | null }> {
  const [row] = await queries.rows<{ open: number; unacknowledged: number; critical: number }>(
    `SELECT count(*) AS open, count(*) FILTER (WHERE acknowledged_at IS NULL) AS unacknowledged,
       count(*) FILTER (WHERE severity = 'critical') AS critical
     FROM alert WHERE opened_at IS NOT NULL AND closed_at IS NULL`,
  );
  const { open = 0, unacknowledged = 0, critical = 0 } = row ?? {};
  return { open, unacknowledged, worst: critical > 0 ? 'critical' : open > 0 ? 'warning' : null };
}

/** What an evaluation found out about alerts: see web/alerts/advance.ts. */
export type AlertMove =
  | { readonly kind: 'begin'; readonly alert: Omit<LiveAlert, 'id' | 'clearSince'> }
  | { readonly kind: 'update'; readonly id: number; readonly change: AlertChange }
  | { readonly kind: 'open'; readonly id: number; readonly change: AlertChange; readonly at: Date }
  | { readonly kind: 'clearing'; readonly id: number; readonly since: Date }
  | { readonly kind: 'close'; readonly id: number; readonly at: Date }
  | { readonly kind: 'forget'; readonly id: number };

export interface AlertChange {
  readonly severity: Severity;
  readonly params: Alert['params'];
}

/** Carries a move out, and writes the messages that tell of it into the same transaction. */
export async function applyMove(queries: Queries, move: AlertMove, channels: readonly string[], now: Date) {
  switch (move.kind) {
    case 'begin': {
      const { rule, subject, severity, params, openedAt, pendingSince } = move.alert;
      const [row] = await queries.rows<{ id: number }>(
        `INSERT INTO alert (rule, subject, severity, params, opened_at, pending_since) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING RETURNING id`,
        [rule, subject, severity, JSON.stringify(params), openedAt, pendingSince],
      );
      if (row && openedAt) await queueMessages(queries, row.id, 'opened', channels, now);
      return;
    }
    case 'update':
    case 'open': {
      const at = move.kind === 'open' ? move.at : null;
      await queries.run(
        `UPDATE alert SET severity = $2, params = $3, clear_since = NULL, opened_at = coalesce(opened_at, $4)
         WHERE id = $1`,
        [move.id, move.change.severity, JSON.stringify(move.change.params), at],
      );
      if (at) await queueMessages(queries, move.id, 'opened', channels, now);
      return;
    }
    case 'clearing':
      await queries.run('UPDATE alert SET clear_since = $2 WHERE id = $1', [move.id, move.since]);
      return;
    case 'close':
      await queries.run('UPDATE alert SET closed_at = $2 WHERE id = $1', [move.id, move.at]);
      await queueMessages(queries, move.id, 'closed', channels, now);
      return;
    case 'forget':
      await queries.run('DELETE FROM alert WHERE id = $1 AND opened_at IS NULL', [move.id]);
  }
}

async function queueMessages(
  queries: Queries,
  alertId: number,
  event: 'opened' | 'closed',
  channels: readonly string[],
  now: Date,
): Promise<void> {
  await queries.run(
    `INSERT INTO message (alert_id, event, channel, created_at, next_at)
     SELECT $1::int, $2, channel, $3::timestamptz, $3::timestamptz FROM unnest($4::text[]) AS channel`,
    [alertId, event, now, channels],
  );
}

function asAlert(row: Row): Alert {
  return {
    id: row.id,
    rule: row.rule,
    subject: row.subject,
    severity: row.severity,
    params: row.params,
    openedAt: (row.opened_at ?? row.pending_since).toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    acknowledged:
      row.acknowledged_at === null
        ? null
        : {
            at: row.acknowledged_at.toISOString(),
            by: row.acknowledged_by ?? '',
            note: row.acknowledged_note ?? '',
          },
  };
}

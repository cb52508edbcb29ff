import type { AlertMove, LiveAlert } from '../../db/alerts.ts';
import type { AlertRule } from '../../protocol/alert.ts';
import type { Condition, Judgement } from './judge.ts';

/**
 * What follows for the alerts from what the rules say: a condition opens an alert when it has held for its time, and an
 * alert closes when its condition has been gone for `clearSeconds`. Where nothing is known, nothing moves. Pure.
 */
export function advance(
  live: readonly LiveAlert[],
  judgements: ReadonlyMap<AlertRule, Judgement>,
  now: Date,
  clearSeconds: number,
): readonly AlertMove[] {
  const moves: AlertMove[] = [];
  const known = new Map(live.map((alert) => [`${alert.rule} ${alert.subject}`, alert]));
  for (const [rule, { conditions, unknown }] of judgements) {
    const holding = new Set<string>();
    for (const condition of conditions) {
      holding.add(condition.subject);
      const alert = known.get(`${rule} ${condition.subject}`);
      const move = alert ? goOn(alert, condition, now) : begin(rule, condition, now);
      if (move) moves.push(move);
    }
    if (unknown === 'all') continue;
    for (const alert of live)
      if (alert.rule === rule && !holding.has(alert.subject) && !unknown.has(alert.subject)) {
        const move = wane(alert, now, clearSeconds);
        if (move) moves.push(move);
      }
  }
  return moves;
}

function begin(rule: AlertRule, { subject, severity, params, holdSeconds }: Condition, now: Date): AlertMove {
  const openedAt = holdSeconds === 0 ? now : null;
  return { kind: 'begin', alert: { rule, subject, severity, params, pendingSince: now, openedAt } };
}

function goOn(alert: LiveAlert, condition: Condition, now: Date): AlertMove | undefined {
  const change = { severity: condition.severity, params: condition.params };
  if (!alert.openedAt && hasPassed(alert.pendingSince, now, condition.holdSeconds))
    return { kind: 'open', id: alert.id, change, at: now };
  const same =
    alert.severity === condition.severity &&
    !alert.clearSince &&
    Object.keys({ ...alert.params, ...condition.params }).every((key) => alert.params[key] === condition.params[key]);
  return same ? undefined : { kind: 'update', id: alert.id, change };
}

function wane(alert: LiveAlert, now: Date, clearSeconds: number): AlertMove | undefined {
  if (!alert.openedAt) return { kind: 'forget', id: alert.id };
  if (clearSeconds === 0 || (alert.clearSince && hasPassed(alert.clearSince, now, clearSeconds)))
    return { kind: 'close', id: alert.id, at: now };
  return alert.clearSince ? undefined : { kind: 'clearing', id: alert.id, since: now };
}

/** A clock that was set back must not make anybody wait for it to catch up. */
function hasPassed(since: Date, now: Date, seconds: number): boolean {
  const passedMs = now.getTime() - since.getTime();
  return passedMs < 0 || passedMs >= seconds * 1000;
}

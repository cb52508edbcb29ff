import type { DrillView } from '../../electron/api/drill.ts';

/** The time of a drill in seconds, from the moment in which the site was broken. */
export interface Strip {
  /** Until the machine answered again. */
  readonly awayS: number;
  /** Of the last moment that was recorded. */
  readonly lastS: number;
  readonly momentsS: readonly number[];
}

/** Of a drill that measured how long its machine was away; undefined of any other. */
export function stripOf({ figures, moments }: Pick<DrillView, 'figures' | 'moments'>): Strip | undefined {
  const away = figures.find(({ id, unit }) => id === 'away' && unit === 'seconds');
  if (!away || away.value <= 0) return undefined;
  const momentsS = moments.map(({ afterMs }) => Math.round(afterMs / 1000)).filter((seconds) => seconds >= 0);
  return { awayS: away.value, lastS: Math.max(away.value, ...momentsS), momentsS };
}

/** Whole steps of an axis that has at most six of them. */
export function axisStep(lastS: number): number {
  return [10, 30, 60, 120, 300, 600, 1800].find((step) => lastS / step <= 6) ?? 3600;
}

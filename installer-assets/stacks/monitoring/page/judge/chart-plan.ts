import type { Figure } from '../../protocol/figures.ts';
import type { SeriesAnswer } from '../../protocol/series.ts';

export type ChartId = 'cpu' | 'memory' | 'disk' | 'diskActivity' | 'network';
export type LineId = 'cpu' | 'used' | 'total' | 'read' | 'written' | 'received' | 'sent';
export type Unit = 'ratio' | 'bytes' | 'rate';
type Column = readonly (number | null)[];

export interface Line {
  readonly id: LineId;
  readonly average: Column;
  /** Highest values of the steps, where they say more than the average. */
  readonly peak: Column | undefined;
}

export interface ChartPlan {
  readonly id: ChartId;
  readonly unit: Unit;
  readonly times: readonly number[];
  /** Seconds since 1970 between which the chart is drawn, whatever was measured. */
  readonly from: number;
  readonly until: number;
  readonly stepSeconds: number;
  readonly lines: readonly Line[];
}

type PeakOf = keyof SeriesAnswer['peak'];

const CHARTS: readonly { readonly id: ChartId; readonly unit: Unit; readonly lines: readonly [LineId, Figure][] }[] = [
  { id: 'cpu', unit: 'ratio', lines: [['cpu', 'cpuRatio']] },
  {
    id: 'memory',
    unit: 'bytes',
    lines: [
      ['used', 'memoryUsedBytes'],
      ['total', 'memoryTotalBytes'],
    ],
  },
  {
    id: 'disk',
    unit: 'bytes',
    lines: [
      ['used', 'diskUsedBytes'],
      ['total', 'diskTotalBytes'],
    ],
  },
  {
    id: 'diskActivity',
    unit: 'rate',
    lines: [
      ['read', 'diskReadBytesPerSecond'],
      ['written', 'diskWriteBytesPerSecond'],
    ],
  },
  {
    id: 'network',
    unit: 'rate',
    lines: [
      ['received', 'networkInBytesPerSecond'],
      ['sent', 'networkOutBytesPerSecond'],
    ],
  },
];

/** Charts of a kind of source: a storage has neither processor nor network, and a node's disks tell nothing of their activity. */
const OF_KIND: Readonly<Record<string, readonly ChartId[]>> = {
  storage: ['disk'],
  node: ['cpu', 'memory', 'disk', 'network'],
};

/** What is drawn of a source. Where a step was not measured its value is null: a gap. Pure. */
export function chartPlans(series: SeriesAnswer): readonly ChartPlan[] {
  const wanted = OF_KIND[series.source.split('/')[0] ?? ''];
  const frame = {
    times: series.times,
    from: Date.parse(series.from) / 1000,
    until: Date.parse(series.until) / 1000,
    stepSeconds: series.stepSeconds,
  };
  const empty: Column = series.times.map(() => null);
  return CHARTS.filter(({ id }) => wanted === undefined || wanted.includes(id)).map(({ id, unit, lines }) => ({
    id,
    unit,
    ...frame,
    lines: lines.map(([line, figure]): Line => {
      const peak = series.range === 'hour' ? undefined : series.peak[figure as PeakOf];
      return { id: line, average: series.average[figure] ?? empty, peak };
    }),
  }));
}

/** Whether anything at all was measured of a chart's lines. */
export function hasValues({ lines }: ChartPlan): boolean {
  return lines.some(({ id, average }) => id !== 'total' && average.some((value) => value !== null));
}

/** The newest step that holds a value. */
export function lastIndex({ lines }: ChartPlan): number | undefined {
  const found = Math.max(...lines.map(({ average }) => average.findLastIndex((value) => value !== null)));
  return found < 0 ? undefined : found;
}

export interface TableRow {
  readonly from: number;
  readonly until: number;
  /** One a line: average and highest value, null where nothing was measured. */
  readonly cells: readonly { readonly average: number | null; readonly peak: number | null }[];
}

/** The same as the chart in at most so many rows, for whoever does not see it. The newest comes first. Pure. */
export function tableOf(plan: ChartPlan, most = 24): readonly TableRow[] {
  const width = Math.max(1, Math.ceil(plan.times.length / most));
  const rows: TableRow[] = [];
  for (let start = 0; start < plan.times.length; start += width) {
    const end = Math.min(start + width, plan.times.length);
    rows.push({
      from: plan.times[start] ?? 0,
      until: (plan.times[end - 1] ?? 0) + plan.stepSeconds,
      cells: plan.lines.map(({ average, peak }) => {
        const values = measured(average.slice(start, end));
        const peaks = measured((peak ?? average).slice(start, end));
        return {
          average: values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null,
          peak: peaks.length > 0 ? Math.max(...peaks) : null,
        };
      }),
    });
  }
  return rows.reverse();
}

function measured(values: Column): readonly number[] {
  return values.filter((value): value is number => value !== null);
}

import UPlot from 'uplot';
import type { IslandMaker } from '../dom/element.ts';
import type { Format } from '../format/format.ts';
import { type ChartPlan, lastIndex } from '../judge/chart-plan.ts';
import type { Texts } from '../text/en.ts';
import { axisPlaces, lineName, valueText } from './lines.ts';

export interface ChartValue {
  readonly plan: ChartPlan;
  readonly texts: Texts;
  readonly format: Format;
  /** The chart in a sentence, for whoever does not see it. */
  readonly label: string;
}

const HEIGHT = 190;
/** Charts of a page point at the same moment. */
const SYNC = 'page';

/**
 * A chart that is drawn again when its values, its width or the theme change. Steps without a value are gaps. Above it
 * stands what is under the pointer, or the newest values.
 */
export const chartIsland: IslandMaker<ChartValue>['make'] = (element, first) => {
  let value = first;
  let plot: UPlot | undefined;
  const reading = document.createElement('div');
  reading.className = 'reading';
  const canvas = document.createElement('div');
  canvas.className = 'canvas';
  canvas.setAttribute('role', 'img');
  element.append(reading, canvas);

  const draw = (): void => {
    plot?.destroy();
    canvas.setAttribute('aria-label', value.label);
    plot = new UPlot(
      optionsOf(() => value, Math.max(200, element.clientWidth), read),
      dataOf(value.plan),
      canvas,
    );
    read(plot.cursor.idx);
  };
  const read = (index: number | null | undefined): void => {
    const at = index ?? lastIndex(value.plan);
    if (at !== undefined) reading.replaceChildren(...readingOf(value, at));
  };
  const theme = matchMedia('(prefers-color-scheme: dark)');
  theme.addEventListener('change', draw);
  const sizes = new ResizeObserver(() => {
    if (plot && plot.width !== element.clientWidth)
      plot.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT });
  });
  draw();
  sizes.observe(element);
  return {
    update(next) {
      const { plan, texts, format } = value;
      if (next.plan.times === plan.times && next.texts === texts && next.format === format) return;
      const same = next.texts === texts && next.format === format && next.plan.lines.length === plan.lines.length;
      value = next;
      canvas.setAttribute('aria-label', value.label);
      if (!same || !plot) return draw();
      // a new figure moves the chart on, and leaves the pointer where it is
      plot.batch(() => {
        plot?.setData(dataOf(value.plan), false);
        plot?.setScale('x', { min: value.plan.from, max: value.plan.until });
        plot?.setScale('y', { min: 0, max: topOf(value.plan) });
      });
      read(plot.cursor.idx);
    },
    destroy() {
      theme.removeEventListener('change', draw);
      sizes.disconnect();
      plot?.destroy();
    },
  };
};

function readingOf({ plan, texts, format }: ChartValue, index: number): readonly Node[] {
  const part = (name: string, text: string): HTMLElement => {
    const span = document.createElement('span');
    span.className = name;
    span.textContent = text;
    return span;
  };
  const at = new Date((plan.times[index] ?? 0) * 1000);
  const parts = plan.lines.map(({ id, average, peak }) => {
    const entry = part(`line line-${id}`, `${lineName(texts, id)} `);
    const [mean, top] = [average[index], peak?.[index]];
    const strong = document.createElement('strong');
    strong.textContent = mean === null || mean === undefined ? texts.unknownValue : valueText(format, plan.unit, mean);
    entry.append(strong);
    if (top !== null && top !== undefined && id !== 'total')
      entry.append(part('quiet', ` ${texts.peak(valueText(format, plan.unit, top))}`));
    return entry;
  });
  return [...parts, part('when quiet', plan.stepSeconds < 60 ? format.clock(at) : format.moment(at))];
}

function dataOf(plan: ChartPlan): UPlot.AlignedData {
  return [
    plan.times as number[],
    ...plan.lines.flatMap(({ average, peak }) => [average as number[], ...(peak ? [peak as number[]] : [])]),
  ];
}

function placesOf(plan: ChartPlan): readonly number[] {
  const values = plan.lines.flatMap(({ average, peak }) => [...average, ...(peak ?? [])]);
  const highest = values.reduce((most: number, each) => Math.max(most, each ?? 0), 0);
  return axisPlaces(plan.unit, highest);
}

function topOf(plan: ChartPlan): number {
  return placesOf(plan).at(-1) ?? 1;
}

function optionsOf(
  now: () => ChartValue,
  width: number,
  read: (index: number | null | undefined) => void,
): UPlot.Options {
  const { plan, texts, format } = now();
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const font = `11px ${style.getPropertyValue('--font').trim() || 'sans-serif'}`;
  const axis = { stroke: color('--quiet'), font, ticks: { show: false }, grid: { stroke: color('--line'), width: 1 } };
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), format.timeZone),
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: { sync: { key: SYNC }, y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: true, auto: false, min: plan.from, max: plan.until },
      y: { auto: false, min: 0, max: topOf(plan) },
    },
    axes: [
      {
        ...axis,
        space: 64,
        size: 30,
        values: (_, places, __, ___, step) => places.map((at) => format.tick(new Date(at * 1000), step)),
      },
      {
        ...axis,
        size: 70,
        splits: () => [...placesOf(now().plan)],
        values: (_, places) => places.map((at) => valueText(format, plan.unit, at).replace(/[.,]0+(?= )/, '')),
      },
    ],
    series: [
      {},
      ...plan.lines.flatMap(({ id, peak }, index): UPlot.Series[] => {
        const stroke = color(id === 'total' ? '--quiet' : index === 0 ? '--accent' : '--second');
        const mean: UPlot.Series = {
          label: lineName(texts, id),
          stroke,
          width: id === 'total' ? 1 : 1.6,
          spanGaps: false,
          points: { show: id === 'total' ? false : pointsFilter, size: 4 },
          ...(id === 'total' ? { dash: [4, 4] } : index === 0 ? { fill: color('--accent-soft') } : {}),
        };
        if (!peak) return [mean];
        return [
          mean,
          { label: texts.highest, stroke, width: 0.6, dash: [2, 2], spanGaps: false, points: { show: false } },
        ];
      }),
    ],
    hooks: { setCursor: [(u) => read(u.cursor.idx)] },
  };
}

/** A value between two gaps has no line: it is a point. */
const pointsFilter = (u: UPlot, line: number): boolean => {
  const values = u.data[line] ?? [];
  return values.filter((each) => each !== null).length <= 2;
};

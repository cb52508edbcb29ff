import type { Format } from '../format/format.ts';
import type { LineId, Unit } from '../judge/chart-plan.ts';
import type { Texts } from '../text/en.ts';

export function lineName(texts: Texts, id: LineId): string {
  const names = {
    cpu: texts.lineCpu,
    used: texts.lineUsed,
    total: texts.lineTotal,
    read: texts.lineRead,
    written: texts.lineWritten,
    received: texts.lineReceived,
    sent: texts.lineSent,
  } as const satisfies Record<LineId, string>;
  return names[id];
}

export function valueText(format: Format, unit: Unit, value: number): string {
  return unit === 'ratio' ? format.percent(value) : unit === 'bytes' ? format.bytes(value) : format.rate(value);
}

/** Places of an axis: powers of 1024 stay round for bytes, tenths for shares. @returns from 0 on, past the highest value */
export function axisPlaces(unit: Unit, highest: number): readonly number[] {
  if (unit === 'ratio') {
    const top = highest > 1 ? Math.ceil(highest * 4) / 4 : 1;
    return [0, 0.25, 0.5, 0.75, 1].map((part) => part * top);
  }
  if (highest <= 0) return [0, 1024];
  const power = 1024 ** Math.floor(Math.log(Math.max(1, highest)) / Math.log(1024));
  const step = [1, 2, 5, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256].find((each) => each * power * 4 >= highest);
  const width = power * (power > 1 && highest <= 2 * power ? 0.5 : (step ?? 256));
  const places: number[] = [];
  for (let place = 0; place < highest + width; place += width) places.push(place);
  return places;
}

import { figureAmount } from './drill-names.ts';
import { formatNumber, type Language } from './text.ts';

/** Fewer bytes than these are said as they are. */
const KIB = 2 ** 10;

/**
 * A line of what a check saw, with its figures for people: bytes as KiB, MiB or GiB, and decimals in the language's way. What was
 * literally seen stays in the journal, in report.json and in the evidence.
 */
export function seenText(line: string, language: Language): string {
  return line
    .replace(/\b(\d{4,16}) B\b/g, (_, digits: string) => bytesOf(Number(digits), language))
    .replace(
      /(?<![\w.])(\d+\.\d+) (%|s|ms)(?![\w.])/g,
      (_, value: string, unit: string) => `${formatNumber(Number(value), language)} ${unit}`,
    );
}

function bytesOf(value: number, language: Language): string {
  return value < KIB ** 2
    ? `${formatNumber(Math.round(value / KIB), language)} KiB`
    : figureAmount(value, 'bytes', language);
}

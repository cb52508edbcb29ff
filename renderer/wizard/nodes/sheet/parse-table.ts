/** What is pasted or read from a file, as rows of texts; pure and bounded. */

const LIMIT_CHARS = 1024 * 1024;
const LIMIT_ROWS = 1000;
const LIMIT_COLUMNS = 64;
const DELIMITERS = ['\t', ';', ','] as const;

export interface ParsedTable {
  readonly rows: readonly (readonly string[])[];
  /** Something was left out: the text is too long, or has too many rows or columns. */
  readonly isCut: boolean;
}

/**
 * Reads what Excel and LibreOffice put on the clipboard, and CSV with commas or semicolons: values in double quotes may hold
 * delimiters, line breaks and doubled quotes. Blank lines are left out; blanks around a value are taken off.
 */
export function parseTable(input: string): ParsedTable {
  const text = input.slice(0, LIMIT_CHARS).replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let isQuoted = false;
  let isCut = input.length > LIMIT_CHARS;
  const endValue = () => {
    if (row.length < LIMIT_COLUMNS) row.push(value.trim());
    else isCut = true;
    value = '';
  };
  const endRow = () => {
    endValue();
    if (row.some((entry) => entry !== '')) {
      if (rows.length < LIMIT_ROWS) rows.push(row);
      else isCut = true;
    }
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (isQuoted) {
      if (char !== '"') value += char;
      else if (text[at + 1] === '"') {
        value += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && value.trim() === '') {
      isQuoted = true;
      value = '';
    } else if (char === delimiter) endValue();
    else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[at + 1] === '\n') at += 1;
      endRow();
    } else value += char;
  }
  endRow();
  return { rows, isCut };
}

/** A block of cells as spreadsheets take it from the clipboard. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}

/** A tab anywhere outside of quotes decides; else what is found more often on the first line that has any. */
function delimiterOf(text: string): string {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === '\t') return '\t';
    else if (!isQuoted && char === '\n' && counts.size > 0 && !text.includes('\t')) break;
    else if (!isQuoted && (char === ';' || char === ',')) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  // Serials of several disks in one cell are written with commas: one semicolon is enough to be the delimiter.
  return DELIMITERS.find((delimiter) => (counts.get(delimiter) ?? 0) > 0) ?? '\t';
}

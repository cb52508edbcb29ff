import { sha256Of } from '../workspace/sha256.ts';
import type { Block, Cell, ReportDocument } from './report-block.ts';

/** The same report for a repository or a ticket. */
export function renderMarkdown(document: ReportDocument): string {
  const head = [
    `# ${escapeMarkdown(document.title)}`,
    ...(document.band ? ['', `> **${escapeMarkdown(document.band)}**`] : []),
  ];
  return `${[...head, ...document.blocks.map(block)].join('\n')}\n`;
}

function block(entry: Block): string {
  switch (entry.kind) {
    case 'heading':
      return `\n${'#'.repeat(entry.level)} ${escapeMarkdown(entry.text)}\n`;
    case 'paragraph':
      return `\n${escapeMarkdown(entry.text)}\n`;
    case 'facts':
      return entry.rows
        .map(
          ([name, value]) =>
            `- ${escapeMarkdown(name)}: ${value.mono && value.text ? code(value.text) : escapeMarkdown(value.text)}${numbers(value, ' ')}`,
        )
        .join('\n');
    case 'table': {
      const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
      return [
        line(entry.head.map(escapeMarkdown)),
        line(entry.head.map(() => '---')),
        ...entry.rows.map((row) =>
          line(
            row.map(
              (cell) =>
                (cell.mono && cell.text ? cell.text.split('\n').map(code).join('<br>') : escapeMarkdown(cell.text)) +
                numbers(cell, ''),
            ),
          ),
        ),
      ].join('\n');
    }
    case 'drawing':
      return `\n${escapeMarkdown(entry.text)}\n`;
    case 'signed':
      return `\n${entry.lines
        .map(({ label, name, date, image }) => {
          if (name === '') return `${escapeMarkdown(label)}: ____________________`;
          const drawn = image ? ` (${image.mediaType}, SHA-256 ${sha256Of(Buffer.from(image.base64, 'base64'))})` : '';
          return `${escapeMarkdown(label)}: ${escapeMarkdown(name)}, ${escapeMarkdown(date)}${escapeMarkdown(drawn)}`;
        })
        .join('  \n')}\n`;
    case 'signature':
      return `\n${entry.labels.map((label) => `${escapeMarkdown(label)}: ____________________`).join('  \n')}\n`;
  }
}

/** The numbers of what it stands on, as the list at the end has them. */
function numbers({ text, evidence = [] }: Cell, before: string): string {
  return evidence.length === 0 ? '' : text === '' ? evidence.join(' ') : `${before}(${evidence.join(' ')})`;
}

/** Text that stays text: nothing of it becomes markup. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, (sign) => `\\${sign}`).replaceAll('\n', '<br>');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll('\n', ' ')}\``;
}

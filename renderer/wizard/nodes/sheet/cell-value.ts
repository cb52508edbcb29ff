import type { SiteEdit } from '../../../../electron/api/sites.ts';
import type { Column } from './columns.ts';

/** What a person types or pastes into a cell, in the form that site.toml has: MACs with colons, addresses without their prefix. */
export function tidyText(column: Column, text: string): string {
  const trimmed = text.trim();
  if (column === 'name') return trimmed.toLowerCase();
  if (column === 'address') return trimmed.replace(/\/\d{1,3}$/, '');
  if (column === 'mac') {
    const digits = trimmed.replace(/[:.\s-]/g, '');
    return /^[0-9a-f]{12}$/i.test(digits) ? (digits.toLowerCase().match(/../g) ?? []).join(':') : trimmed;
  }
  if (column === 'system' || column === 'data') return serialsIn(trimmed).join(', ');
  return trimmed;
}

/** What a cell's text is in site.toml; undefined for an empty one. Something impossible stays as it was typed, and is refused with its reason. */
export function cellValue(column: Column, text: string): Extract<SiteEdit, { op: 'set' }>['value'] | undefined {
  if (text === '') return undefined;
  if (column === 'cores' || column === 'ram') {
    const number = text.replace(/\s*(gb|gib)$/i, '').replace(',', '.');
    return /^\d+(\.\d+)?$/.test(number) ? Number(number) : text;
  }
  if (column === 'system') return [...serialsIn(text)];
  if (column === 'data') {
    const serials = serialsIn(text);
    return serials.length === 1 ? (serials[0] ?? '') : [...serials];
  }
  return text;
}

function serialsIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((serial) => serial !== '');
}

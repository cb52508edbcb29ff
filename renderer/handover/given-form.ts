import { type HandoverForm, HandoverFormSchema } from '../../electron/api/handover.ts';
import type { Language } from '../../electron/api/text.ts';

export const GIVEN_FORMS = ['recipients', 'passphrase', 'sheet'] as const;

/** What stands in the dialog. */
export interface GivenForm {
  readonly kind: (typeof GIVEN_FORMS)[number];
  /** One public key a line. */
  readonly keys: string;
  readonly passphrase: string;
  readonly again: string;
}

/** The form as the engine takes it; undefined while something is missing or wrong, with what is wrong where it can be named. */
export function formOf(
  { kind, keys, passphrase, again }: GivenForm,
  language: Language,
): { readonly form?: HandoverForm; readonly wrongLine?: number; readonly differs?: boolean } {
  if (kind === 'sheet') return { form: { kind, language } };
  if (kind === 'passphrase') {
    if (passphrase === again && passphrase !== '') return { form: { kind, passphrase } };
    return { differs: !passphrase.startsWith(again) };
  }
  const lines = keys.split('\n').map((line) => line.trim());
  const isKey = (line: string) => HandoverFormSchema.safeParse({ kind, recipients: [line] }).success;
  const wrong = lines.findIndex((line) => line !== '' && !isKey(line));
  if (wrong >= 0) return { wrongLine: wrong + 1 };
  const form = HandoverFormSchema.safeParse({ kind, recipients: [...new Set(lines.filter((line) => line !== ''))] });
  return form.success ? { form: form.data } : {};
}

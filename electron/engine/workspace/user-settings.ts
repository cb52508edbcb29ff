import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SettingsSchema } from '../../api/settings.ts';
import { writeFileAtomic } from './atomic-file.ts';

/** Only what was chosen stands in the file: a default that gets better reaches everybody who left it as it was. */
const StoredSettingsSchema = SettingsSchema.pick({
  language: true,
  theme: true,
  motion: true,
  logTextPx: true,
  siteFolder: true,
}).partial();
export type StoredSettings = Readonly<z.infer<typeof StoredSettingsSchema>>;

const FileSchema = z.looseObject({ version: z.literal(1) });

/** What this user chose. A file that cannot be read counts as none, a value that is not known as not chosen: they are a convenience. */
export function readUserSettings(userState: string): StoredSettings {
  try {
    const all = FileSchema.parse(JSON.parse(readFileSync(file(userState), 'utf8')));
    const known = Object.entries(StoredSettingsSchema.shape).flatMap(([name, schema]) => {
      const { data } = schema.safeParse(all[name]);
      return data === undefined ? [] : [[name, data] as const];
    });
    return StoredSettingsSchema.parse(Object.fromEntries(known));
  } catch {
    return {};
  }
}

/** Throws `workspace.not-writable`. */
export async function writeUserSettings(userState: string, chosen: StoredSettings): Promise<void> {
  await writeFileAtomic(file(userState), `${JSON.stringify({ version: 1, ...chosen }, null, 2)}\n`, { mode: 0o600 });
}

function file(userState: string): string {
  return join(userState, 'settings.json');
}

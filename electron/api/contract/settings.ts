import { z } from 'zod';
import { everywhere, procedure } from '../procedure.ts';
import { SettingsChangeSchema, SettingsSchema } from '../settings.ts';

/** What this user chose, the same for every face of the application. */
export const settings = {
  read: procedure(everywhere).input(z.void()).output(SettingsSchema),
  change: procedure(everywhere).input(SettingsChangeSchema).output(SettingsSchema),
};

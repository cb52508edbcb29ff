import { z } from 'zod';
import { LANGUAGES } from './text.ts';

/** `system`: as the laptop's own settings say. */
export const THEMES = ['system', 'light', 'dark'] as const;
/** `less`: nothing moves by itself, `full`: also where the system asks for less. */
export const MOTIONS = ['system', 'less', 'full'] as const;
/** Sizes of the log's letters, in px of the page. */
export const LOG_SIZES_PX = [11, 12, 14, 16, 18] as const;

/** What this user chose for the window and the browser alike. A language that was never chosen is the system's. */
export const SettingsSchema = z.strictObject({
  language: z.enum(LANGUAGES).optional(),
  theme: z.enum(THEMES),
  motion: z.enum(MOTIONS),
  logTextPx: z.literal(LOG_SIZES_PX),
  /** Where new site folders are made. */
  siteFolder: z.string(),
  isOwnSiteFolder: z.boolean(),
});
export type Settings = z.infer<typeof SettingsSchema>;

/** What is left out stays as it is. */
export const SettingsChangeSchema = z.strictObject({
  language: z.enum(LANGUAGES).optional(),
  theme: z.enum(THEMES).optional(),
  motion: z.enum(MOTIONS).optional(),
  logTextPx: z.literal(LOG_SIZES_PX).optional(),
  /** A path, or a handle that a dialog gave; null = the default again. */
  siteFolder: z.string().min(1).max(4096).nullable().optional(),
});
export type SettingsChange = z.infer<typeof SettingsChangeSchema>;

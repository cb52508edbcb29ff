import { create } from 'zustand';
import {
  type Settings as Chosen,
  LOG_SIZES_PX,
  MOTIONS,
  type SettingsChange,
  THEMES,
} from '../../electron/api/settings.ts';
import { LANGUAGES, type Language } from '../../electron/api/text.ts';
import type { EngineClient } from '../bridge/connect.ts';
import { switchLanguage } from '../text/speech.ts';

export type Theme = 'light' | 'dark';
/** What the page looks by. */
type Look = Pick<Chosen, 'theme' | 'motion' | 'logTextPx'> & { readonly language: Language };

interface SettingsStore extends Look {
  /** The theme that is on the screen: the chosen one, or the system's. */
  readonly shownTheme: Theme;
  /** Where new sites are made; undefined until the engine has told. */
  readonly folder: { readonly path: string; readonly isOwn: boolean } | undefined;
  setLanguage(language: Language): void;
  setTheme(theme: Look['theme']): void;
  /** Shows it at once and has the engine keep it. Rejects where the engine refuses it. */
  change(change: SettingsChange): Promise<void>;
  /** From now on the engine keeps what is chosen; what it kept from another start, or another face, is shown. */
  connect(engine: EngineClient): Promise<void>;
}

/** A copy of what the engine keeps, so that the first picture of a start is right before the engine answers. */
const KEY = 'sitewright.settings';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Every choice waits for the one before it, so that the last one stays. */
let last: Promise<unknown> = Promise.resolve();
let changes = 0;
let keeper: EngineClient | undefined;

/** What the technician chose; the system's until then. */
export const useSettings = create<SettingsStore>((set, get) => {
  const show = (look: Partial<Look>): void => {
    set(look);
    apply(get(), (shownTheme) => set({ shownTheme }));
  };
  const take = ({ siteFolder, isOwnSiteFolder, ...chosen }: Chosen, isAll: boolean): void => {
    set({ folder: { path: siteFolder, isOwn: isOwnSiteFolder } });
    // What has been chosen since it was asked is newer than the answer.
    if (isAll) show(chosen);
  };
  const change = async (wanted: SettingsChange): Promise<void> => {
    changes += 1;
    const { siteFolder: _, ...look } = wanted;
    show(look);
    const engine = keeper;
    if (!engine) return;
    const asked = last.then(() => engine.settings.change(wanted));
    last = asked.catch(() => undefined);
    take(await asked, false);
  };
  // The page shows it in any case: one that could not be kept is shown again as it was at the next start.
  const changeQuietly = (wanted: SettingsChange): void => void change(wanted).catch(() => undefined);
  return {
    ...remembered(),
    shownTheme: 'light',
    folder: undefined,
    setLanguage: (language) => changeQuietly({ language }),
    setTheme: (theme) => changeQuietly({ theme }),
    change,
    connect: async (engine) => {
      keeper = engine;
      const before = changes;
      try {
        const chosen = await engine.settings.read();
        take(chosen, changes === before);
      } catch {
        // An engine that does not answer says so on the page itself.
      }
    },
  };
});

/** Puts the remembered settings on the page before it is first drawn, and follows the system where that is chosen. */
export function startSettings(): void {
  const now = () => apply(useSettings.getState(), (shownTheme) => useSettings.setState({ shownTheme }));
  systemDark.addEventListener('change', now);
  now();
}

function apply({ language, theme, motion, logTextPx }: Look, shown: (theme: Theme) => void): void {
  localStorage.setItem(KEY, JSON.stringify({ language, theme, motion, logTextPx }));
  const shownTheme = theme === 'system' ? (systemDark.matches ? 'dark' : 'light') : theme;
  const root = document.documentElement;
  root.lang = language;
  root.classList.toggle('pf-v6-theme-dark', shownTheme === 'dark');
  root.classList.toggle('sw-less-motion', motion === 'less');
  root.classList.toggle('sw-motion', motion === 'full');
  switchLanguage(language);
  shown(shownTheme);
}

function remembered(): Look {
  const system = navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Look>;
    return {
      language: LANGUAGES.find((entry) => entry === kept.language) ?? system,
      theme: THEMES.find((entry) => entry === kept.theme) ?? 'system',
      motion: MOTIONS.find((entry) => entry === kept.motion) ?? 'system',
      logTextPx: LOG_SIZES_PX.find((entry) => entry === kept.logTextPx) ?? 12,
    };
  } catch {
    return { language: system, theme: 'system', motion: 'system', logTextPx: 12 };
  }
}

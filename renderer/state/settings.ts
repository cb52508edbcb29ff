import { create } from 'zustand';
import { LANGUAGES, type Language } from '../../electron/api/text.ts';
import { switchLanguage } from '../text/speech.ts';

export type Theme = 'light' | 'dark';
interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

const KEY = 'sitewright.settings';

/** Language and theme: the system's until the technician switches. */
export const useSettings = create<Settings>((set, get) => ({
  ...remembered(),
  setLanguage: (language) => {
    set({ language });
    apply(get());
  },
  setTheme: (theme) => {
    set({ theme });
    apply(get());
  },
}));

/** Puts the remembered settings on the page before it is first drawn. */
export function startSettings(): void {
  apply(useSettings.getState());
}

function apply({ language, theme }: Settings): void {
  localStorage.setItem(KEY, JSON.stringify({ language, theme }));
  document.documentElement.lang = language;
  document.documentElement.classList.toggle('pf-v6-theme-dark', theme === 'dark');
  switchLanguage(language);
}

function remembered(): { language: Language; theme: Theme } {
  const system = {
    language: navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en',
    theme: window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  } as const;
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { language?: string; theme?: string };
    return {
      language: LANGUAGES.find((entry) => entry === kept.language) ?? system.language,
      theme: kept.theme === 'dark' || kept.theme === 'light' ? kept.theme : system.theme,
    };
  } catch {
    return system;
  }
}

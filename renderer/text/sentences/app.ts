import type { Text } from '../../../electron/api/text.ts';

export const appSentences = {
  name: { en: 'Sitewright', es: 'Sitewright' },
  noInternet: { en: 'No internet needed', es: 'No necesita internet' },
  noTelemetry: { en: 'No telemetry', es: 'Sin telemetría' },
  saved: { en: 'Saved to site.toml {time}', es: 'Guardado en site.toml {time}' },
  light: { en: 'Light', es: 'Claro' },
  dark: { en: 'Dark', es: 'Oscuro' },
  language: { en: 'Language', es: 'Idioma' },
  theme: { en: 'Theme', es: 'Tema' },
  sites: { en: 'Sites', es: 'Sitios' },
  loading: { en: 'Reading the site folder', es: 'Leyendo la carpeta del sitio' },
  skip: { en: 'Skip to the page', es: 'Ir a la página' },
  journey: { en: 'The journey', es: 'El recorrido' },
  rehearsal: { en: 'Rehearsal', es: 'Ensayo' },
  back: { en: 'Back: {page}', es: 'Atrás: {page}' },
  next: { en: 'Next: {page}', es: 'Siguiente: {page}' },
} satisfies Record<string, Text>;

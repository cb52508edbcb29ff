export const damaged = {
  en: 'Download the ISO again and compare its SHA-256 with the published one.',
  es: 'Descargue la ISO de nuevo y compare su SHA-256 con el publicado.',
} as const;

export const otherBase = {
  en: 'Use the unchanged installer ISO as the vendor publishes it.',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante.',
} as const;

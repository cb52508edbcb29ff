import type { Text } from '../../../electron/api/text.ts';

export const settingsSentences = {
  title: { en: 'Settings', es: 'Ajustes' },
  open: { en: 'Settings', es: 'Ajustes' },
  kept: {
    en: 'They hold at once, for the window and the browser of this user.',
    es: 'Valen al instante, para la ventana y el navegador de este usuario.',
  },
  asSystem: { en: 'as the system', es: 'como el sistema' },
  motion: { en: 'Motion', es: 'Movimiento' },
  motionLess: { en: 'none by itself', es: 'ninguno por sí solo' },
  motionFull: { en: 'all', es: 'todo' },
  logText: { en: 'Text of the log', es: 'Texto del registro' },
  pixels: { en: '{size} px', es: '{size} px' },
  siteFolder: { en: 'New sites are made in', es: 'Los sitios nuevos se crean en' },
  otherFolder: { en: 'Another folder', es: 'Otra carpeta' },
  takeFolder: { en: 'Take this folder', es: 'Usar esta carpeta' },
  usualFolder: { en: 'Back to the usual folder', es: 'Volver a la carpeta habitual' },
  close: { en: 'Close', es: 'Cerrar' },
} satisfies Record<string, Text>;

import type { Text } from '../../../electron/api/text.ts';

export const uiSentences = {
  openVault: { en: 'Open the vault…', es: 'Abrir la caja fuerte…' },
  vaultOpen: { en: 'The vault is open. Try again.', es: 'La caja fuerte está abierta. Inténtelo otra vez.' },
  vaultTitle: { en: 'Open the vault', es: 'Abrir la caja fuerte' },
  vaultLead: {
    en: 'The passphrase is asked for once: Sitewright keeps the vault open until it is closed, and with the system’s keychain, where there is one, for the next time.',
    es: 'La frase de paso se pide una vez: Sitewright mantiene la caja fuerte abierta hasta que se cierre y, si el sistema tiene un llavero, también para la próxima vez.',
  },
  passphrase: { en: 'Passphrase', es: 'Frase de paso' },
  vaultGo: { en: 'Open', es: 'Abrir' },
  copy: { en: 'Copy', es: 'Copiar' },
  copied: { en: 'Copied', es: 'Copiado' },
  notSaid: { en: 'not said', es: 'sin indicar' },
  cancel: { en: 'Cancel', es: 'Cancelar' },
  typedDiffers: { en: 'This is not {name}.', es: 'Esto no es {name}.' },
  yes: { en: 'Yes', es: 'Sí' },
  no: { en: 'No', es: 'No' },
  pathOfFolder: { en: 'Full path of a folder', es: 'Ruta completa de una carpeta' },
  pathOfFile: { en: 'Full path of a file', es: 'Ruta completa de un archivo' },
  notChosen: { en: 'not chosen', es: 'sin elegir' },
  chooseFolder: { en: 'Choose a folder…', es: 'Elegir carpeta…' },
  chooseFile: { en: 'Choose a file…', es: 'Elegir archivo…' },
} satisfies Record<string, Text>;

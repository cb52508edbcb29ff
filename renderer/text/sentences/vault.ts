import type { Text } from '../../../electron/api/text.ts';

export const vaultSentences = {
  make: { en: 'Make the vault…', es: 'Crear la caja fuerte…' },
  makeTitle: { en: 'Make the vault of this site', es: 'Crear la caja fuerte de este sitio' },
  makeLead: {
    en: 'The vault keeps the passwords and keys of the site, encrypted, beside site.toml. What chance can make is made now: the SSH key, a password of root for each node, the secrets of the stacks.',
    es: 'La caja fuerte guarda las contraseñas y claves del sitio, cifradas, junto a site.toml. Lo que se puede generar al azar se genera ahora: la clave SSH, una contraseña de root para cada nodo, los secretos de las aplicaciones.',
  },
  makeWarning: {
    en: 'The passphrase is kept nowhere. Without it nothing in the vault can be read again: write it down.',
    es: 'La frase de paso no se guarda en ningún sitio. Sin ella no se puede volver a leer nada de la caja fuerte: anótela.',
  },
  again: { en: 'Again', es: 'Otra vez' },
  differs: { en: 'The two differ.', es: 'Las dos no coinciden.' },
  makeGo: { en: 'Make the vault', es: 'Crear la caja fuerte' },
  made: {
    en: 'The vault is there and open. Made: {names}. Try again.',
    es: 'La caja fuerte existe y está abierta. Generados: {names}. Inténtelo otra vez.',
  },
  enter: { en: 'Put in…', es: 'Introducir…' },
  replace: { en: 'Replace…', es: 'Sustituir…' },
  replaceOf: { en: 'Replace {name}', es: 'Sustituir {name}' },
  enterOf: { en: 'Put in {name}', es: 'Introducir {name}' },
  value: { en: 'Value of {name}', es: 'Valor de {name}' },
  keep: { en: 'Keep it in the vault', es: 'Guardar en la caja fuerte' },
  chance: { en: 'Make it by chance', es: 'Generar al azar' },
  newPair: { en: 'Make a new pair', es: 'Generar un par nuevo' },
  kept: { en: '{name} is in the vault. Try again.', es: '{name} está en la caja fuerte. Inténtelo otra vez.' },
  'lead_ssh-key': {
    en: 'The private key that belongs to the public key in site.toml: the whole file. A new pair changes the public key in site.toml; machines that know the old one let nobody in with the new one until it was brought to them.',
    es: 'La clave privada que corresponde a la clave pública de site.toml: el archivo completo. Un par nuevo cambia la clave pública de site.toml; los equipos que conocen la anterior no dejan entrar con la nueva hasta que se les lleve.',
  },
  'lead_password-hash': {
    en: 'Type the password itself; the vault keeps its hash.',
    es: 'Escriba la propia contraseña; la caja fuerte guarda su hash.',
  },
  'lead_root-password': {
    en: 'Type one, or let chance make one that a person can read.',
    es: 'Escriba una o deje que se genere al azar una que se pueda leer.',
  },
  lead_random: { en: 'Chance makes it; nobody has to know it.', es: 'Se genera al azar; nadie tiene que conocerlo.' },
  lead_certificate: {
    en: 'Sitewright makes the key and the certificate.',
    es: 'Sitewright genera la clave y el certificado.',
  },
  'lead_subscription-key': {
    en: 'As the vendor sent it, for example pve2c-0123456789.',
    es: 'Tal como la envió el fabricante, por ejemplo pve2c-0123456789.',
  },
  lead_token: { en: 'As the receiver expects it, in one word.', es: 'Tal como lo espera el receptor, en una palabra.' },
  'lead_signing-key': {
    en: 'The first bundle that is made makes it.',
    es: 'La genera el primer paquete que se hace.',
  },
  lead_other: {
    en: 'It is kept encrypted and goes only where site.toml names it.',
    es: 'Se guarda cifrado y solo va a donde site.toml lo nombra.',
  },
} as const satisfies Readonly<Record<string, Text>>;

import { catalogue } from '../catalogue.ts';

/** Keys and values whose form is wrong, wherever they stand. */
export const siteValueDiagnostics = catalogue({
  'site.unknown-key': {
    severity: 'error',
    summary: { en: '"{key}" is not a field of {where}.', es: '«{key}» no es un campo de {where}.' },
    hint: {
      en: 'Remove it or correct its spelling. Known fields: {known}.',
      es: 'Quítelo o corrija su nombre. Campos conocidos: {known}.',
    },
  },
  'site.unknown-key-near': {
    severity: 'error',
    summary: {
      en: '"{key}" is not a field of {where}; "{near}" is.',
      es: '«{key}» no es un campo de {where}; «{near}» sí lo es.',
    },
    hint: { en: 'Write {near} in place of {key}.', es: 'Escriba {near} en lugar de {key}.' },
  },
  'site.missing': {
    severity: 'error',
    summary: { en: '{field} is missing.', es: 'Falta {field}.' },
    hint: { en: 'Add {field} ({expected}).', es: 'Añada {field} ({expected}).' },
  },
  'site.wrong-type': {
    severity: 'error',
    summary: {
      en: '{field} is {found}; it must be {expected}.',
      es: '{field} es {found}; debe ser {expected}.',
    },
    hint: {
      en: 'Texts stand between double quotes, numbers and true/false without.',
      es: 'Los textos van entre comillas dobles; los números y true/false, sin ellas.',
    },
  },
  'site.not-allowed': {
    severity: 'error',
    summary: { en: '{field} is "{value}"; allowed are {allowed}.', es: '{field} es «{value}»; se admite {allowed}.' },
    hint: { en: 'Write one of them, in exactly this spelling.', es: 'Escriba uno de ellos, exactamente así.' },
  },
  'site.out-of-range': {
    severity: 'error',
    summary: { en: '{field} is {value}; it must be {bound}.', es: '{field} es {value}; debe ser {bound}.' },
    hint: { en: 'Change {field}.', es: 'Cambie {field}.' },
  },
  'site.bad-value': {
    severity: 'error',
    summary: { en: '{field} is not usable: {value}.', es: '{field} no es válido: {value}.' },
    hint: { en: 'Correct {field}. Expected form: {form}.', es: 'Corrija {field}. Forma esperada: {form}.' },
  },
  'site.bad-address': {
    severity: 'error',
    summary: { en: '{field} is not an IP address: {value}.', es: '{field} no es una dirección IP: {value}.' },
    hint: { en: 'Write it like 192.168.1.11.', es: 'Escríbala como 192.168.1.11.' },
  },
  'site.bad-cidr': {
    severity: 'error',
    summary: {
      en: '{field} is not an address with a prefix length: {value}.',
      es: '{field} no es una dirección con longitud de prefijo: {value}.',
    },
    hint: { en: 'Write it like 192.168.1.0/24.', es: 'Escríbala como 192.168.1.0/24.' },
  },
  'site.bad-mac': {
    severity: 'error',
    summary: { en: '{field} is not a MAC address: {value}.', es: '{field} no es una dirección MAC: {value}.' },
    hint: {
      en: 'Write six pairs of hexadecimal digits with colons: 3c:ec:ef:7a:10:c4.',
      es: 'Escriba seis pares de cifras hexadecimales con dos puntos: 3c:ec:ef:7a:10:c4.',
    },
  },
  'site.bad-name': {
    severity: 'error',
    summary: { en: '{field} is not a host name: {value}.', es: '{field} no es un nombre de equipo: {value}.' },
    hint: {
      en: 'Use small letters, digits and dashes, at most 63, no dash at either end.',
      es: 'Use minúsculas, cifras y guiones, 63 como máximo, sin guion al principio ni al final.',
    },
  },
  'site.bad-cluster-name': {
    severity: 'error',
    summary: {
      en: 'The cluster name "{value}" is not usable: Proxmox takes at most 15 letters, digits and dashes.',
      es: 'El nombre de clúster «{value}» no es válido: Proxmox admite como máximo 15 letras, cifras y guiones.',
    },
    hint: {
      en: 'Choose a short name; it can never be changed later.',
      es: 'Elija un nombre corto; después no se puede cambiar.',
    },
  },
  'site.bad-secret-ref': {
    severity: 'error',
    summary: {
      en: '{field} must name a secret of the vault, not hold a value.',
      es: '{field} debe nombrar un secreto de la caja fuerte, no contener un valor.',
    },
    hint: {
      en: 'Write "secret:NAME" (small letters, digits, dashes) and put the value into the vault: sitewright secrets set SITE NAME.',
      es: 'Escriba "secret:NOMBRE" (minúsculas, cifras, guiones) y guarde el valor en la caja fuerte: sitewright secrets set SITIO NOMBRE.',
    },
  },
  'site.secret-two-uses': {
    severity: 'error',
    summary: {
      en: '{field} names the secret {name}, which is something else: {first}.',
      es: '{field} nombra el secreto {name}, que es otra cosa: {first}.',
    },
    hint: { en: 'Give it a name of its own.', es: 'Dele un nombre propio.' },
  },
  'site.secret-in-file': {
    severity: 'error',
    summary: {
      en: '{field} holds what looks like a secret in clear text.',
      es: '{field} contiene lo que parece un secreto en texto claro.',
    },
    hint: {
      en: 'Put it into the vault and write "secret:NAME" here. If this file was mailed, change the secret.',
      es: 'Guárdelo en la caja fuerte y escriba aquí "secret:NOMBRE". Si este archivo se envió por correo, cambie el secreto.',
    },
  },
});

import type { Text } from '../../../electron/api/text.ts';

export const siteSentences = {
  title: { en: 'Site', es: 'Sitio' },
  lead: {
    en: 'What the site is called, where it stands, and which Proxmox it will run.',
    es: 'Cómo se llama el sitio, dónde está y qué Proxmox tendrá.',
  },
  identity: { en: 'Identity', es: 'Identidad' },
  place: { en: 'Place and language', es: 'Lugar e idioma' },
  version: { en: 'Proxmox VE', es: 'Proxmox VE' },
  name: { en: 'Name', es: 'Nombre' },
  id: { en: 'Site id', es: 'Id del sitio' },
  idHelp: {
    en: 'Marks everything Sitewright makes; it cannot change once installed.',
    es: 'Marca todo lo que crea Sitewright; no cambia una vez instalado.',
  },
  organisation: { en: 'Organisation', es: 'Organización' },
  contact: { en: 'Contact', es: 'Contacto' },
  mailto: { en: 'E-mail for node messages', es: 'Correo para avisos de los nodos' },
  country: { en: 'Country (two letters)', es: 'País (dos letras)' },
  keyboard: { en: 'Keyboard', es: 'Teclado' },
  timezone: { en: 'Time zone', es: 'Zona horaria' },
  language: { en: 'Language of the report', es: 'Idioma del informe' },
  pve: { en: 'Version to install', es: 'Versión a instalar' },
  sshKey: { en: 'Public SSH key of the site', es: 'Clave SSH pública del sitio' },
  sshKeyHelp: {
    en: 'Its private half is in the vault and never on this page.',
    es: 'Su mitad privada está en la caja fuerte y nunca en esta página.',
  },
} satisfies Record<string, Text>;

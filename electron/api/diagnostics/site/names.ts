import { catalogue } from '../catalogue.ts';

/** Names and identities that exist once, and references to them. */
export const siteNameDiagnostics = catalogue({
  'site.duplicate-name': {
    severity: 'error',
    summary: {
      en: '{name} is the name of two things: {first} and {field}.',
      es: '{name} es el nombre de dos cosas: {first} y {field}.',
    },
    hint: { en: 'Give one of them another name.', es: 'Dé otro nombre a una de ellas.' },
  },
  'site.duplicate-id': {
    severity: 'error',
    summary: {
      en: 'The number or id {id} is used twice: {first} and {field}.',
      es: 'El número o id {id} se usa dos veces: {first} y {field}.',
    },
    hint: { en: 'Give one of them another id.', es: 'Dé otro id a una de ellas.' },
  },
  'site.duplicate-address': {
    severity: 'error',
    summary: {
      en: '{first} already has {address}. Two machines with one address cut each other off ({name}).',
      es: '{first} ya tiene {address}. Dos equipos con la misma dirección se estorban ({name}).',
    },
    hint: { en: 'Give {name} a free address.', es: 'Dé a {name} una dirección libre.' },
  },
  'site.duplicate-mac': {
    severity: 'error',
    summary: {
      en: 'The MAC {mac} is written for {first} and for {name}; every port has its own.',
      es: 'La MAC {mac} figura en {first} y en {name}; cada puerto tiene la suya.',
    },
    hint: {
      en: 'Read it again from the label or the inventory of {name}.',
      es: 'Léala otra vez de la etiqueta o del inventario de {name}.',
    },
  },
  'site.duplicate-serial': {
    severity: 'error',
    summary: {
      en: 'The disk serial {serial} is written for {first} and for {name}; a disk is in one machine.',
      es: 'El número de serie {serial} figura en {first} y en {name}; un disco está en un solo equipo.',
    },
    hint: {
      en: 'Read it again from the label of the disk in {name}.',
      es: 'Léalo otra vez de la etiqueta del disco de {name}.',
    },
  },
  'site.name-only-digits': {
    severity: 'error',
    summary: {
      en: 'The name {name} has digits only; the Proxmox installer refuses it.',
      es: 'El nombre {name} solo tiene cifras; el instalador de Proxmox lo rechaza.',
    },
    hint: { en: 'Put a letter into the name.', es: 'Ponga una letra en el nombre.' },
  },
  'site.fqdn-refused': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer refuses the name {fqdn}.',
      es: 'El instalador de Proxmox rechaza el nombre {fqdn}.',
    },
    hint: {
      en: 'Each part has at most 63 letters, digits and dashes, no dash at either end.',
      es: 'Cada parte tiene como máximo 63 letras, cifras y guiones, sin guion al principio ni al final.',
    },
  },
  'site.fqdn-too-long': {
    severity: 'error',
    summary: {
      en: '{fqdn} has {length} characters; a full name has at most 253.',
      es: '{fqdn} tiene {length} caracteres; un nombre completo tiene como máximo 253.',
    },
    hint: { en: 'Shorten the domain.', es: 'Acorte el dominio.' },
  },
  'site.unknown-reference': {
    severity: 'error',
    summary: {
      en: '{field} names {value}, which is not one of: {known}.',
      es: '{field} nombra {value}, que no es uno de: {known}.',
    },
    hint: { en: 'Correct the name or declare it.', es: 'Corrija el nombre o declárelo.' },
  },
  'site.via-loop': {
    severity: 'error',
    summary: {
      en: '{name} is reached through itself ({chain}).',
      es: 'A {name} se llega a través de sí mismo ({chain}).',
    },
    hint: { en: 'Remove one "via".', es: 'Quite uno de los «via».' },
  },
});

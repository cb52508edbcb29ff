import type { Text } from '../../../electron/api/text.ts';

export const mediaSentences = {
  title: { en: 'Media', es: 'Memorias USB' },
  lead: {
    en: 'One image a node from one base ISO; each stick says which node it is for.',
    es: 'Una imagen por nodo a partir de una ISO base; cada memoria dice para qué nodo es.',
  },
  images: { en: 'Images', es: 'Imágenes' },
  node: { en: 'Node', es: 'Nodo' },
  file: { en: 'File', es: 'Archivo' },
  size: { en: 'Size', es: 'Tamaño' },
  noImages: { en: 'No image has been made yet.', es: 'Aún no se ha hecho ninguna imagen.' },
  erases: { en: 'Erases', es: 'Borra' },
  makeHere: { en: 'Choose the base ISO and make the images', es: 'Elegir la ISO base y hacer las imágenes' },
  pick: { en: 'Base ISO…', es: 'ISO base…' },
  accept: {
    en: 'I accept this image: it is no known official one.',
    es: 'Acepto esta imagen: no es ninguna oficial conocida.',
  },
  acceptDigest: { en: 'SHA-256 of the base, typed', es: 'SHA-256 de la base, escrito' },
  browser: {
    en: 'In a browser the images are made on the command line:',
    es: 'En un navegador las imágenes se hacen en la línea de comandos:',
  },
  flashCommand: { en: 'Write a stick:', es: 'Escribir una memoria:' },
  drives: { en: 'Drives', es: 'Unidades' },
  refresh: { en: 'Look again', es: 'Mirar de nuevo' },
  noDrives: { en: 'No drive is connected.', es: 'No hay ninguna unidad conectada.' },
  offered: { en: 'can be written', es: 'se puede escribir' },
  excluded: { en: 'Locked: never offered', es: 'Bloqueada: nunca se ofrece' },
  write: { en: 'Write…', es: 'Escribir…' },
  confirm: {
    en: 'Type the serial {serial} to erase this drive',
    es: 'Escriba la serie {serial} para borrar esta unidad',
  },
  erase: { en: 'Erase and write', es: 'Borrar y escribir' },
  cancel: { en: 'Cancel', es: 'Cancelar' },
  writing: { en: 'Writing {done} of {total}', es: 'Escritos {done} de {total}' },
  rate: { en: '{rate}/s', es: '{rate}/s' },
  written: { en: 'Written and read back.', es: 'Escrita y releída.' },
  making: { en: 'Making the images', es: 'Haciendo las imágenes' },
} satisfies Record<string, Text>;

import type { AreaHelp } from '../area-help.ts';

/** Areas that a person meets while sticks and the bundle are made, mostly with internet. */
export const OFFICE_AREAS = {
  image: {
    title: { en: 'Install images', es: 'Imágenes de instalación' },
    about: {
      en: 'Said when an image is made from the base ISO or looked into. The ISO is only changed in ways that were proven to start on BIOS and UEFI; any other is refused with its reason.',
      es: 'Aparece al hacer una imagen a partir de la ISO base o al examinarla. La ISO solo se cambia de maneras que se comprobó que arrancan con BIOS y UEFI; las demás se rechazan con su motivo.',
    },
    places: ['media', 'terminal'],
  },
  drive: {
    title: { en: 'Choosing a drive', es: 'Elegir una unidad' },
    about: {
      en: 'Why a drive of this laptop may not be written, or what to know of it before. The disk that this laptop starts from is never offered.',
      es: 'Por qué no se puede escribir una unidad de este portátil, o qué conviene saber antes. El disco desde el que arranca este portátil nunca se ofrece.',
    },
    places: ['media', 'terminal'],
  },
  flash: {
    title: { en: 'Writing a stick', es: 'Escribir una memoria USB' },
    about: {
      en: 'Said by the small program that writes sticks. It writes only the one drive that was confirmed, reads everything back and compares.',
      es: 'Lo dice el pequeño programa que escribe memorias. Solo escribe la unidad confirmada, la relee entera y compara.',
    },
    places: ['media', 'terminal'],
  },
  bundle: {
    title: { en: 'The bundle', es: 'El paquete' },
    about: {
      en: 'Said when the bundle is made, compared, carried or checked. The lock names every file by its digest, so that completeness is proven before you leave the office.',
      es: 'Aparece al hacer, comparar, llevar o comprobar el paquete. El archivo de bloqueo nombra cada archivo por su huella, y así se prueba que está completo antes de salir de la oficina.',
    },
    places: ['bundle', 'terminal'],
  },
  download: {
    title: { en: 'Downloads', es: 'Descargas' },
    about: {
      en: 'Said while something is fetched from the internet for the bundle. Fetching goes on where it stopped, and nothing is used whose digest differs.',
      es: 'Aparece mientras se trae algo de internet para el paquete. La descarga continúa donde se detuvo y no se usa nada cuya huella difiera.',
    },
    places: ['bundle'],
  },
  archive: {
    title: { en: 'Package archives', es: 'Repositorios de paquetes' },
    about: {
      en: 'Said while the index of a Debian or Proxmox archive is read: its signature, its age, its content.',
      es: 'Aparece al leer el índice de un repositorio de Debian o Proxmox: su firma, su antigüedad y su contenido.',
    },
    places: ['bundle'],
  },
  registry: {
    title: { en: 'Image registries', es: 'Registros de imágenes' },
    about: {
      en: 'Said by a registry of container images, of the internet or of the site.',
      es: 'Lo dice un registro de imágenes de contenedor, de internet o del sitio.',
    },
    places: ['bundle', 'install'],
  },
  oci: {
    title: { en: 'Container images', es: 'Imágenes de contenedor' },
    about: {
      en: 'Said about one container image: its name, its parts, its platform.',
      es: 'Trata de una imagen de contenedor: su nombre, sus partes, su plataforma.',
    },
    places: ['bundle', 'install'],
  },
  packages: {
    title: { en: 'Packages for offline machines', es: 'Paquetes para máquinas sin conexión' },
    about: {
      en: 'Said when it is worked out which .deb files a machine needs that will never see the internet.',
      es: 'Aparece al calcular qué archivos .deb necesita una máquina que nunca verá internet.',
    },
    places: ['bundle'],
  },
  deploy: {
    title: { en: 'The deployment stick', es: 'La memoria de despliegue' },
    about: {
      en: 'Said when the stick that carries program, site and bundle is filled or used, and when the bundle is pushed to a host of the site.',
      es: 'Aparece al llenar o usar la memoria que lleva programa, sitio y paquete, y al enviar el paquete a un equipo del sitio.',
    },
    places: ['bundle', 'terminal'],
  },
} as const satisfies Readonly<Record<string, AreaHelp>>;

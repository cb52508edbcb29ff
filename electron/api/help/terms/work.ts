import type { Term } from '../term.ts';

/** Words of Sitewright's own work: media, bundle, plan, runs. */
export const WORK_TERMS = {
  site: {
    name: { en: 'site', es: 'sitio' },
    meaning: {
      en: 'One installation at one place, planned in one folder: site.toml is the plan.',
      es: 'Una instalación en un lugar, planificada en una carpeta: site.toml es el plan.',
    },
  },
  'answer-file': {
    name: { en: 'answer file', es: 'archivo de respuesta' },
    forms: { en: ['answer files'], es: ['archivos de respuesta'] },
    meaning: {
      en: 'What the Proxmox installer reads instead of asking: disk, network, password as a hash.',
      es: 'Lo que lee el instalador de Proxmox en vez de preguntar: disco, red, contraseña como resumen.',
    },
  },
  'base-iso': {
    name: { en: 'base ISO', es: 'ISO base' },
    meaning: {
      en: 'The installer as the vendor publishes it. Sitewright adds a few files and checks that it still starts.',
      es: 'El instalador tal como lo publica el fabricante. Sitewright añade unos archivos y comprueba que sigue arrancando.',
    },
  },
  retarget: {
    name: { en: 're-target a stick', es: 'reorientar una memoria' },
    forms: { en: ['re-target', 're-targeted'], es: ['reorientar'] },
    meaning: {
      en: 'Turning the stick of one node into that of another by writing a few KB, in seconds.',
      es: 'Convertir la memoria de un nodo en la de otro escribiendo unos KB, en segundos.',
    },
  },
  bundle: {
    name: { en: 'bundle', es: 'paquete' },
    meaning: {
      en: 'Everything the site needs and no network will give: images, packages, templates.',
      es: 'Todo lo que el sitio necesita y ninguna red dará: imágenes, paquetes, plantillas.',
    },
  },
  lock: {
    name: { en: 'lock (of the bundle)', es: 'archivo de bloqueo' },
    forms: { en: ['bundle.lock.toml'], es: ['bundle.lock.toml'] },
    meaning: {
      en: 'bundle.lock.toml: the list of every file of the bundle with its digest. Not to be mixed up with the lock of a site, which keeps two laptops from changing it at once.',
      es: 'bundle.lock.toml: la lista de cada archivo del paquete con su huella. No es el bloqueo del sitio, que impide que dos portátiles lo cambien a la vez.',
    },
  },
  digest: {
    name: { en: 'digest (SHA-256)', es: 'huella (SHA-256)' },
    forms: { en: ['digest', 'digests', 'SHA-256'], es: ['huella', 'huellas', 'SHA-256'] },
    meaning: {
      en: 'A number computed from all bytes of a file. Equal digest, equal file.',
      es: 'Un número calculado con todos los bytes de un archivo. Misma huella, mismo archivo.',
    },
  },
  'host-key': {
    name: { en: 'host key, fingerprint', es: 'clave de equipo, huella SSH' },
    forms: { en: ['host key', 'fingerprint'], es: ['clave de equipo'] },
    meaning: {
      en: 'By what a machine proves over SSH that it is the same as before. Compared once with its own screen.',
      es: 'Con lo que una máquina demuestra por SSH que es la misma. Se compara una vez con su propia pantalla.',
    },
  },
  vault: {
    name: { en: 'vault', es: 'caja fuerte' },
    forms: { en: ['secrets.age'], es: ['bóveda', 'secrets.age'] },
    meaning: {
      en: 'secrets.age beside the site: passwords and keys, encrypted with the passphrase.',
      es: 'secrets.age junto al sitio: contraseñas y claves, cifradas con la frase de paso.',
    },
  },
  plan: {
    name: { en: 'plan', es: 'plan' },
    meaning: {
      en: 'What Install would change on which machine, found out by looking. A plan that no longer fits is refused.',
      es: 'Lo que Instalación cambiaría en cada máquina, averiguado al mirar. Un plan que ya no encaja se rechaza.',
    },
  },
  step: {
    name: { en: 'step', es: 'paso' },
    forms: { en: ['steps'], es: ['pasos'] },
    meaning: {
      en: 'One claim about the site: looked at, made true, looked at again. Run twice, the second time nothing happens.',
      es: 'Una afirmación sobre el sitio: se mira, se hace cierta y se vuelve a mirar. La segunda vez no pasa nada.',
    },
  },
  run: {
    name: { en: 'run, journal', es: 'ejecución, diario' },
    forms: { en: ['journal', 'runs'], es: ['diario', 'ejecuciones'] },
    meaning: {
      en: 'One long piece of work with a number, and the file that records each event of it.',
      es: 'Un trabajo largo con su número, y el archivo que registra cada suceso.',
    },
  },
  rehearsal: {
    name: { en: 'rehearsal', es: 'ensayo' },
    meaning: {
      en: 'The whole journey against a simulated site on this laptop. Nothing real is touched.',
      es: 'Todo el recorrido contra un sitio simulado en este portátil. No se toca nada real.',
    },
  },
  'smoke-test': {
    name: { en: 'smoke test', es: 'prueba' },
    forms: { en: ['smoke tests'], es: ['pruebas'] },
    meaning: {
      en: 'A check that the finished site does what was promised. One that could not run has failed.',
      es: 'Una comprobación de que el sitio terminado hace lo prometido. Si no se pudo ejecutar, ha fallado.',
    },
  },
  drill: {
    name: { en: 'drill', es: 'simulacro' },
    forms: { en: ['drills'], es: ['simulacros'] },
    meaning: {
      en: 'A loss caused on purpose (node, link, witness, data) with the time measured until all is well.',
      es: 'Una pérdida provocada (nodo, enlace, testigo, datos) midiendo el tiempo hasta que todo está bien.',
    },
  },
  dhcp: {
    name: { en: 'DHCP', es: 'DHCP' },
    meaning: {
      en: 'The service that lends addresses. Only one image for all needs it, during the installation.',
      es: 'El servicio que presta direcciones. Solo lo necesita el modo de una imagen para todos, durante la instalación.',
    },
  },
  'secure-boot': {
    name: { en: 'Secure Boot', es: 'Secure Boot' },
    meaning: {
      en: 'The firmware starts only signed programs. Some firmware passes over a stick in silence.',
      es: 'El firmware solo arranca programas firmados. Algunos pasan por alto una memoria sin avisar.',
    },
  },
} as const satisfies Readonly<Record<string, Term>>;

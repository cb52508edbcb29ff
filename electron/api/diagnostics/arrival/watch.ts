import { catalogue } from '../catalogue.ts';

/** What holds up or ends a watch for arrivals, and orders to it that cannot be followed. */
export const arrivalWatchDiagnostics = catalogue({
  'arrival.file-unreadable': {
    severity: 'error',
    summary: {
      en: 'What is known of the arrivals cannot be read from {file}: {why}.',
      es: 'No se puede leer de {file} lo que se sabe de las llegadas: {why}.',
    },
    hint: {
      en: 'It guards installed nodes against a second installation. Restore it from a copy, or move it away if no machine is to be guarded.',
      es: 'Protege los nodos instalados contra una segunda instalación. Restáurelo de una copia o apártelo si no hay ningún equipo que proteger.',
    },
  },
  'arrival.no-receiver': {
    severity: 'warning',
    summary: {
      en: 'Nobody listens for reports: the site does not say where this laptop stands.',
      es: 'Nadie espera informes: el sitio no dice dónde está este portátil.',
    },
    hint: {
      en: 'Machines are found by their ports alone. To get their reports, set network.laptop and make the media again.',
      es: 'Los equipos se encuentran solo por sus puertos. Para recibir sus informes, indique network.laptop y vuelva a hacer los medios.',
    },
  },
  'arrival.not-listening': {
    severity: 'warning',
    summary: {
      en: 'Nobody listens on {address} port {port}: machines get no answer, and their reports are not heard.',
      es: 'Nadie escucha en {address}, puerto {port}: los equipos no reciben respuesta y sus informes no llegan.',
    },
    hint: {
      en: 'Mend what keeps the port from being opened before the rack is powered. It is tried again every {seconds} s; until then machines are found by their ports alone.',
      es: 'Corrija lo que impide abrir el puerto antes de encender el bastidor. Se intenta de nuevo cada {seconds} s; hasta entonces los equipos se encuentran solo por sus puertos.',
    },
  },
  'arrival.new-identity': {
    severity: 'warning',
    summary: {
      en: 'This laptop has a new certificate for {address}: media made before do not believe it.',
      es: 'Este portátil tiene un certificado nuevo para {address}: los medios hechos antes no lo creen.',
    },
    hint: {
      en: 'Make the images and sticks again before the rack is powered. Nodes from older media are found by their ports alone.',
      es: 'Vuelva a hacer las imágenes y las memorias USB antes de encender el bastidor. Los nodos con medios anteriores se encuentran solo por sus puertos.',
    },
  },
  'arrival.no-media': {
    severity: 'error',
    summary: {
      en: 'There is no image for {host} that the rehearsed technician could carry to it.',
      es: 'No hay ninguna imagen de {host} que el técnico del ensayo pueda llevarle.',
    },
    hint: {
      en: 'Make the images first (sitewright image make site.toml --base ISO), then rehearse the arrival.',
      es: 'Haga primero las imágenes (sitewright image make site.toml --base ISO) y después ensaye la llegada.',
    },
  },
  'arrival.technician-stopped': {
    severity: 'error',
    summary: {
      en: 'The screen of {host} shows: {screen}',
      es: 'La pantalla de {host} muestra: {screen}',
    },
    hint: {
      en: 'The rehearsed technician leaves the machine as it is. Choose what its screen shows to read what it means.',
      es: 'El técnico del ensayo deja el equipo como está. Elija lo que muestra su pantalla para leer qué significa.',
    },
  },
  'arrival.unknown-visitor': {
    severity: 'error',
    summary: {
      en: 'No machine that asked for an answer is known as {visitor}.',
      es: 'Ningún equipo que haya pedido una respuesta se conoce como {visitor}.',
    },
    hint: { en: 'Choose one of those that are shown.', es: 'Elija uno de los que se muestran.' },
  },
  'arrival.unknown-host': {
    severity: 'error',
    summary: {
      en: 'The plan has no machine {host} for this.',
      es: 'El plan no tiene ningún equipo {host} para esto.',
    },
    hint: { en: 'Choose a node of the plan.', es: 'Elija un nodo del plan.' },
  },
  'arrival.nothing-to-know-it-by': {
    severity: 'error',
    summary: {
      en: 'This machine told neither a MAC nor a serial: it could not be known again as {host}.',
      es: 'Este equipo no dijo ni una MAC ni un número de serie: no se podría reconocer después como {host}.',
    },
    hint: { en: 'Install {host} from a stick of its own.', es: 'Instale {host} con una memoria USB propia.' },
  },
  'arrival.name-not-typed': {
    severity: 'error',
    summary: {
      en: 'To release {host}, its name must be typed; typed was {typed}.',
      es: 'Para liberar {host} hay que escribir su nombre; se escribió {typed}.',
    },
    hint: {
      en: 'Type {host}. Its disks are erased when it asks the next time.',
      es: 'Escriba {host}. Sus discos se borrarán cuando vuelva a pedir una respuesta.',
    },
  },
  'arrival.which-machine': {
    severity: 'error',
    summary: {
      en: 'Several machines ask as {host}: {machines}. Nobody can tell which one is to be released.',
      es: 'Varios equipos preguntan como {host}: {machines}. No se sabe cuál hay que liberar.',
    },
    hint: {
      en: 'Pull the stick or virtual CD of all but the right one, start watching again and restart that one. Then release {host}.',
      es: 'Retire la memoria USB o el CD virtual de todos menos el correcto, empiece a vigilar de nuevo y reinicie ese. Después libere {host}.',
    },
  },
  'arrival.run-over': {
    severity: 'error',
    summary: {
      en: 'Run {run} does not watch for arrivals now.',
      es: 'La ejecución {run} no vigila llegadas ahora.',
    },
    hint: { en: 'Start watching, then repeat it.', es: 'Empiece a vigilar y repítalo.' },
  },
});

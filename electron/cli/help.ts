import type { Text } from '../api/text.ts';

/** Sentences of `--help`, with an example for each command. */
export const HELP = {
  program: {
    en: 'From bare metal to a running, verified Proxmox cluster, without internet.',
    es: 'Del metal desnudo a un clúster Proxmox en marcha y verificado, sin internet.',
  },
  check: { en: 'print every diagnostic of a site', es: 'muestra todos los diagnósticos de un sitio' },
  site: { en: 'make, carry and compare whole sites', es: 'crea, lleva y compara sitios enteros' },
  siteNew: {
    en: 'make a site folder from a template: two-node-witness, three-node, single-node',
    es: 'crea una carpeta de sitio a partir de una plantilla: two-node-witness, three-node, single-node',
  },
  siteName: { en: 'name as people call it', es: 'nombre que le dan las personas' },
  siteId: {
    en: 'name of its folder, which also marks what Sitewright creates there',
    es: 'nombre de su carpeta, que también marca lo que Sitewright crea allí',
  },
  siteAddress: {
    en: 'address of the first node with its prefix, such as 192.168.1.11/24; the others follow it',
    es: 'dirección del primer nodo con su prefijo, como 192.168.1.11/24; los demás le siguen',
  },
  sitePlace: {
    en: 'folder in which the site folder is made (default: sites/ of your user)',
    es: 'carpeta en la que se crea la del sitio (por omisión: sites/ de su usuario)',
  },
  siteFromCluster: {
    en: 'describe a cluster that runs as a site, read over SSH; nothing on it is changed',
    es: 'describe como sitio un clúster en marcha, leído por SSH; no se cambia nada en él',
  },
  siteFromOut: {
    en: 'the folder to make, named as the site is to be called (a-z 0-9 -)',
    es: 'la carpeta que se crea, con el nombre que tendrá el sitio (a-z 0-9 -)',
  },
  siteFromIdentity: {
    en: "private SSH key of root, which becomes the site's key (default: the password is asked for)",
    es: 'clave SSH privada de root, que será la del sitio (por omisión: se pide la contraseña)',
  },
  siteFromPassword: {
    en: "read root's password from this open file descriptor",
    es: 'leer la contraseña de root de este descriptor abierto',
  },
  siteFromKey: {
    en: 'fingerprint SHA256:... of a node, compared with its own screen; may be given several times (default: asked for)',
    es: 'huella SHA256:... de un nodo, comparada con su propia pantalla; se puede repetir (por omisión: se pide)',
  },
  siteExport: {
    en: 'write the site as one file: plan, lock, listings, what its stacks bring',
    es: 'escribe el sitio en un archivo: plan, bloqueo, listados, lo que traen sus aplicaciones',
  },
  siteOut: {
    en: 'the file, or a folder for ID.sitewright; never overwritten',
    es: 'el archivo, o una carpeta para ID.sitewright; nunca se sobrescribe',
  },
  siteSecrets: {
    en: 'with the vault, encrypted as it is: who imports it needs its passphrase',
    es: 'con la caja fuerte, cifrada tal como está: quien la importe necesita su frase de paso',
  },
  siteReports: { en: 'with the reports', es: 'con los informes' },
  siteImport: {
    en: 'make a site folder from an exported file',
    es: 'crea una carpeta de sitio a partir de un archivo exportado',
  },
  siteDiff: {
    en: 'show what two sites say differently (exit 0: nothing, 4: something)',
    es: 'muestra qué dicen de distinto dos sitios (salida 0: nada, 4: algo)',
  },
  pveVersion: { en: 'version of Proxmox VE (default: 9.2)', es: 'versión de Proxmox VE (por omisión: 9.2)' },
  explain: {
    en: 'explain a diagnostic code, a word of the field or a trouble, without internet',
    es: 'explica un código de diagnóstico, una palabra del oficio o un problema, sin internet',
  },
  answers: { en: 'Proxmox answer files', es: 'archivos de respuesta de Proxmox' },
  answersMake: { en: 'write one <node>.toml a node', es: 'escribe un <nodo>.toml por nodo' },
  answersCheck: {
    en: "accept or reject as the vendor's parser does",
    es: 'acepta o rechaza como lo hace el analizador del fabricante',
  },
  answersErasure: {
    en: 'say which disk of each machine will be erased, as far as it can be told',
    es: 'dice qué disco de cada máquina se borrará, hasta donde se puede saber',
  },
  inventoryBring: {
    en: 'take in what a machine has inside (lsblk --json, udevadm info --export-db, device-info, ip -j link)',
    es: 'incorpora lo que lleva una máquina (lsblk --json, udevadm info --export-db, device-info, ip -j link)',
  },
  sheet: {
    en: 'write the field sheet: what to pack, firmware settings, disks, cables, labels',
    es: 'escribe la hoja de campo: qué llevar, ajustes del firmware, discos, cables, etiquetas',
  },
  sheetOut: { en: 'the HTML file to write', es: 'el archivo HTML que se escribe' },
  addressPlan: {
    en: 'addresses for a whole site out of one network: show what would change, or write it',
    es: 'direcciones para todo un sitio desde una red: muestra qué cambiaría o lo escribe',
  },
  addressSubnet: { en: 'the management network (192.168.50.0/24)', es: 'la red de gestión (192.168.50.0/24)' },
  addressFrom: {
    en: 'give out only from this address on (with --to)',
    es: 'dar solo a partir de esta dirección (con --to)',
  },
  addressTo: { en: 'and up to this one', es: 'y hasta esta' },
  addressNodes: {
    en: 'hold addresses for this many Proxmox nodes',
    es: 'guardar direcciones para tantos nodos Proxmox',
  },
  addressLink: {
    en: 'network of a cluster link, in their order (repeatable)',
    es: 'red de un enlace de clúster, en su orden (repetible)',
  },
  addressRenumber: {
    en: 'give everything a new address, also what fits already',
    es: 'dar a todo una dirección nueva, también a lo que ya encaja',
  },
  addressWrite: { en: 'write it into site.toml', es: 'escribirlo en site.toml' },
  image: { en: 'automated install images', es: 'imágenes de instalación automática' },
  imageMake: { en: 'make one image a node from one base ISO', es: 'hace una imagen por nodo a partir de una ISO base' },
  imageInspect: { en: 'say what an image holds, secrets hidden', es: 'dice qué contiene una imagen, sin secretos' },
  imageRetarget: {
    en: "turn one node's stick or image into another's by writing a few KB",
    es: 'convierte la memoria o imagen de un nodo en la de otro escribiendo unos KB',
  },
  retargetNode: { en: 'the node it is to install', es: 'el nodo que ha de instalar' },
  verifyWhole: {
    en: 'read all of it back, also when this laptop has proven it before',
    es: 'lo relee entero, aunque este portátil ya lo haya comprobado antes',
  },
  onlyNode: { en: 'only this node (repeatable)', es: 'solo este nodo (repetible)' },
  rewrite: {
    en: 'for a base that cannot be patched in place: complete images with their root directory moved',
    es: 'para una base que no se puede modificar en el sitio: imágenes completas con el directorio raíz desplazado',
  },
  drivesSite: {
    en: 'say which sticks are older than this plan',
    es: 'indica qué memorias son anteriores a este plan',
  },
  drives: { en: 'list drives and what may be written', es: 'lista las unidades y cuáles se pueden escribir' },
  flash: {
    en: 'write images to confirmed drives, all at once, and read them back (one --to and --confirm each, in order)',
    es: 'escribe imágenes en unidades confirmadas, todas a la vez, y las relee (un --to y un --confirm por imagen, en orden)',
  },
  bundle: { en: 'what the site needs and no network will give', es: 'lo que el sitio necesita y ninguna red dará' },
  bundleMake: {
    en: 'lock what the site needs, bring it, sign it (online; goes on where it stopped)',
    es: 'fija lo que el sitio necesita, lo trae y lo firma (en línea; continúa donde se detuvo)',
  },
  bundleOut: {
    en: "the bundle's folder (default: bundle/ beside the site)",
    es: 'la carpeta del paquete (por omisión: bundle/ junto al sitio)',
  },
  bundleSources: {
    en: 'settings of mirrors, registries, proxy, authorities, files and node ISOs (default: sources.toml beside the site)',
    es: 'configuración de réplicas, registros, proxy, autoridades, archivos e ISO de los nodos (por omisión: sources.toml junto al sitio)',
  },
  bundleUpdate: {
    en: 'show what the sources have now: old and new (exit code 4 where something moved)',
    es: 'muestra lo que los orígenes tienen ahora: antes y después (código 4 si algo se movió)',
  },
  bundleWrite: { en: 'take it over into the lock', es: 'lo adopta en el archivo de bloqueo' },
  bundleVerify: {
    en: 'prove a bundle against its lock, offline: a bundle folder, or a site.toml for its own bundle and needs',
    es: 'comprueba un paquete con su archivo de bloqueo, sin red: una carpeta, o un site.toml para su paquete y sus necesidades',
  },
  bundleSite: {
    en: "also with this site's key and needs",
    es: 'también con la clave y las necesidades de este sitio',
  },
  bundleDiff: {
    en: 'what the second bundle has that the first has not',
    es: 'lo que tiene el segundo paquete y el primero no',
  },
  bundleDelta: {
    en: 'write only what is new in the second, to carry it to where the first lies',
    es: 'escribe solo lo nuevo del segundo, para llevarlo a donde está el primero',
  },
  bundlePatch: {
    en: 'make a bundle what a delta leads to',
    es: 'convierte un paquete en aquel al que lleva una diferencia',
  },
  bundleSplit: {
    en: 'cut a bundle into volumes for FAT sticks',
    es: 'corta un paquete en volúmenes para memorias FAT',
  },
  bundleSize: { en: 'size of a volume, such as 3900MB', es: 'tamaño de un volumen, como 3900MB' },
  bundleStick: {
    en: 'fill a mounted stick that installs the site from its first node, without a laptop',
    es: 'llena una memoria montada que instala el sitio desde su primer nodo, sin portátil',
  },
  bundleStickSite: { en: 'the site it is for', es: 'el sitio para el que es' },
  plainFolder: {
    en: 'also a folder of this computer’s own disk, to be copied to a stick later',
    es: 'también una carpeta del disco de este equipo, para copiarla después a una memoria',
  },
  bundlePush: {
    en: 'bring to a host what it lacks of the bundle, proven there',
    es: 'lleva a un host lo que le falta del paquete, comprobado allí',
  },
  pushTo: { en: 'name of the host', es: 'nombre del host' },
  pushPrune: {
    en: 'remove from our folder on the host what no lock names',
    es: 'borra de nuestra carpeta en el host lo que ningún archivo de bloqueo nombra',
  },
  bundleJoin: { en: 'put volumes together again', es: 'vuelve a unir los volúmenes' },
  arrive: {
    en: 'watch machines from power-on until SSH and API answer',
    es: 'sigue los equipos desde el encendido hasta que contestan SSH y la API',
  },
  arriveRehearsal: {
    en: 'with simulated machines and a simulated technician',
    es: 'con equipos simulados y un técnico simulado',
  },
  media: {
    en: 'how the simulated technician carries the answers',
    es: 'cómo lleva las respuestas el técnico simulado',
  },
  key: {
    en: 'an SSH fingerprint compared with the screen of its machine (repeatable)',
    es: 'una huella SSH comparada con la pantalla de su equipo (repetible)',
  },
  plan: {
    en: 'show what would change (exit 0: nothing, 4: changes, 1: blocked, or only a host that is off is left unknown)',
    es: 'muestra qué cambiaría (salida 0: nada, 4: cambios, 1: bloqueado, o solo queda por saber de un equipo apagado)',
  },
  apply: {
    en: 'make the site true (exit 0 only if all of it was seen true: 1 while a host is off, though the others are done)',
    es: 'lleva el sitio a lo planeado (salida 0 solo si se vio todo: 1 mientras un equipo esté apagado, aunque los demás queden hechos)',
  },
  only: {
    en: 'only these steps or phases (repeatable, or with commas)',
    es: 'solo estos pasos o fases (repetible, o con comas)',
  },
  from: { en: 'this step or phase and all after it', es: 'este paso o fase y todo lo posterior' },
  nodes: {
    en: 'only what works on these hosts or machines (repeatable, or with commas)',
    es: 'solo lo que trabaja en estos equipos o máquinas (repetible, o con comas)',
  },
  skip: {
    en: 'leave this item undone, where that is safe: STEP@TARGET (repeatable)',
    es: 'deja sin hacer este elemento, si es seguro: PASO@DESTINO (repetible)',
  },
  dryRun: { en: 'only show what would change, as plan does', es: 'solo muestra qué cambiaría, como plan' },
  prune: {
    en: 'remove what is ours and no longer in the site file; each name is typed with --confirm',
    es: 'retira lo que es nuestro y ya no está en el archivo del sitio; cada nombre se escribe con --confirm',
  },
  pruneConfirm: {
    en: 'the name of something to remove (repeatable; with --prune)',
    es: 'el nombre de algo que se retira (repetible; con --prune)',
  },
  wipe: {
    en: "the serial of a storage's disk that may lose what is on it (repeatable)",
    es: 'el número de serie de un disco de almacenamiento que puede perder su contenido (repetible)',
  },
  takeLock: {
    en: "take over the site's lock from a run that has died",
    es: 'toma el bloqueo del sitio de una ejecución que ha muerto',
  },
  smoke: { en: 'run the smoke tests', es: 'ejecuta las pruebas de humo' },
  smokeCheck: {
    en: 'ask only this one again; the others keep their answer (repeatable)',
    es: 'repite solo esta; las demás conservan su respuesta (repetible)',
  },
  drill: {
    en: 'break the site on purpose, measure, put it back; without a kind: list what can be tried',
    es: 'rompe el sitio a propósito, mide y lo restablece; sin tipo: muestra lo que se puede probar',
  },
  drillKind: { en: 'what is tried', es: 'lo que se prueba' },
  drillMachine: { en: 'failover, restore: this machine', es: 'failover, restore: esta máquina' },
  drillNode: { en: 'link, quorum: this node', es: 'link, quorum: este nodo' },
  drillLink: { en: 'link: this cluster link', es: 'link: este enlace de clúster' },
  drillConfirm: {
    en: 'the name of the node or machine that is broken',
    es: 'el nombre del nodo o de la máquina que se rompe',
  },
  stack: {
    en: "save a stack instance's data, bring them back, remove the instance",
    es: 'guarda los datos de una instancia, los recupera, retira la instancia',
  },
  stackBackup: {
    en: 'save its data on its host, while it runs',
    es: 'guarda sus datos en su equipo, en marcha',
  },
  stackBackups: { en: 'list the backups that its host keeps', es: 'muestra las copias que guarda su equipo' },
  stackRestore: {
    en: 'bring saved data back, all or nothing',
    es: 'recupera los datos guardados, todo o nada',
  },
  stackRemove: {
    en: 'remove the instance, also one that the site names no more',
    es: 'retira la instancia, también una que el sitio ya no nombra',
  },
  stackOut: { en: 'bring the backup into this file too', es: 'trae la copia también a este archivo' },
  stackFrom: {
    en: "a file of this computer, or a backup's name on its host",
    es: 'un archivo de este ordenador o el nombre de una copia en su equipo',
  },
  stackWithData: { en: 'its data go too, for good', es: 'sus datos también, para siempre' },
  stackConfirm: { en: 'the name of the instance', es: 'el nombre de la instancia' },
  history: {
    en: 'list the runs of a site, newest first; with two of them, what they did otherwise (exit code 4 where something differs)',
    es: 'lista las ejecuciones de un sitio, primero la última; con dos, en qué difieren (código de salida 4 si difieren en algo)',
  },
  historyAll: { en: 'all of them, not only the newest 20', es: 'todas, no solo las últimas 20' },
  report: { en: 'write or verify the report', es: 'escribe o verifica el informe' },
  reportMake: { en: 'write the report of a run', es: 'escribe el informe de una ejecución' },
  secretsHandover: {
    en: 'write what the customer needs, encrypted to their keys or with a passphrase, or as a sheet to print',
    es: 'escribe lo que necesita el cliente, cifrado con sus claves o una frase de paso, o como hoja para imprimir',
  },
  handover: {
    en: 'copy site, lock, journals and reports to a folder or stick of the customer, or onto every node',
    es: 'copia sitio, bloqueo, diarios e informes a una carpeta o memoria del cliente, o a cada nodo',
  },
  handoverDir: {
    en: 'folder in which the copy is made, in one of its own',
    es: 'carpeta en la que se hace la copia, en una propia',
  },
  handoverCluster: {
    en: 'onto every node, where only root reads it',
    es: 'en cada nodo, donde solo root la lee',
  },
  handoverVault: {
    en: 'with the vault, encrypted as it is',
    es: 'con la caja fuerte, cifrada tal como está',
  },
  handoverTo: {
    en: 'public age key of the customer; can be given several times',
    es: 'clave pública de age del cliente; puede repetirse',
  },
  handoverSheet: {
    en: 'a sheet to print instead, readable by anybody',
    es: 'en su lugar una hoja para imprimir, legible por cualquiera',
  },
  secretsRotate: {
    en: 'encrypt the vault anew under a new passphrase, or give one secret a new value',
    es: 'cifra de nuevo la caja fuerte con otra frase de paso, o da un valor nuevo a un secreto',
  },
  support: {
    en: 'pack what helps whoever is asked for help, without secrets',
    es: 'empaqueta lo que ayuda a quien presta ayuda, sin secretos',
  },
  update: {
    en: 'install a new version that was brought as a file, with its signature FILE.sig beside it',
    es: 'instala una versión nueva traída como archivo, con su firma ARCHIVO.sig al lado',
  },
  acceptOlder: {
    en: 'take a version although it is older than this one',
    es: 'acepta una versión aunque sea anterior a esta',
  },
  updateDryRun: { en: 'prove the file and change nothing', es: 'comprueba el archivo y no cambia nada' },
  supportOut: {
    en: 'file to write; default in this folder, named after site and time',
    es: 'archivo que se escribe; por omisión en esta carpeta, con el nombre del sitio y la hora',
  },
  reportSign: {
    en: 'write the report of a run with the name of who signs it',
    es: 'escribe el informe de una ejecución con el nombre de quien lo firma',
  },
  signName: { en: 'who signs', es: 'quién firma' },
  signAs: {
    en: 'installer (default) or customer',
    es: 'installer, quien instaló (por omisión), o customer, quien recibe',
  },
  signDate: {
    en: 'day of the signature, YYYY-MM-DD; default today',
    es: 'día de la firma, AAAA-MM-DD; por omisión hoy',
  },
  signature: {
    en: 'picture of the signature, PNG or JPEG; without it the name stands for it',
    es: 'imagen de la firma, PNG o JPEG; sin ella, el nombre la sustituye',
  },
  reportSetAside: {
    en: 'give a signed report another folder, so that a new one can be written',
    es: 'aparta un informe firmado a otra carpeta para poder escribir uno nuevo',
  },
  setAsideConfirm: { en: 'name of the site, typed', es: 'nombre del sitio, escrito' },
  reportVerify: {
    en: 'check that no byte of a report has changed',
    es: 'comprueba que ningún byte de un informe cambió',
  },
  rehearse: { en: 'walk the whole journey on a simulated site', es: 'recorre todo el camino en un sitio simulado' },
  export: { en: 'export the site to other tools', es: 'exporta el sitio a otras herramientas' },
  exportTerraform: {
    en: "write the manual's main.tf, without secrets",
    es: 'escribe el main.tf del manual, sin secretos',
  },
  secrets: { en: 'the vault beside site.toml', es: 'la caja fuerte junto a site.toml' },
  secretsInit: {
    en: 'make the vault and every secret that chance can make',
    es: 'crea la caja fuerte y todos los secretos que se pueden generar',
  },
  secretsSet: {
    en: 'keep a value, read from standard input or typed unseen',
    es: 'guarda un valor, leído de la entrada estándar o escrito sin mostrarse',
  },
  secretsList: {
    en: 'names, what uses them, what is lacking; never values',
    es: 'nombres, dónde se usan y cuáles faltan; nunca valores',
  },
  secretsShow: { en: 'print one value (opens the vault)', es: 'muestra un valor (abre la caja fuerte)' },
  newSshKey: {
    en: 'make a new SSH key although site.toml names one',
    es: 'genera una clave SSH nueva aunque site.toml ya nombre una',
  },
  password: { en: 'the value is a password; its hash is kept', es: 'el valor es una contraseña; se guarda su resumen' },
  base: { en: 'the ISO as the vendor publishes it', es: 'la ISO tal como la publica el fabricante' },
  full: { en: 'write complete <node>.iso files', es: 'escribe archivos <nodo>.iso completos' },
  acceptBase: {
    en: 'accept a base that is no known official image, by its digest',
    es: 'acepta, por su resumen, una base que no es una imagen oficial conocida',
  },
  pve: { en: 'Proxmox VE version', es: 'versión de Proxmox VE' },
  inventory: { en: 'hardware of the machine, as JSON', es: 'hardware de la máquina, en JSON' },
  virtual: { en: 'list loop devices and the like too', es: 'muestra también dispositivos loop y similares' },
  to: { en: 'drive, or file that is there already', es: 'unidad o archivo ya existente' },
  confirm: {
    en: 'serial of the drive (of a loop device or file: its path)',
    es: 'número de serie de la unidad (de un loop o archivo: su ruta)',
  },
  acceptLarge: {
    en: 'serial of a drive above 512 GiB that is meant all the same',
    es: 'número de serie de una unidad de más de 512 GiB que aun así se desea',
  },
  flashBase: { en: 'the base of an overlay, where it was moved', es: 'la base de un overlay, si se ha movido' },
  run: { en: 'the run to report on (default: the newest)', es: 'la ejecución del informe (por defecto, la última)' },
  port: { en: 'port (default: any free one)', es: 'puerto (por defecto, uno libre)' },
  open: { en: 'open the browser', es: 'abre el navegador' },
  version: { en: 'print the version', es: 'muestra la versión' },
  serve: { en: 'serve the app to a browser on this laptop', es: 'sirve la aplicación a un navegador de este portátil' },
  json: { en: 'JSON lines instead of text', es: 'líneas JSON en lugar de texto' },
  lang: { en: 'language: en or es (default: the system)', es: 'idioma: en o es (por defecto, el del sistema)' },
  passphraseFd: {
    en: 'read the vault passphrase from this file descriptor',
    es: 'lee la frase de paso de la caja fuerte de este descriptor de archivo',
  },
  fault: { en: 'inject a fault by name (repeatable)', es: 'provoca un fallo por su nombre (repetible)' },
  keep: { en: 'go on from the kept simulated site', es: 'sigue desde el sitio simulado que se conserva' },
  speed: {
    en: 'times faster than real nodes (1 = observed delays)',
    es: 'veces más rápido que los nodos reales (1 = tiempos observados)',
  },
  bundleAlone: {
    en: 'from the own bundle of the site alone: no stand-ins for what it lacks',
    es: 'solo con el paquete propio del sitio: sin sustitutos de lo que falte',
  },
  bundleRehearse: {
    en: 'then rehearse the site from its own bundle alone (with a site file in place of the folder)',
    es: 'después ensaya el sitio solo con su propio paquete (con un archivo de sitio en lugar de la carpeta)',
  },
  rehearsal: { en: 'against the kept simulated site', es: 'contra el sitio simulado que se conserva' },
  out: { en: 'folder to write into', es: 'carpeta de destino' },
  examples: { en: 'Example', es: 'Ejemplo' },
} satisfies Record<string, Text>;

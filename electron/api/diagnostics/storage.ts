import { catalogue } from './catalogue.ts';

/** Disks, pools and storages of the nodes. */
export const storageDiagnostics = catalogue({
  'storage.disk-missing': {
    severity: 'error',
    summary: {
      en: '{host} has no disk with the serial {serial}.',
      es: '{host} no tiene ningún disco con el número de serie {serial}.',
    },
    hint: {
      en: 'Compare the label of the disk with storages in the site file. The disks seen are below.',
      es: 'Compare la etiqueta del disco con storages del archivo del sitio. Los discos vistos están más abajo.',
    },
  },
  'storage.wipe-unknown': {
    severity: 'error',
    summary: {
      en: 'No storage of the site names a disk {serial}; nothing was wiped.',
      es: 'Ningún almacenamiento del sitio nombra un disco {serial}; no se borró nada.',
    },
    hint: {
      en: 'Read the serial from the label of the disk or from the plan and type it again.',
      es: 'Lea el número de serie en la etiqueta del disco o en el plan y escríbalo de nuevo.',
    },
  },
  'storage.disk-in-use': {
    severity: 'error',
    summary: {
      en: 'The disk {serial} of {host} is not blank, so it is not taken for {storage}.',
      es: 'El disco {serial} de {host} no está vacío, así que no se toma para {storage}.',
    },
    hint: {
      en: 'What is on it is below. If it may go, start again and type its serial (--wipe {serial}), or add it to allowWipe of {storage}.',
      es: 'Lo que contiene está más abajo. Si se puede perder, vuelva a empezar y escriba su número de serie (--wipe {serial}) o añádalo a allowWipe de {storage}.',
    },
  },
  'storage.disk-is-system': {
    severity: 'error',
    summary: {
      en: 'The disk {serial} carries the system of {host}; it is never wiped.',
      es: 'El disco {serial} lleva el sistema de {host}; no se borra nunca.',
    },
    hint: {
      en: 'Name the data disk of {host} in the site file. What was seen on the disk is below.',
      es: 'Indique el disco de datos de {host} en el archivo del sitio. Lo visto en el disco está más abajo.',
    },
  },
  'storage.disk-busy': {
    severity: 'error',
    summary: {
      en: 'The disk {serial} of {host} is in use right now ({use}), so it is not wiped.',
      es: 'El disco {serial} de {host} está en uso ahora mismo ({use}), así que no se borra.',
    },
    hint: {
      en: 'Unmount it, export its pool or deactivate its volume group on {host}, then start again.',
      es: 'Desmóntelo, exporte su pool o desactive su grupo de volúmenes en {host} y vuelva a empezar.',
    },
  },
  'storage.disk-not-wiped': {
    severity: 'error',
    summary: {
      en: 'Something is still on the disk {serial} of {host} after it was wiped.',
      es: 'Todavía hay algo en el disco {serial} de {host} después de borrarlo.',
    },
    hint: {
      en: 'What is on it is below. Restart {host}, then start again; if it stays, the disk may be write-protected.',
      es: 'Lo que contiene está más abajo. Reinicie {host} y vuelva a empezar; si sigue igual, el disco puede estar protegido contra escritura.',
    },
  },
  'storage.pool-broken': {
    severity: 'error',
    summary: {
      en: 'The pool {pool} of {host} is {health}.',
      es: 'El pool {pool} de {host} está {health}.',
    },
    hint: {
      en: 'Look at «zpool status {pool}» on {host}; a disk may be dead or unplugged.',
      es: 'Mire «zpool status {pool}» en {host}; un disco puede estar averiado o desconectado.',
    },
  },
  'storage.group-elsewhere': {
    severity: 'error',
    summary: {
      en: 'The volume group {vg} of {host} exists already and lies on another disk than {serial}.',
      es: 'El grupo de volúmenes {vg} de {host} ya existe y está en otro disco que {serial}.',
    },
    hint: {
      en: 'Where it lies is below. Give the storage another vg in the site file, or correct the serial.',
      es: 'Dónde está se ve más abajo. Dé otro vg al almacenamiento en el archivo del sitio o corrija el número de serie.',
    },
  },
  'storage.pool-elsewhere': {
    severity: 'error',
    summary: {
      en: 'The pool {pool} of {host} exists already and lies on other disks than {serials}.',
      es: 'El pool {pool} de {host} ya existe y está en otros discos que {serials}.',
    },
    hint: {
      en: 'Where it lies is below; it is left as it is. Give the storage another pool in the site file, or correct the serials.',
      es: 'Dónde está se ve más abajo; se deja como está. Dé otro pool al almacenamiento en el archivo del sitio o corrija los números de serie.',
    },
  },
  'storage.pool-other-layout': {
    severity: 'error',
    summary: {
      en: 'The pool {pool} of {host} is {seen}; the site says {wanted}.',
      es: 'El pool {pool} de {host} es {seen}; el sitio dice {wanted}.',
    },
    hint: {
      en: 'A pool is not rebuilt here. Write raid and disks as they are into the site file, or change the pool yourself («zpool attach» makes a mirror of a single disk) and start again. One that is not imported and may go: type each of its serials (--wipe).',
      es: 'Un pool no se reconstruye aquí. Escriba raid y disks tal como son en el archivo del sitio o cambie usted el pool («zpool attach» hace un espejo de un disco suelto) y vuelva a empezar. Si no está importado y se puede perder, escriba cada uno de sus números de serie (--wipe).',
    },
  },
  'storage.pool-degraded': {
    severity: 'warning',
    summary: {
      en: 'The pool {pool} of {host} works without all of its disks ({lost}).',
      es: 'El pool {pool} de {host} funciona sin todos sus discos ({lost}).',
    },
    hint: {
      en: 'The next disk that dies may take the data along. Look at «zpool status {pool}» on {host}, replace the disk with «zpool replace» and write its serial into the site file.',
      es: 'El próximo disco que falle puede llevarse los datos. Mire «zpool status {pool}» en {host}, sustituya el disco con «zpool replace» y escriba su número de serie en el archivo del sitio.',
    },
  },
  'storage.pool-has-errors': {
    severity: 'warning',
    summary: {
      en: 'The pool {pool} of {host} has damaged data: {errors}.',
      es: 'El pool {pool} de {host} tiene datos dañados: {errors}.',
    },
    hint: {
      en: '«zpool status -v {pool}» on {host} names the files; restore those from a backup.',
      es: '«zpool status -v {pool}» en {host} nombra los archivos; restáurelos de una copia.',
    },
  },
  'storage.pool-of-other-system': {
    severity: 'error',
    summary: {
      en: 'The pool {pool} lies on the disks of {host} ({serials}) and was last used by another system, so it is not imported.',
      es: 'El pool {pool} está en los discos de {host} ({serials}) y lo usó por última vez otro sistema, así que no se importa.',
    },
    hint: {
      en: 'To keep its data, make sure that no other machine uses these disks and run «zpool import -f {id}» on {host}. If it may go, start again and type each serial (--wipe).',
      es: 'Para conservar los datos, asegúrese de que ninguna otra máquina usa estos discos y ejecute «zpool import -f {id}» en {host}. Si se puede perder, vuelva a empezar y escriba cada número de serie (--wipe).',
    },
  },
  'storage.pool-not-importable': {
    severity: 'error',
    summary: {
      en: 'The pool {pool} lies on the disks of {host} ({serials}), is {health} and cannot be imported.',
      es: 'El pool {pool} está en los discos de {host} ({serials}), está {health} y no se puede importar.',
    },
    hint: {
      en: 'Plug in the disks that it lacks; they are below. Where it lacks none, «zpool import» on {host} says why. If its data may go, start again and type each serial (--wipe).',
      es: 'Conecte los discos que le faltan; se ven más abajo. Si no le falta ninguno, «zpool import» en {host} dice por qué. Si los datos se pueden perder, vuelva a empezar y escriba cada número de serie (--wipe).',
    },
  },
  'storage.pool-sizes-differ': {
    severity: 'error',
    summary: {
      en: 'The disks of {host} for the pool {pool} differ in size ({sizes}); ZFS refuses to put them together.',
      es: 'Los discos de {host} para el pool {pool} tienen tamaños distintos ({sizes}); ZFS rehúsa unirlos.',
    },
    hint: {
      en: 'Use disks of one size. Or make the pool yourself with «zpool create -f»: of each disk only the size of the smallest is used. Then start again.',
      es: 'Use discos del mismo tamaño. O cree usted el pool con «zpool create -f»: de cada disco solo se usa el tamaño del menor. Después, vuelva a empezar.',
    },
  },
  'storage.thin-pool-missing': {
    severity: 'error',
    summary: {
      en: '{host} has no LVM thin pool {vg}/{thinpool}, and the site file names no disk for it.',
      es: '{host} no tiene ningún thin pool de LVM {vg}/{thinpool} y el archivo del sitio no indica ningún disco para él.',
    },
    hint: {
      en: 'Add the serial of its disk to disks of {storage}, or leave {host} out of its nodes.',
      es: 'Añada el número de serie de su disco a disks de {storage} o quite {host} de sus nodos.',
    },
  },
  'storage.not-a-thin-pool': {
    severity: 'error',
    summary: {
      en: '{vg}/{thinpool} of {host} exists and is no thin pool.',
      es: '{vg}/{thinpool} de {host} existe y no es un thin pool.',
    },
    hint: {
      en: 'Give the storage {storage} another thinpool in the site file.',
      es: 'Dé otro thinpool al almacenamiento {storage} en el archivo del sitio.',
    },
  },
  'storage.unreachable': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} cannot reach {server} for the storage {storage}; it was not added.',
      es: '{host} no llega a {server} para el almacenamiento {storage}; no se añadió.',
    },
    hint: {
      en: 'Check that {server} runs, that its share is there and given to {host}, and the network between them; then start again.',
      es: 'Compruebe que {server} funciona, que ofrece ese recurso a {host} y la red entre ambos; después, vuelva a empezar.',
    },
  },
  'storage.login-refused': {
    severity: 'error',
    summary: {
      en: '{server} refused the user {user} of the storage {storage}.',
      es: '{server} rechazó al usuario {user} del almacenamiento {storage}.',
    },
    hint: {
      en: 'Correct the name in the site file or the password in the vault (sitewright secrets set), then start again.',
      es: 'Corrija el nombre en el archivo del sitio o la contraseña en la bóveda (sitewright secrets set) y vuelva a empezar.',
    },
  },
  'storage.not-trusted': {
    severity: 'error',
    summary: {
      en: '{server} of the storage {storage} shows a certificate that {host} does not trust.',
      es: '{server}, del almacenamiento {storage}, muestra un certificado en el que {host} no confía.',
    },
    hint: {
      en: 'Compare the fingerprint on the dashboard of {server} with fingerprint in the site file.',
      es: 'Compare la huella que muestra el panel de {server} con fingerprint del archivo del sitio.',
    },
  },
  'storage.no-datastore': {
    severity: 'error',
    summary: {
      en: '{server} has no datastore {datastore} that {user} may use.',
      es: '{server} no tiene ningún datastore {datastore} que {user} pueda usar.',
    },
    hint: {
      en: 'Correct the name in the site file, or give {user} the role DatastoreBackup on it in the backup server.',
      es: 'Corrija el nombre en el archivo del sitio o dé a {user} el rol DatastoreBackup sobre él en el servidor de copias.',
    },
  },
  'storage.not-activated': {
    severity: 'error',
    summary: {
      en: '{host} could not activate the storage {storage}; it was not added.',
      es: '{host} no pudo activar el almacenamiento {storage}; no se añadió.',
    },
    hint: {
      en: 'Read what the node said below; correct that and start again.',
      es: 'Lea lo que dijo el nodo más abajo; corríjalo y vuelva a empezar.',
    },
  },
  'storage.inactive': {
    severity: 'warning',
    retryable: true,
    summary: {
      en: 'The storage {storage} is defined, and {host} does not find it active.',
      es: 'El almacenamiento {storage} está definido y {host} no lo encuentra activo.',
    },
    hint: {
      en: 'Look at «pvesm status» on {host}; what the storage lies on (its pool, its disk, its server) is missing there. Correct that, or leave {host} out of the nodes of {storage}.',
      es: 'Mire «pvesm status» en {host}; allí falta aquello en lo que está el almacenamiento (su pool, su disco, su servidor). Corríjalo o quite {host} de los nodos de {storage}.',
    },
  },
  'storage.other-kind': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} exists already as {seen}; the site says {wanted}.',
      es: 'El almacenamiento {storage} ya existe como {seen}; el sitio dice {wanted}.',
    },
    hint: {
      en: 'Give the storage another id in the site file, or remove the existing one yourself.',
      es: 'Dé otro id al almacenamiento en el archivo del sitio o quite usted el existente.',
    },
  },
});

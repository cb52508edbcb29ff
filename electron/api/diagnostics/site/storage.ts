import { catalogue } from '../catalogue.ts';

/** Storage, virtual machines and their copies. */
export const siteStorageDiagnostics = catalogue({
  'site.serial-unsaid': {
    severity: 'error',
    summary: {
      en: 'Nothing says yet which disk of {name} is for the storage {storage}.',
      es: 'Aún nada dice qué disco de {name} es para el almacenamiento {storage}.',
    },
    hint: {
      en: 'Write the serial on the label of its data disk in place of the question mark.',
      es: 'Escriba el número de serie de la etiqueta de su disco de datos en lugar del signo de interrogación.',
    },
  },
  'site.disk-is-system-disk': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} wants the disk {serial} of {name}, which is its system disk.',
      es: 'El almacenamiento {storage} quiere el disco {serial} de {name}, que es su disco de sistema.',
    },
    hint: { en: 'Name the data disk of {name}.', es: 'Indique el disco de datos de {name}.' },
  },
  'site.disk-of-two-storages': {
    severity: 'error',
    summary: {
      en: 'The disk {serial} of {name} is named for {a} and for {b}.',
      es: 'El disco {serial} de {name} se indica para {a} y para {b}.',
    },
    hint: {
      en: 'A disk is for one storage. Correct one of the serials.',
      es: 'Un disco es de un solo almacenamiento. Corrija uno de los números de serie.',
    },
  },
  'site.disk-twice': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} names the disk {serial} of {name} twice.',
      es: 'El almacenamiento {storage} indica dos veces el disco {serial} de {name}.',
    },
    hint: {
      en: 'Each disk of a pool is another one. Correct one of the serials.',
      es: 'Cada disco de un pool es distinto. Corrija uno de los números de serie.',
    },
  },
  'site.raid-single-many': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} names {have} disks of {name} and is single, which takes one.',
      es: 'El almacenamiento {storage} indica {have} discos de {name} y es single, que usa uno solo.',
    },
    hint: {
      en: 'Add raid: mirror keeps the data when a disk dies, raidz gives more room from three disks on. Or leave one serial.',
      es: 'Añada raid: mirror conserva los datos si falla un disco, raidz da más espacio a partir de tres. O deje un solo número de serie.',
    },
  },
  'site.raid-too-few': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} is {raid}, which needs at least {need} disks; of {name} it names {have}.',
      es: 'El almacenamiento {storage} es {raid}, que necesita al menos {need} discos; de {name} indica {have}.',
    },
    hint: {
      en: 'Name further serials in disks of {name}, or choose another raid.',
      es: 'Indique más números de serie en disks de {name} o elija otro raid.',
    },
  },
  'site.raid-odd': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} is raid10, which pairs its disks; of {name} it names {have}.',
      es: 'El almacenamiento {storage} es raid10, que empareja sus discos; de {name} indica {have}.',
    },
    hint: {
      en: 'Name an even number of disks, or choose another raid.',
      es: 'Indique un número par de discos o elija otro raid.',
    },
  },
  'site.raid-sizes-differ': {
    severity: 'warning',
    summary: {
      en: 'The disks of {name} that stand for each other in {storage} differ in size ({sizes}).',
      es: 'Los discos de {name} que se respaldan entre sí en {storage} tienen tamaños distintos ({sizes}).',
    },
    hint: {
      en: 'ZFS refuses to put together what differs by more than 16 MiB. Use disks of one size, or correct sizeGb in the inventory.',
      es: 'ZFS rehúsa unir los que difieren en más de 16 MiB. Use discos del mismo tamaño o corrija sizeGb en el inventario.',
    },
  },
  'site.pool-name-reserved': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} wants a pool named {pool}, a name that ZFS or the Proxmox installer keeps for itself.',
      es: 'El almacenamiento {storage} quiere un pool llamado {pool}, nombre que ZFS o el instalador de Proxmox se reserva.',
    },
    hint: {
      en: 'Choose another name, for example data.',
      es: 'Elija otro nombre, por ejemplo data.',
    },
  },
  'site.wipe-unknown': {
    severity: 'error',
    summary: {
      en: '{storage} allows the disk {serial} to be wiped, but that is none of its disks.',
      es: '{storage} permite borrar el disco {serial}, pero no es ninguno de sus discos.',
    },
    hint: {
      en: 'Correct the serial in allowWipe, or remove it.',
      es: 'Corrija el número de serie de allowWipe o quítelo.',
    },
  },
  'site.disk-not-of-node': {
    severity: 'error',
    summary: {
      en: '{storage} names a disk of {name}, which is not among its nodes.',
      es: '{storage} indica un disco de {name}, que no está entre sus nodos.',
    },
    hint: {
      en: 'Add {name} to nodes of {storage}, or remove its disk.',
      es: 'Añada {name} a nodes de {storage} o quite su disco.',
    },
  },
  'site.storage-place-twice': {
    severity: 'error',
    summary: {
      en: 'The storages {a} and {b} lie in the same place ({place}).',
      es: 'Los almacenamientos {a} y {b} están en el mismo sitio ({place}).',
    },
    hint: {
      en: 'Proxmox would count everything twice and delete under the other one. Keep one of them and give it both contents.',
      es: 'Proxmox contaría todo dos veces y borraría bajo el otro. Deje uno de ellos y dele los dos contenidos.',
    },
  },
  'site.password-alone': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} has a user without a password, or a password without a user.',
      es: 'El almacenamiento {storage} tiene un usuario sin contraseña o una contraseña sin usuario.',
    },
    hint: {
      en: 'Give both, or neither for a share that is open to all.',
      es: 'Indique ambos, o ninguno si el recurso está abierto a todos.',
    },
  },
  'site.storage-id-reserved': {
    severity: 'error',
    summary: {
      en: 'The storage id {storage} belongs to the Proxmox installation itself.',
      es: 'El id de almacenamiento {storage} es de la propia instalación de Proxmox.',
    },
    hint: { en: 'Choose another id, for example vmdata.', es: 'Elija otro id, por ejemplo vmdata.' },
  },
  'site.storage-not-on-node': {
    severity: 'error',
    summary: {
      en: '{name} is on {node}, where the storage {storage} does not exist.',
      es: '{name} está en {node}, donde no existe el almacenamiento {storage}.',
    },
    hint: {
      en: 'Add a disk of {node} to {storage}, or choose another storage.',
      es: 'Añada un disco de {node} a {storage}, o elija otro almacenamiento.',
    },
  },
  'site.storage-not-at-template': {
    severity: 'error',
    summary: {
      en: '{name} is cloned from {template} on {node}, where its storage {storage} does not exist.',
      es: '{name} se clona de {template} en {node}, donde no existe su almacenamiento {storage}.',
    },
    hint: {
      en: 'The clone is made on {node} and carried to its node afterwards. Add a disk of {node} to {storage}, or use a template of the node of {name}.',
      es: 'El clon se hace en {node} y después se lleva a su nodo. Añada un disco de {node} a {storage}, o use una plantilla del nodo de {name}.',
    },
  },
  'site.storage-content': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} of {name} does not take disks of machines (content images).',
      es: 'El almacenamiento {storage} de {name} no admite discos de máquinas (contenido images).',
    },
    hint: { en: 'Add "images" to its content.', es: 'Añada "images" a su content.' },
  },
  'site.replication-not-zfs': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated, but its storage {storage} is not ZFS.',
      es: '{machine} se ha de replicar, pero su almacenamiento {storage} no es ZFS.',
    },
    hint: { en: 'Put it on a storage of type zfspool.', es: 'Póngala en un almacenamiento de tipo zfspool.' },
  },
  'site.replication-storage': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated to {node}, where the ZFS storage {storage} does not exist. Replication needs the same one on both ends.',
      es: '{machine} se ha de replicar a {node}, donde no existe el almacenamiento ZFS {storage}. La réplica necesita el mismo en los dos extremos.',
    },
    hint: { en: 'Add the data disk of {node} to {storage}.', es: 'Añada el disco de datos de {node} a {storage}.' },
  },
  'site.replication-own-node': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated to {node}, where it already runs.',
      es: '{machine} se ha de replicar a {node}, donde ya corre.',
    },
    hint: { en: 'Name another node.', es: 'Indique otro nodo.' },
  },
  'site.replication-twice': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated to {node} twice.',
      es: '{machine} se ha de replicar dos veces a {node}.',
    },
    hint: { en: 'Name each node once.', es: 'Indique cada nodo una vez.' },
  },
  'site.ha-without-copy': {
    severity: 'error',
    summary: {
      en: '{machine} asks for automatic failover, but its disk is on {node} only.',
      es: '{machine} pide relevo automático, pero su disco solo está en {node}.',
    },
    hint: { en: 'Add a replication to another node.', es: 'Añada una réplica a otro nodo.' },
  },
  'site.disk-too-small': {
    severity: 'error',
    summary: {
      en: 'The machines and templates on {storage} of {node} take {need} GB, its disk has {have} GB.',
      es: 'Las máquinas y plantillas en {storage} de {node} ocupan {need} GB; su disco tiene {have} GB.',
    },
    hint: { en: 'Shrink the disks or use a larger one.', es: 'Reduzca los discos o use uno mayor.' },
  },
  'site.cores-above-node': {
    severity: 'error',
    summary: {
      en: '{machine} wants {cores} cores, {node} has {have}; Proxmox does not start it.',
      es: '{machine} pide {cores} núcleos y {node} tiene {have}; Proxmox no la arranca.',
    },
    hint: { en: 'Give it at most {have}.', es: 'Dele como máximo {have}.' },
  },
  'site.overcommit': {
    severity: 'error',
    summary: {
      en: 'The machines on {node} want {need} GiB of memory; {have} GiB are there, of which 2 stay for Proxmox.',
      es: 'Las máquinas de {node} piden {need} GiB de memoria; hay {have} GiB, de los que 2 quedan para Proxmox.',
    },
    hint: { en: 'Give them less memory or move one.', es: 'Deles menos memoria o mueva una.' },
  },
  'site.overcommit-after-failure': {
    severity: 'warning',
    summary: {
      en: 'If {failed} dies, {node} carries {need} GiB of machines; it has {have} GiB, of which 2 stay for Proxmox.',
      es: 'Si {failed} cae, {node} carga con {need} GiB de máquinas; tiene {have} GiB, de los que 2 quedan para Proxmox.',
    },
    hint: {
      en: 'Give the machines less memory or {node} more.',
      es: 'Dé menos memoria a las máquinas o más a {node}.',
    },
  },
});

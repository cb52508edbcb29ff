import { catalogue } from './catalogue.ts';

/** Backup jobs: what the site file may say, and what is met on the cluster. */
export const backupDiagnostics = catalogue({
  'backup.job-of-others': {
    severity: 'error',
    summary: {
      en: 'The cluster has a job {job} that Sitewright did not make for this site.',
      es: 'El clúster tiene una tarea {job} que Sitewright no creó para este sitio.',
    },
    hint: {
      en: 'Give the job another id in site.toml, or remove that job in Datacenter > Backup if nobody needs it. It was not changed.',
      es: 'Dé otro id a la tarea en site.toml o elimine esa tarea en Centro de datos > Copia de seguridad si nadie la necesita. No se cambió.',
    },
  },
  'backup.job-not-taken': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The backup job {job} was written and still reads otherwise.',
      es: 'La tarea de copia {job} se escribió y aún se lee distinta.',
    },
    hint: {
      en: 'Look whether somebody changes it in Datacenter > Backup at the same time, then apply again.',
      es: 'Mire si alguien la cambia al mismo tiempo en Centro de datos > Copia de seguridad y aplique de nuevo.',
    },
  },
  'backup.keeps-nothing-said': {
    severity: 'error',
    summary: {
      en: 'The backup job {job} does not say how many backups are kept.',
      es: 'La tarea de copia {job} no dice cuántas copias se conservan.',
    },
    hint: {
      en: 'Add at least one number to keep, for example last = 3. Without it Proxmox keeps every backup until the storage is full.',
      es: 'Añada al menos un número a keep, por ejemplo last = 3. Sin él Proxmox conserva todas las copias hasta que el almacenamiento se llena.',
    },
  },
  'backup.schedule-unknown': {
    severity: 'error',
    summary: {
      en: 'The backup job {job} has the schedule "{schedule}", which Proxmox does not take.',
      es: 'La tarea de copia {job} tiene el horario «{schedule}», que Proxmox no admite.',
    },
    hint: {
      en: 'Write a calendar event such as 21:00, sat 03:00 or mon..fri 22:30.',
      es: 'Escriba un evento de calendario como 21:00, sat 03:00 o mon..fri 22:30.',
    },
  },
  'backup.storage-unfit': {
    severity: 'error',
    summary: {
      en: 'The backup job {job} writes to {storage}, which takes no backups.',
      es: 'La tarea de copia {job} escribe en {storage}, que no admite copias de seguridad.',
    },
    hint: {
      en: 'Add backup to the content of {storage}, or name a storage that has it: {known}.',
      es: 'Añada backup al contenido de {storage} o nombre un almacenamiento que lo tenga: {known}.',
    },
  },
  'backup.storage-not-there': {
    severity: 'error',
    summary: {
      en: 'The backup job {job} takes {machine} along, which may run on {node}, where {storage} is not.',
      es: 'La tarea de copia {job} incluye {machine}, que puede correr en {node}, donde no está {storage}.',
    },
    hint: {
      en: 'Let {storage} be on {node} too, or leave {machine} out of the job. On a node without the storage the backup fails.',
      es: 'Ponga {storage} también en {node} o saque {machine} de la tarea. En un nodo sin el almacenamiento la copia falla.',
    },
  },
  'backup.same-id': {
    severity: 'error',
    summary: {
      en: 'Two backup jobs have the id {job}.',
      es: 'Dos tareas de copia tienen el id {job}.',
    },
    hint: {
      en: 'Give one of them another id.',
      es: 'Dé otro id a una de ellas.',
    },
  },
  'backup.on-one-node': {
    severity: 'warning',
    summary: {
      en: 'The backups of job {job} lie on the node on which the machine runs ({storage}).',
      es: 'Las copias de la tarea {job} quedan en el mismo nodo en que corre la máquina ({storage}).',
    },
    hint: {
      en: 'They help against a mistake, not against a lost node. Name a storage that is another machine (NFS, CIFS, Proxmox Backup Server) where there is one.',
      es: 'Ayudan contra un error, no contra la pérdida de un nodo. Nombre un almacenamiento que esté en otra máquina (NFS, CIFS, Proxmox Backup Server) si lo hay.',
    },
  },
});

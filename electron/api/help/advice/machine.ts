import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';
import { ON_NODE, ON_THAT_NODE } from '../check.ts';

/** Met with disks and virtual machines. */
export const MACHINE_ADVICE = {
  'preflight.no-virtualisation': {
    why: {
      en: 'Virtualisation is off in the firmware; without it no machine starts.',
      es: 'La virtualización está desactivada en el firmware; sin ella no arranca ninguna máquina.',
    },
    todo: [
      {
        en: 'Switch on Intel VT-x (Virtualization Technology) or AMD SVM in the firmware, save, restart.',
        es: 'Active Intel VT-x (Virtualization Technology) o AMD SVM en el firmware, guarde y reinicie.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: "grep -cE 'vmx|svm' /proc/cpuinfo",
        tells: { en: '0 means off', es: '0 significa desactivada' },
      },
    ],
    related: ['arrival.no-virtualisation'],
  },
  'preflight.disk-failing': {
    why: { en: 'The disk itself says that it will fail soon.', es: 'El propio disco anuncia que va a fallar.' },
    todo: [
      {
        en: 'Replace it now, while it costs nothing but a disk; write the new serial into the plan.',
        es: 'Cámbielo ahora, cuando solo cuesta un disco; escriba el nuevo número de serie en el plan.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'smartctl -H -A /dev/DISK',
        tells: { en: 'its health and its counters', es: 'su salud y sus contadores' },
      },
    ],
  },
  'storage.disk-in-use': {
    why: {
      en: 'The planned data disk holds something: an old system, a pool, partitions. It may be the only copy of somebody’s data.',
      es: 'El disco de datos previsto contiene algo: un sistema antiguo, un pool, particiones. Puede ser la única copia de los datos de alguien.',
    },
    todo: [
      {
        en: 'Ask the customer what it is; the serial is on its label.',
        es: 'Pregunte al cliente qué es; el número de serie está en la etiqueta.',
      },
      {
        en: 'It may go: type its serial. It is needed: put in another disk and name that one in the plan.',
        es: 'Se puede perder: escriba su número de serie. Hace falta: ponga otro disco e indíquelo en el plan.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'lsblk -o NAME,SIZE,FSTYPE,LABEL,SERIAL; zpool import',
        tells: {
          en: 'what is on the disks, and pools that are not imported',
          es: 'lo que hay en los discos y los pools sin importar',
        },
      },
    ],
    related: ['storage.pool-of-other-system', 'storage.disk-is-system'],
  },
  'storage.disk-missing': {
    why: {
      en: 'No disk with this serial is seen: mistyped, not plugged in, or hidden by a RAID controller.',
      es: 'No se ve ningún disco con ese número de serie: mal escrito, sin conectar u oculto por una controladora RAID.',
    },
    todo: [
      {
        en: 'Compare with the disks listed below; set the controller to HBA or JBOD.',
        es: 'Compare con los discos de abajo; ponga la controladora en HBA o JBOD.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'lsblk -d -o NAME,SIZE,MODEL,SERIAL',
        tells: { en: 'the disks with their serials', es: 'los discos con sus números de serie' },
      },
    ],
  },
  'storage.pool-degraded': {
    why: {
      en: 'A disk of the pool is lost. Everything works, without a reserve.',
      es: 'Se perdió un disco del pool. Todo funciona, pero sin reserva.',
    },
    todo: [
      {
        en: 'Replace the disk, then let the pool rebuild before anything else is done on this node.',
        es: 'Cambie el disco y deje que el pool se reconstruya antes de hacer otra cosa en este nodo.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'zpool status -v',
        tells: {
          en: 'which disk is lost, and how far a rebuild is',
          es: 'qué disco falta y cómo va la reconstrucción',
        },
      },
    ],
    related: ['storage.pool-has-errors'],
  },
  'storage.inactive': {
    why: {
      en: 'Proxmox knows the storage and does not find what it lies on.',
      es: 'Proxmox conoce el almacenamiento y no encuentra aquello sobre lo que está.',
    },
    todo: [
      {
        en: 'A pool: import it. A server: is it on and in the same network. Then Retry.',
        es: 'Un pool: impórtelo. Un servidor: ¿está encendido y en la misma red? Después reintente.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'pvesm status; zpool list; zpool import',
        tells: { en: 'active or not, and which pools are there', es: 'si está activo y qué pools hay' },
      },
    ],
  },
  'pve.guest-locked': {
    why: {
      en: 'A backup, migration or clone holds the machine; one that broke off leaves its lock behind.',
      es: 'Una copia, migración o clonación retiene la máquina; si se interrumpió, deja el bloqueo.',
    },
    todo: [
      {
        en: 'Look whether such a task still runs. Only if none does, unlock.',
        es: 'Mire si esa tarea sigue en marcha. Solo si no, desbloquee.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'pvesh get /cluster/tasks; qm config NUMBER | grep lock',
        tells: { en: 'what runs, and which lock it is', es: 'lo que está en marcha y qué bloqueo es' },
      },
      {
        where: ON_THAT_NODE,
        command: 'qm unlock NUMBER',
        tells: { en: 'takes the lock away', es: 'quita el bloqueo' },
      },
    ],
  },
  'pve.disk-full': {
    why: {
      en: 'Old ISO files, backups and logs fill the system disk; Proxmox then cannot even write its configuration.',
      es: 'ISO antiguas, copias y registros llenan el disco del sistema; Proxmox ya no puede ni guardar su configuración.',
    },
    todo: [{ en: 'Free a few GB, then Retry.', es: 'Libere unos GB y reintente.' }],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'df -h / /var/lib/vz; du -xh /var --max-depth=2 | sort -h | tail',
        tells: { en: 'how full, and what takes the room', es: 'cuánto queda y qué lo ocupa' },
      },
    ],
    related: ['preflight.space'],
  },
  'pve.lock-busy': {
    why: {
      en: 'Proxmox lets one change of a file of the cluster happen at a time. Without quorum the same words appear.',
      es: 'Proxmox permite un solo cambio a la vez en un archivo del clúster. Sin quórum aparecen las mismas palabras.',
    },
    todo: [
      {
        en: 'Wait for the other task and Retry; if it stays, look at the quorum.',
        es: 'Espere a la otra tarea y reintente; si persiste, mire el quórum.',
      },
    ],
    checks: [
      {
        where: ON_NODE,
        command: 'pvecm status; pvesh get /cluster/tasks',
        tells: { en: 'quorum, and what runs', es: 'el quórum y lo que está en marcha' },
      },
    ],
    related: ['pve.no-quorum'],
  },
  'machine.not-answering': {
    why: {
      en: 'The machine runs and is not reached: bridge, address, gateway, or its first start is not over.',
      es: 'La máquina funciona y no se alcanza: puente, dirección, puerta de enlace o su primer arranque no ha terminado.',
    },
    todo: [
      {
        en: 'Open its console in the Proxmox page: a login prompt means network, anything else means it is still starting.',
        es: 'Abra su consola en la página de Proxmox: un inicio de sesión indica red; otra cosa, que aún arranca.',
      },
      {
        en: 'A bridge that does not exist is accepted by Proxmox when planned and fails at the start.',
        es: 'Proxmox acepta un puente que no existe al configurarlo y falla al arrancar.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'qm config NUMBER; ip -br link show type bridge',
        tells: { en: 'its bridge, and the bridges there are', es: 'su puente y los puentes que hay' },
      },
      {
        where: ON_THAT_NODE,
        command: 'qm terminal NUMBER',
        tells: { en: 'its screen in the terminal; Ctrl+O ends it', es: 'su pantalla en la terminal; Ctrl+O la cierra' },
      },
    ],
    related: ['machine.cloud-init-failed', 'machine.agent-silent'],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;

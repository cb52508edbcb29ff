import { ON_LAPTOP, ON_MACHINE, ON_THAT_NODE } from '../check.ts';
import type { Topic } from '../topic.ts';

/** Storages, virtual machines, Docker and the dashboard. */
export const MACHINE_TOPICS = {
  'storage-inactive': {
    symptom: {
      en: 'A storage shows a question mark or is not active',
      es: 'Un almacenamiento muestra un interrogante o no está activo',
    },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'pvesm status; zpool status; zpool import',
        tells: {
          en: 'which one is inactive, and whether its pool is there or only not imported',
          es: 'cuál está inactivo y si su pool está o solo falta importarlo',
        },
      },
    ],
    remedy: [
      {
        en: 'A pool of this node that was not imported: zpool import NAME.',
        es: 'Un pool de este nodo sin importar: zpool import NOMBRE.',
      },
      {
        en: 'A server (NFS, CIFS, PBS): reach it first, then it becomes active by itself.',
        es: 'Un servidor (NFS, CIFS, PBS): alcáncelo antes; después se activa solo.',
      },
    ],
    codes: ['storage.inactive', 'storage.pool-broken', 'storage.unreachable'],
  },
  'old-data-on-disk': {
    symptom: { en: 'The data disk still holds something', es: 'El disco de datos aún contiene algo' },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'lsblk -o NAME,SIZE,FSTYPE,LABEL,SERIAL; wipefs -n /dev/DISK',
        tells: { en: 'what is on it; -n only looks', es: 'lo que contiene; -n solo mira' },
      },
    ],
    remedy: [
      {
        en: 'Ask whose data it is. If it may go, type the serial of the disk in Sitewright; nothing is erased without that.',
        es: 'Pregunte de quién son los datos. Si se pueden perder, escriba el número de serie en Sitewright; sin eso no se borra nada.',
      },
    ],
    codes: ['storage.disk-in-use', 'storage.pool-of-other-system', 'storage.pool-other-layout'],
  },
  'machine-no-address': {
    symptom: {
      en: 'The virtual machine was made and has no address',
      es: 'La máquina virtual se creó y no tiene dirección',
    },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'qm config NUMBER | grep -E "net0|ipconfig0"; ip -br link show type bridge',
        tells: {
          en: 'bridge and address it was given, and the bridges that exist',
          es: 'el puente y la dirección que se le dio y los puentes que existen',
        },
      },
      {
        where: ON_THAT_NODE,
        command: 'qm terminal NUMBER',
        tells: { en: 'how far it started; Ctrl+O ends it', es: 'hasta dónde arrancó; Ctrl+O la cierra' },
      },
    ],
    remedy: [
      {
        en: 'Correct bridge, address or gateway on the page Machines and stacks, then apply.',
        es: 'Corrija puente, dirección o puerta de enlace en la página Máquinas y aplicaciones y aplique.',
      },
      {
        en: 'Is the address free? Another device there makes it come and go.',
        es: '¿Está libre la dirección? Otro aparato en ella la hace ir y venir.',
      },
    ],
    codes: ['machine.not-answering', 'machine.cloud-init-failed', 'preflight.address-taken'],
  },
  'machine-does-not-start': {
    symptom: { en: 'A virtual machine does not start', es: 'Una máquina virtual no arranca' },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'qm start NUMBER; qm config NUMBER',
        tells: {
          en: 'the reason in one line: locked, KVM, bridge, storage, memory',
          es: 'el motivo en una línea: bloqueo, KVM, puente, almacenamiento, memoria',
        },
      },
      {
        where: ON_THAT_NODE,
        command: "grep -cE 'vmx|svm' /proc/cpuinfo; free -g",
        tells: {
          en: '0: virtualisation is off; and the memory that is free',
          es: '0: la virtualización está desactivada; y la memoria libre',
        },
      },
    ],
    remedy: [
      {
        en: 'Locked: see whether a backup or migration runs; only then qm unlock.',
        es: 'Bloqueada: vea si hay una copia o migración; solo después qm unlock.',
      },
      {
        en: '«no zvol device link»: its disk is not on this node; start it where the disk is.',
        es: '«no zvol device link»: su disco no está en este nodo; arránquela donde esté.',
      },
    ],
    codes: ['pve.guest-locked', 'preflight.no-virtualisation', 'check.machine-not-running'],
  },
  'docker-silent': {
    symptom: { en: 'Docker does not answer in the machine', es: 'Docker no contesta en la máquina' },
    checks: [
      {
        where: ON_MACHINE,
        command: 'systemctl status docker; journalctl -u docker -n 40; df -h /',
        tells: {
          en: 'why it does not run; a full disk is the usual reason',
          es: 'por qué no funciona; lo habitual es un disco lleno',
        },
      },
    ],
    remedy: [
      {
        en: 'Free space (docker image prune removes images that nothing uses), then systemctl restart docker.',
        es: 'Libere espacio (docker image prune quita imágenes sin uso) y después systemctl restart docker.',
      },
      {
        en: 'Docker is not installed: the bundle lacks its packages; make it again where there is internet.',
        es: 'Docker no está instalado: faltan sus paquetes en el paquete; hágalo de nuevo donde haya internet.',
      },
    ],
    codes: ['check.docker-silent', 'stack.packages-missing'],
  },
  'container-restarts': {
    symptom: { en: 'A container restarts again and again', es: 'Un contenedor se reinicia una y otra vez' },
    checks: [
      {
        where: ON_MACHINE,
        command: 'docker ps -a; docker logs --tail 50 CONTAINER',
        tells: { en: 'which one, and its last words', es: 'cuál y sus últimas palabras' },
      },
      {
        where: ON_MACHINE,
        command: 'docker inspect -f "{{.State.ExitCode}} {{.State.OOMKilled}}" CONTAINER',
        tells: { en: '137 and true: too little memory', es: '137 y true: falta memoria' },
      },
    ],
    remedy: [
      {
        en: 'A wrong option or password: correct it in the site and apply; a change in the machine is overwritten.',
        es: 'Una opción o contraseña equivocada: corríjala en el sitio y aplique; un cambio en la máquina se sobrescribe.',
      },
      { en: 'Too little memory: give the machine more.', es: 'Falta memoria: dé más a la máquina.' },
    ],
    codes: ['stack.not-healthy', 'stack.rolled-back', 'check.service-down'],
  },
  'image-not-found': {
    symptom: {
      en: 'A container image cannot be found on site',
      es: 'No se encuentra una imagen de contenedor en el sitio',
    },
    checks: [
      {
        where: ON_MACHINE,
        command: 'docker images --digests',
        tells: { en: 'what is loaded, by digest', es: 'lo que está cargado, por huella' },
      },
      {
        where: ON_LAPTOP,
        command: 'sitewright bundle verify BUNDLE-FOLDER',
        tells: { en: 'whether the bundle is whole', es: 'si el paquete está completo' },
      },
    ],
    remedy: [
      {
        en: 'The bundle is older than the site: make it again where there is internet, push it, apply.',
        es: 'El paquete es anterior al sitio: hágalo de nuevo donde haya internet, envíelo y aplique.',
      },
    ],
    codes: ['stack.image-missing', 'check.registry-image-missing', 'bundle.need-missing'],
  },
  'dashboard-empty': {
    symptom: { en: 'The dashboard opens and shows no figures', es: 'El panel se abre y no muestra cifras' },
    checks: [
      {
        where: ON_MACHINE,
        command: 'docker ps --format "{{.Names}} {{.Status}}"; docker logs --tail 50 COLLECTOR',
        tells: {
          en: '401: token; timeout: address or port 8006; certificate: time',
          es: '401: token; tiempo agotado: dirección o puerto 8006; certificado: hora',
        },
      },
      {
        where: ON_MACHINE,
        command: 'curl -k https://NODE-ADDRESS:8006/',
        tells: { en: 'whether Proxmox is reached from the machine', es: 'si se alcanza Proxmox desde la máquina' },
      },
    ],
    remedy: [
      {
        en: 'Run Install again: it puts the user, the token and the address of the collector right.',
        es: 'Ejecute Instalación de nuevo: corrige usuario, token y dirección del colector.',
      },
      { en: 'The first figures need a minute or two.', es: 'Las primeras cifras tardan uno o dos minutos.' },
    ],
    codes: ['check.no-samples', 'check.collector-error', 'access.no-token-secret'],
  },
  'disk-full': {
    symptom: { en: 'A node or this laptop has no space left', es: 'A un nodo o a este portátil no le queda espacio' },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'df -h; du -xh /var --max-depth=2 | sort -h | tail',
        tells: { en: 'which disk, and what fills it', es: 'qué disco y qué lo llena' },
      },
    ],
    remedy: [
      {
        en: 'Old ISO files and backups in /var/lib/vz, old kernels (apt autoremove), the journal (journalctl --vacuum-size=200M).',
        es: 'ISO y copias antiguas en /var/lib/vz, núcleos antiguos (apt autoremove), el diario (journalctl --vacuum-size=200M).',
      },
      { en: 'Then Retry: what is done is recognised.', es: 'Después reintente: lo hecho se reconoce.' },
    ],
    codes: ['pve.disk-full', 'preflight.space', 'run.laptop-disk-full', 'deploy.host-full'],
  },
  'run-broke-off': {
    symptom: {
      en: 'The installation broke off: laptop closed, cable out, power cut',
      es: 'La instalación se cortó: portátil cerrado, cable suelto, corte de luz',
    },
    checks: [
      {
        where: ON_LAPTOP,
        command: 'sitewright plan site.toml',
        tells: { en: 'what is done and what would still be changed', es: 'lo hecho y lo que aún se cambiaría' },
      },
    ],
    remedy: [
      {
        en: 'Start again. Each step looks first and does only what is missing; work that goes on at a node is found again.',
        es: 'Vuelva a empezar. Cada paso mira antes y hace solo lo que falta; lo que sigue en marcha en un nodo se vuelve a encontrar.',
      },
      {
        en: 'Another laptop holds the lock: ask there before taking over.',
        es: 'Otro portátil tiene el bloqueo: pregunte allí antes de tomar el control.',
      },
    ],
    codes: ['run.was-interrupted', 'transport.connection-lost', 'run.site-lock-stale', 'run.plan-stale'],
  },
} as const satisfies Readonly<Record<string, Topic>>;

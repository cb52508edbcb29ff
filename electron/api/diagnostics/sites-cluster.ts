import { catalogue } from './catalogue.ts';

/** A site read from a cluster that runs: what could not be read, is assumed, or has no place in a site file. */
export const sitesClusterDiagnostics = catalogue({
  'sites.cluster-address': {
    severity: 'error',
    summary: {
      en: '{value} is not an address of a machine.',
      es: '{value} no es la dirección de un equipo.',
    },
    hint: {
      en: "Write the management address of one of the cluster's nodes, such as 192.168.1.11.",
      es: 'Escriba la dirección de gestión de uno de los nodos del clúster, como 192.168.1.11.',
    },
  },
  'sites.cluster-no-node': {
    severity: 'error',
    summary: {
      en: 'The machine at {address} is no Proxmox VE node that says what its cluster is.',
      es: 'El equipo de {address} no es un nodo de Proxmox VE que diga cuál es su clúster.',
    },
    hint: {
      en: 'Check the address. On a node, the cluster file system must be mounted: look at "systemctl status pve-cluster" there.',
      es: 'Compruebe la dirección. En un nodo debe estar montado el sistema de archivos del clúster: mire allí «systemctl status pve-cluster».',
    },
  },
  'sites.cluster-key-file': {
    severity: 'error',
    summary: {
      en: 'The file {path} is not a private SSH key that can be used.',
      es: 'El archivo {path} no es una clave SSH privada que se pueda usar.',
    },
    hint: {
      en: 'Choose the private half of a key without a passphrase, or log in with the password of root.',
      es: 'Elija la mitad privada de una clave sin frase de paso, o entre con la contraseña de root.',
    },
  },
  'sites.cluster-login': {
    severity: 'error',
    summary: {
      en: 'The node at {address} did not let root in.',
      es: 'El nodo de {address} no dejó entrar a root.',
    },
    hint: {
      en: 'Check the password or the key. A node that takes no password for root over SSH needs a key that its authorized_keys names.',
      es: 'Compruebe la contraseña o la clave. Un nodo que no admite contraseña de root por SSH necesita una clave que conste en su authorized_keys.',
    },
  },
  'sites.cluster-key-unknown': {
    severity: 'error',
    summary: {
      en: 'Nobody has confirmed the host key of {host} yet: {fingerprint}. Nothing was sent to it.',
      es: 'Nadie ha confirmado aún la clave de {host}: {fingerprint}. No se le ha enviado nada.',
    },
    hint: {
      en: 'On the screen of the node itself, "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub" shows its fingerprint. Where it is the same, repeat with --host-key.',
      es: 'En la pantalla del propio nodo, «ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub» muestra su huella. Si es la misma, repita con --host-key.',
    },
  },
  'sites.cluster-reading-gone': {
    severity: 'error',
    summary: {
      en: 'What was read from the cluster is no longer kept.',
      es: 'Lo que se leyó del clúster ya no se conserva.',
    },
    hint: { en: 'Read the cluster again.', es: 'Lea de nuevo el clúster.' },
  },
  'sites.cluster-node-unread': {
    severity: 'warning',
    summary: {
      en: '{host} was not read: its hardware, its interfaces and its pools are missing in the file.',
      es: '{host} no se leyó: faltan en el archivo su hardware, sus interfaces y sus pools.',
    },
    hint: {
      en: 'Read the cluster again when the node answers, or write the missing parts by hand.',
      es: 'Lea de nuevo el clúster cuando el nodo responda, o escriba a mano lo que falta.',
    },
  },
  'sites.cluster-fact-unread': {
    severity: 'warning',
    summary: {
      en: '{what} of {host} could not be read: nothing about it stands in the file.',
      es: '{what} de {host} no se pudo leer: en el archivo no consta nada al respecto.',
    },
    hint: {
      en: 'Unread is not absent. Look at the node, then read the cluster again or write this part by hand.',
      es: 'No leído no significa ausente. Mire el nodo y lea de nuevo el clúster, o escriba a mano esta parte.',
    },
  },
  'sites.cluster-differs': {
    severity: 'warning',
    summary: {
      en: 'The nodes do not agree in {what}; the file says {taken}.',
      es: 'Los nodos no coinciden en {what}; el archivo dice {taken}.',
    },
    hint: {
      en: 'A site says it once for all nodes. The plan shows what it would change; decide which value is right first.',
      es: 'Un sitio lo dice una vez para todos los nodos. El plan muestra lo que cambiaría; decida antes qué valor es el correcto.',
    },
  },
  'sites.cluster-version': {
    severity: 'warning',
    summary: {
      en: 'The cluster runs Proxmox VE {seen}, which a site file cannot name; it says {taken}.',
      es: 'El clúster tiene Proxmox VE {seen}, que un archivo de sitio no puede nombrar; dice {taken}.',
    },
    hint: {
      en: 'Sitewright knows {known}. It shows this cluster; upgrade the nodes before you apply anything.',
      es: 'Sitewright conoce {known}. Muestra este clúster; actualice los nodos antes de aplicar nada.',
    },
  },
  'sites.cluster-assumed': {
    severity: 'warning',
    summary: {
      en: 'Values that the cluster does not say are assumed and marked in the file: {count}.',
      es: 'Los valores que el clúster no dice se suponen y están marcados en el archivo: {count}.',
    },
    hint: {
      en: 'Check them in the file and put the right ones.',
      es: 'Revíselos en el archivo y ponga los correctos.',
    },
  },
  'sites.cluster-not-ours': {
    severity: 'info',
    summary: {
      en: 'Things on the cluster that carry no mark of this site: {count}. They stand in the file as comments only.',
      es: 'Cosas del clúster que no llevan la marca de este sitio: {count}. En el archivo constan solo como comentarios.',
    },
    hint: {
      en: 'Sitewright does not change what it did not make. They stay as they are, and no plan names them.',
      es: 'Sitewright no cambia lo que no ha hecho. Se quedan como están y ningún plan las nombra.',
    },
  },
  'sites.cluster-not-held': {
    severity: 'info',
    summary: {
      en: 'Things on the cluster for which a site file has no words: {count}. They are listed at its end.',
      es: 'Cosas del clúster para las que un archivo de sitio no tiene palabras: {count}. Se enumeran al final.',
    },
    hint: {
      en: 'They stay as they are. Keep your own notes of them: this file does not describe them.',
      es: 'Se quedan como están. Lleve su propia documentación de ellas: este archivo no las describe.',
    },
  },
  'sites.cluster-unmarked': {
    severity: 'info',
    summary: {
      en: 'Nothing on the cluster carries a mark of Sitewright: the site {id} owns nothing there.',
      es: 'Nada en el clúster lleva una marca de Sitewright: al sitio {id} no le pertenece nada allí.',
    },
    hint: {
      en: 'What you add to the plan later is marked when it is made. What is there already is never removed.',
      es: 'Lo que añada después al plan se marca al crearlo. Lo que ya está nunca se retira.',
    },
  },
  'sites.cluster-same-mark': {
    severity: 'info',
    summary: {
      en: 'The cluster carries the marks of the site {id}: the file takes this id, so what that site made counts as its own.',
      es: 'El clúster lleva las marcas del sitio {id}: el archivo toma ese identificador, así que lo que aquel sitio hizo cuenta como suyo.',
    },
    hint: {
      en: 'Its stacks lie inside its machines and were not read: the first plan names what the file does not, and removes nothing by itself.',
      es: 'Sus aplicaciones están dentro de sus máquinas y no se leyeron: el primer plan nombra lo que el archivo no dice y no retira nada por sí mismo.',
    },
  },
  'sites.cluster-several-marks': {
    severity: 'warning',
    summary: {
      en: 'The cluster carries the marks of several sites ({ids}): the file claims none of them and is called {id}.',
      es: 'El clúster lleva las marcas de varios sitios ({ids}): el archivo no reclama ninguna y se llama {id}.',
    },
    hint: {
      en: 'Keep the files of those sites. Where one of them is lost, write its id into this file.',
      es: 'Conserve los archivos de esos sitios. Si uno se ha perdido, escriba su identificador en este archivo.',
    },
  },
  'sites.cluster-witness-unread': {
    severity: 'info',
    summary: {
      en: 'The witness {host} ({address}) was not asked: it is taken to be a Debian machine.',
      es: 'Al testigo {host} ({address}) no se le preguntó: se supone que es un equipo con Debian.',
    },
    hint: {
      en: "Your password is for the cluster alone and is sent to no other machine. Correct the witness's name and system where they are wrong.",
      es: 'Su contraseña es solo para el clúster y no se envía a ningún otro equipo. Corrija el nombre y el sistema del testigo si no son esos.',
    },
  },
  'sites.cluster-secret': {
    severity: 'warning',
    summary: {
      en: 'The password of the storage {storage} was not read; the file names it {name}.',
      es: 'La contraseña del almacenamiento {storage} no se leyó; el archivo la llama {name}.',
    },
    hint: {
      en: 'Put it into the vault under that name before you make a plan.',
      es: 'Guárdela en la caja fuerte con ese nombre antes de hacer un plan.',
    },
  },
  'sites.cluster-key-to-vault': {
    severity: 'info',
    summary: {
      en: 'The site comes with the key that you logged in with; its private half is not in the vault yet.',
      es: 'El sitio usa la clave con la que entró; su mitad privada aún no está en la caja fuerte.',
    },
    hint: {
      en: 'Before the first plan: sitewright secrets set SITE site-ssh-key < KEYFILE, with the file of the private key.',
      es: 'Antes del primer plan: sitewright secrets set SITIO site-ssh-key < ARCHIVO, con el archivo de la clave privada.',
    },
  },
  'sites.cluster-key-to-bring': {
    severity: 'info',
    summary: {
      en: 'The cluster does not know the key of this site yet: no plan can be made before it does.',
      es: 'El clúster aún no conoce la clave de este sitio: antes de eso no se puede hacer ningún plan.',
    },
    hint: {
      en: 'sitewright secrets init SITE makes it; then add the line sshPublicKey of the file to /root/.ssh/authorized_keys of one node: the cluster gives it to all.',
      es: 'sitewright secrets init SITIO la genera; después añada la línea sshPublicKey del archivo a /root/.ssh/authorized_keys de un nodo: el clúster la pasa a todos.',
    },
  },
  'sites.cluster-rehearsed': {
    severity: 'info',
    summary: {
      en: 'This cluster is a simulated one.',
      es: 'Este clúster es simulado.',
    },
    hint: {
      en: 'It was read in a rehearsal; a site that stands is read the same way.',
      es: 'Se leyó en un ensayo; un sitio real se lee de la misma manera.',
    },
  },
});

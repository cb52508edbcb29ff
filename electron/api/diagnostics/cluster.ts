import { catalogue } from './catalogue.ts';

/** What can go wrong with the cluster itself: its making, its members, its votes. */
export const clusterDiagnostics = catalogue({
  'cluster.other-cluster': {
    severity: 'error',
    summary: {
      en: '{host} is already a member of the cluster «{seen}», not of «{wanted}».',
      es: '{host} ya es miembro del clúster «{seen}», no de «{wanted}».',
    },
    hint: {
      en: 'Sitewright does not touch foreign clusters. Correct cluster.name, or install {host} again.',
      es: 'Sitewright no toca clústeres ajenos. Corrija cluster.name o reinstale {host}.',
    },
  },
  'cluster.create-failed': {
    severity: 'error',
    summary: {
      en: 'The cluster «{name}» did not come up on {host} within {seconds} s.',
      es: 'El clúster «{name}» no arrancó en {host} en {seconds} s.',
    },
    hint: {
      en: 'Read what «pvecm create» said below and look at «systemctl status corosync» on {host}.',
      es: 'Lea lo que dijo «pvecm create» más abajo y mire «systemctl status corosync» en {host}.',
    },
  },
  'cluster.address-missing': {
    severity: 'error',
    summary: {
      en: '{host} does not have the address {address} of cluster link {link}.',
      es: '{host} no tiene la dirección {address} del enlace {link} del clúster.',
    },
    hint: {
      en: 'Check links of {host} in the site file and the cable; Proxmox would accept a wrong address and break.',
      es: 'Compruebe links de {host} en el archivo del sitio y el cable; Proxmox aceptaría una dirección errónea y fallaría.',
    },
  },
  'cluster.links-differ': {
    severity: 'error',
    summary: {
      en: 'The cluster uses other link addresses for {host} than the site describes.',
      es: 'El clúster usa para {host} otras direcciones de enlace que las del sitio.',
    },
    hint: {
      en: 'Correct links in the site file to what runs. Links of a running cluster are not changed by Sitewright.',
      es: 'Corrija links en el archivo del sitio según lo que funciona. Sitewright no cambia enlaces de un clúster en marcha.',
    },
  },
  'cluster.joiner-has-guests': {
    severity: 'error',
    summary: {
      en: '{host} already holds virtual machines and so cannot join: {guests}.',
      es: '{host} ya contiene máquinas virtuales y no puede unirse: {guests}.',
    },
    hint: {
      en: 'Move or back up and remove them first; a node that joins must be empty.',
      es: 'Muévalas, o cópielas y elimínelas antes; un nodo que se une debe estar vacío.',
    },
  },
  'cluster.join-refused': {
    severity: 'error',
    summary: {
      en: '{host} did not join the cluster: {reason}.',
      es: '{host} no se unió al clúster: {reason}.',
    },
    hint: {
      en: 'Correct what the command said below, then start again.',
      es: 'Corrija lo que dijo la orden más abajo y vuelva a empezar.',
    },
  },
  'cluster.join-stuck': {
    severity: 'error',
    summary: {
      en: '{host} waited {seconds} s for quorum while joining and did not get it.',
      es: '{host} esperó {seconds} s el cuórum al unirse y no lo obtuvo.',
    },
    hint: {
      en: 'It was taken out again: {first} has quorum and {host} stands alone. Check the cluster link cables (UDP 5405 to 5412 between the nodes), then start again.',
      es: 'Se volvió a sacar: {first} tiene cuórum y {host} está solo. Compruebe los cables de los enlaces del clúster (UDP 5405 a 5412 entre los nodos) y vuelva a empezar.',
    },
  },
  'cluster.join-unsettled': {
    severity: 'error',
    summary: {
      en: '{host} and {first} did not agree within {seconds} s that {host} is a member with quorum.',
      es: '{host} y {first} no coincidieron en {seconds} s en que {host} es un miembro con cuórum.',
    },
    hint: {
      en: 'Nothing was taken back. Compare «pvecm status» on both, check the cluster link cables (UDP 5405 to 5412) and start again: it goes on from what is there.',
      es: 'No se retiró nada. Compare «pvecm status» en ambos, compruebe los cables de los enlaces del clúster (UDP 5405 a 5412) y vuelva a empezar: se continúa desde lo que hay.',
    },
  },
  'cluster.join-not-undone': {
    severity: 'error',
    summary: {
      en: '{host} did not join the cluster, and taking it out again did not work ({reason}).',
      es: '{host} no se unió al clúster y no se pudo volver a sacar ({reason}).',
    },
    hint: {
      en: 'Start again: it is gone on with. If {first} stays read-only, «pvecm expected 1» there frees it for the moment.',
      es: 'Vuelva a empezar: se continúa donde quedó. Si {first} sigue en solo lectura, «pvecm expected 1» allí lo libera por el momento.',
    },
  },
  'cluster.not-alone': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'A broken-off cluster configuration could not be taken off {host}.',
      es: 'No se pudo quitar de {host} una configuración de clúster a medio hacer.',
    },
    hint: {
      en: 'Look at «systemctl status pve-cluster» on {host}, then start again.',
      es: 'Mire «systemctl status pve-cluster» en {host} y vuelva a empezar.',
    },
  },
  'cluster.member-reinstalled': {
    severity: 'error',
    summary: {
      en: '{host} is a newly installed machine, but the cluster «{cluster}» still lists the old one of this name as a member.',
      es: '{host} es una máquina recién instalada, pero el clúster «{cluster}» aún cuenta como miembro a la anterior de ese nombre.',
    },
    hint: {
      en: 'Take the old member out with «sitewright apply --prune» and its name {host}; then the new one joins.',
      es: 'Saque al miembro antiguo con «sitewright apply --prune» y su nombre {host}; después se une el nuevo.',
    },
  },
  'cluster.first-is-new': {
    severity: 'error',
    summary: {
      en: '{host} is the first node of the site and has no cluster, but {other} is a member of «{cluster}»: a second cluster of that name is not made.',
      es: '{host} es el primer nodo del sitio y no tiene clúster, pero {other} es miembro de «{cluster}»: no se crea un segundo clúster con ese nombre.',
    },
    hint: {
      en: 'Take {host} out of the site file and its old member out of the cluster with «sitewright apply --prune» and its name; then name {host} again below {other}, and it joins.',
      es: 'Quite {host} del archivo del sitio y saque su antiguo miembro con «sitewright apply --prune» y su nombre; después vuelva a indicar {host} debajo de {other} y se une.',
    },
  },
  'cluster.member-has-guests': {
    severity: 'error',
    summary: {
      en: '{host} cannot leave the cluster: it still holds the guests {guests}.',
      es: '{host} no puede salir del clúster: aún contiene las máquinas {guests}.',
    },
    hint: {
      en: 'Migrate them to another node, or back them up and remove them; then start again.',
      es: 'Migre las máquinas a otro nodo, o cópielas y elimínelas; después vuelva a empezar.',
    },
  },
  'cluster.member-still-on': {
    severity: 'error',
    summary: {
      en: '{host} is ready to leave the cluster, but it is still switched on.',
      es: '{host} está listo para salir del clúster, pero sigue encendido.',
    },
    hint: {
      en: 'Power {host} off for good (never start it again in this network before it is installed anew), then start again.',
      es: 'Apague {host} definitivamente (no vuelva a encenderlo en esta red sin reinstalarlo) y vuelva a empezar.',
    },
  },
  'cluster.foreign-witness': {
    severity: 'error',
    summary: {
      en: 'The cluster has a witness at {seen} that the site does not name; it has to go before {host} joins or leaves.',
      es: 'El clúster tiene un testigo en {seen} que el sitio no indica; hay que quitarlo antes de que {host} se una o salga.',
    },
    hint: {
      en: 'Name it in cluster.witness, or remove it with «pvecm qdevice remove» on a node.',
      es: 'Indíquelo en cluster.witness o quítelo con «pvecm qdevice remove» en un nodo.',
    },
  },
  'cluster.no-certificate': {
    severity: 'error',
    summary: {
      en: '{host} is a member of the cluster, but has no certificate, and making one again did not help.',
      es: '{host} es miembro del clúster, pero no tiene certificado, y volver a crearlo no sirvió.',
    },
    hint: {
      en: 'Run «pvecm updatecerts --force 1» on {host} and read what it says.',
      es: 'Ejecute «pvecm updatecerts --force 1» en {host} y lea lo que dice.',
    },
  },
  'cluster.member-offline': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} is a member of the cluster and offline.',
      es: '{host} es miembro del clúster y está desconectado.',
    },
    hint: {
      en: 'Start {host} and check its cluster cables; this change needs every member.',
      es: 'Encienda {host} y compruebe sus cables de clúster; este cambio necesita a todos los miembros.',
    },
  },
  'cluster.package-not-in-bundle': {
    severity: 'error',
    summary: {
      en: '{host} needs the package {package}, and the bundle does not have it in {folder}.',
      es: '{host} necesita el paquete {package} y el paquete de contenidos no lo tiene en {folder}.',
    },
    hint: {
      en: 'Make the bundle again on a computer with internet («sitewright bundle make»), then start again.',
      es: 'Vuelva a crear el contenido en un equipo con internet («sitewright bundle make») y vuelva a empezar.',
    },
  },
  'cluster.other-witness': {
    severity: 'error',
    summary: {
      en: 'The cluster has a witness at {seen}; the site names {wanted}.',
      es: 'El clúster tiene un testigo en {seen}; el sitio indica {wanted}.',
    },
    hint: {
      en: 'Remove the old one with «pvecm qdevice remove» on a node, or correct the site file.',
      es: 'Quite el antiguo con «pvecm qdevice remove» en un nodo o corrija el archivo del sitio.',
    },
  },
  'cluster.witness-silent': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The witness {witness} does not give its vote: {seen} of {wanted} votes are there.',
      es: 'El testigo {witness} no da su voto: hay {seen} de {wanted} votos.',
    },
    hint: {
      en: 'Check that {witness} is on, that corosync-qnetd runs there and that the nodes reach its port 5403.',
      es: 'Compruebe que {witness} está encendido, que corosync-qnetd funciona y que los nodos llegan a su puerto 5403.',
    },
  },
});

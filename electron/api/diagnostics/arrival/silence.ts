import { catalogue } from '../catalogue.ts';

/** What it may mean that a machine has been silent for longer than usual, by where it stood before. */
export const arrivalSilenceDiagnostics = catalogue({
  'arrival.silent': {
    severity: 'warning',
    summary: {
      en: '{host} was switched on at {since} and has been silent since.',
      es: '{host} se encendió a las {since} y desde entonces no contesta.',
    },
    hint: {
      en: 'From here to SSH it usually takes {minutes} min. Look at its screen: it may be off and wait for its stick or virtual CD to be pulled, it may have stopped with an error, or its cable is in another network.',
      es: 'De aquí a SSH suele tardar {minutes} min. Mire su pantalla: puede estar apagado y esperar a que se retire su memoria USB o CD virtual, haberse detenido con un error o tener el cable en otra red.',
    },
  },
  'arrival.silent-before-answer': {
    severity: 'warning',
    summary: {
      en: '{host} was switched on at {since} and has not asked for its answer.',
      es: '{host} se encendió a las {since} y no ha pedido su respuesta.',
    },
    hint: {
      en: 'It usually asks within {minutes} min. Look at its screen: does it start from its stick or virtual CD, does it get an address from DHCP, does its cable lead to this network?',
      es: 'Suele pedirla en {minutes} min. Mire su pantalla: ¿arranca de su memoria USB o CD virtual, recibe una dirección por DHCP, su cable lleva a esta red?',
    },
  },
  'arrival.silent-asked': {
    severity: 'warning',
    summary: {
      en: '{host} asked for its answer at {since} and did not take it whole.',
      es: '{host} pidió su respuesta a las {since} y no la recibió entera.',
    },
    hint: {
      en: 'Look at its screen. If it shows a prompt, type: tail /tmp/fetch_answer.log',
      es: 'Mire su pantalla. Si muestra un intérprete de órdenes, escriba: tail /tmp/fetch_answer.log',
    },
  },
  'arrival.silent-installing': {
    severity: 'warning',
    summary: {
      en: '{host} took its answer at {since} and has been silent since.',
      es: '{host} recogió su respuesta a las {since} y desde entonces no contesta.',
    },
    hint: {
      en: 'An installation usually takes {minutes} min. A failed one tells nobody: it stops at a prompt on its own screen. Look at it.',
      es: 'Una instalación suele tardar {minutes} min. Si falla no avisa a nadie: se detiene en su propia pantalla. Mírela.',
    },
  },
  'arrival.silent-restarting': {
    severity: 'warning',
    summary: {
      en: '{host} has been starting since {since}; SSH does not answer on {address}.',
      es: '{host} está arrancando desde las {since}; SSH no contesta en {address}.',
    },
    hint: {
      en: 'A start usually takes {minutes} min. Look at its screen: with its stick or virtual CD still in it may be at the boot menu again; with a login prompt its cable or VLAN is wrong.',
      es: 'Un arranque suele tardar {minutes} min. Mire su pantalla: con su memoria USB o CD virtual puesto puede estar otra vez en el menú de arranque; si pide usuario, su cable o su VLAN no son los correctos.',
    },
  },
  'arrival.silent-start': {
    severity: 'warning',
    summary: {
      en: '{host} has been starting since {since}; SSH does not answer on {address}.',
      es: '{host} está arrancando desde las {since}; SSH no contesta en {address}.',
    },
    hint: {
      en: 'A start usually takes {minutes} min. Look at its screen. With a login prompt: its cable, its VLAN or its address is wrong, or SSH does not run on it.',
      es: 'Un arranque suele tardar {minutes} min. Mire su pantalla. Si pide usuario: su cable, su VLAN o su dirección no son los correctos, o en él no funciona SSH.',
    },
  },
  'arrival.silent-api': {
    severity: 'warning',
    summary: {
      en: 'SSH answers on {host} since {since}, its web interface on port 8006 does not.',
      es: 'SSH contesta en {host} desde las {since}, pero su interfaz web en el puerto 8006 no.',
    },
    hint: {
      en: 'It usually follows within {minutes} min; without internet the first start may hold it up a little. Then log in and type: systemctl status pveproxy',
      es: 'Suele seguir en {minutes} min; sin internet el primer arranque puede retrasarla algo. Después entre y escriba: systemctl status pveproxy',
    },
  },
});

import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';
import { ON_MACHINE } from '../check.ts';

/** Met with what runs in the machines. */
export const APPLICATION_ADVICE = {
  'machine.cloud-init-failed': {
    why: {
      en: 'The script of the first start met an error: often a package that was to be fetched, or a disk that is full.',
      es: 'El primer arranque encontró un error: a menudo un paquete que quiso descargar o un disco lleno.',
    },
    todo: [
      {
        en: 'Read the log; correct the plan, not the machine: it is made again from its template.',
        es: 'Lea el registro; corrija el plan, no la máquina: se hace de nuevo a partir de su plantilla.',
      },
    ],
    checks: [
      {
        where: ON_MACHINE,
        command: 'cloud-init status --long; sudo tail -n 60 /var/log/cloud-init-output.log',
        tells: { en: 'which part failed, and why', es: 'qué parte falló y por qué' },
      },
    ],
  },
  'check.docker-silent': {
    why: {
      en: 'The service of the containers does not answer; no application can run.',
      es: 'El servicio de contenedores no contesta; no puede funcionar ninguna aplicación.',
    },
    todo: [
      {
        en: 'Start it. If its disk is full, free space first.',
        es: 'Inícielo. Si el disco está lleno, libere espacio antes.',
      },
    ],
    checks: [
      {
        where: ON_MACHINE,
        command: 'systemctl status docker; journalctl -u docker -n 40; df -h /',
        tells: { en: 'why it does not run', es: 'por qué no funciona' },
      },
    ],
    related: ['stack.not-healthy'],
  },
  'stack.not-healthy': {
    why: {
      en: 'A container of the application does not come up, or ends again and again.',
      es: 'Un contenedor de la aplicación no arranca o termina una y otra vez.',
    },
    todo: [
      {
        en: 'Read the log of the container that the sentence names; correct the option in the site and apply.',
        es: 'Lea el registro del contenedor que nombra la frase; corrija la opción en el sitio y aplique.',
      },
    ],
    checks: [
      {
        where: ON_MACHINE,
        command: 'docker ps -a; docker logs --tail 50 CONTAINER',
        tells: { en: 'which is restarting, and its last words', es: 'cuál se reinicia y sus últimas palabras' },
      },
    ],
    related: ['stack.rolled-back', 'check.docker-silent'],
  },
  'check.dashboard-closed': {
    why: {
      en: 'Nothing answers at the address of the dashboard: the container is off, or a firewall or a wrong address lies between.',
      es: 'Nada contesta en la dirección del panel: el contenedor está parado o hay un cortafuegos o una dirección equivocada.',
    },
    todo: [
      {
        en: 'Look first in the machine, then from the laptop.',
        es: 'Mire primero en la máquina y después desde el portátil.',
      },
    ],
    checks: [
      {
        where: ON_MACHINE,
        command: 'docker ps; ss -ltn',
        tells: { en: 'whether web runs, and which ports are open', es: 'si web funciona y qué puertos están abiertos' },
      },
    ],
    related: ['check.dashboard-status', 'stack.not-healthy'],
  },
  'check.no-samples': {
    why: {
      en: 'The dashboard runs and gets no figures: the collector cannot log in to Proxmox, or does not reach it.',
      es: 'El panel funciona y no recibe cifras: el colector no puede entrar en Proxmox o no lo alcanza.',
    },
    todo: [
      {
        en: 'Read the log of the collector. 401: the token; no route or timeout: address or port 8006; certificate: the time.',
        es: 'Lea el registro del colector. 401: el token; sin ruta o tiempo agotado: dirección o puerto 8006; certificado: la hora.',
      },
      {
        en: 'Running the installation again puts token and address right.',
        es: 'Ejecutar la instalación otra vez corrige el token y la dirección.',
      },
    ],
    checks: [
      {
        where: ON_MACHINE,
        command: 'docker ps --format "{{.Names}}"; docker logs --tail 50 COLLECTOR',
        tells: { en: 'its name, and what it complains about', es: 'su nombre y de qué se queja' },
      },
      {
        where: ON_MACHINE,
        command: 'curl -k https://NODE-ADDRESS:8006/',
        tells: { en: 'whether Proxmox is reached from there', es: 'si se alcanza Proxmox desde allí' },
      },
    ],
    related: ['check.collector-error'],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;

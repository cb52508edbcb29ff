import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';
import { ON_NODE, ON_THAT_NODE } from '../check.ts';

/** Met with copies of machines and their failover. */
export const AVAILABILITY_ADVICE = {
  'availability.sync-failed': {
    why: {
      en: 'A replica is missing or old. Mostly the storage of the same name is missing at the target, the target is off, or root cannot log in there by SSH.',
      es: 'Falta la réplica o es antigua. Casi siempre falta en el destino el almacenamiento del mismo nombre, el destino está apagado o root no puede entrar por SSH.',
    },
    todo: [
      {
        en: 'Mend what the reason below says, then have it run at once.',
        es: 'Corrija lo que dice el motivo de abajo y haga que se ejecute ya.',
      },
      {
        en: 'Until then a failover would lose more data than promised.',
        es: 'Hasta entonces una conmutación perdería más datos de lo prometido.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'pvesr status; pvesr run --id JOB --verbose 1',
        tells: {
          en: 'last copy and failures; then the copy with all its words',
          es: 'última copia y fallos; después la copia con todo detalle',
        },
      },
      {
        where: ON_NODE,
        command: 'pvesm status; zpool status',
        tells: { en: 'whether storage and pool are there', es: 'si están el almacenamiento y el pool' },
      },
    ],
    related: ['site.replication-not-zfs', 'availability.later-sync-failed', 'availability.copy-old'],
  },
  'availability.ha-not-started': {
    why: {
      en: 'HA tried and gave up, or waits: state error after failed starts, fence while it waits for a lost node.',
      es: 'La HA lo intentó y desistió, o espera: estado error tras arranques fallidos, fence mientras espera a un nodo perdido.',
    },
    todo: [
      {
        en: 'Find the cause in the last task of the machine.',
        es: 'Busque la causa en la última tarea de la máquina.',
      },
      {
        en: 'State error: set it to disabled, mend the cause, set it to started.',
        es: 'Estado error: póngala en disabled, corrija la causa y póngala en started.',
      },
    ],
    checks: [
      {
        where: ON_NODE,
        command: 'ha-manager status; journalctl -u pve-ha-lrm -n 50',
        tells: { en: 'the states, and what was tried', es: 'los estados y lo que se intentó' },
      },
      {
        where: ON_NODE,
        command: 'ha-manager set vm:NUMBER --state disabled; ha-manager set vm:NUMBER --state started',
        tells: {
          en: 'leaves the state error, once the cause is mended',
          es: 'sale del estado error, una vez corregida la causa',
        },
      },
    ],
    related: ['check.ha-state', 'availability.no-watchdog'],
  },
  'drill.not-recovered': {
    why: {
      en: 'The machine did not come up elsewhere in time. HA waits about two minutes before it takes a node for lost; after that it needs quorum, a copy of the disk and memory.',
      es: 'La máquina no arrancó en otro lado a tiempo. La HA espera unos dos minutos antes de dar un nodo por perdido; después necesita quórum, copia del disco y memoria.',
    },
    todo: [
      { en: 'Switch the node on again first; then look why.', es: 'Encienda primero el nodo; luego mire por qué.' },
    ],
    checks: [
      {
        where: ON_NODE,
        command: 'ha-manager status; journalctl -u pve-ha-crm -n 80',
        tells: { en: 'what the manager decided, and when', es: 'lo que decidió el gestor y cuándo' },
      },
    ],
    related: ['drill.no-fresh-copy', 'cluster.witness-silent'],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;

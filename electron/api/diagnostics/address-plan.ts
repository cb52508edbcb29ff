import { catalogue } from './catalogue.ts';

/** Making addresses for a site out of one network. */
export const addressPlanDiagnostics = catalogue({
  'address-plan.range': {
    severity: 'error',
    summary: {
      en: '{start} to {end} is no range of addresses for machines inside {cidr}.',
      es: 'De {start} a {end} no hay un rango de direcciones para equipos dentro de {cidr}.',
    },
    hint: {
      en: 'Give both ends, the lower one first, between the first and the last address of the network.',
      es: 'Indique los dos extremos, primero el menor, entre la primera y la última dirección de la red.',
    },
  },
  'address-plan.too-small': {
    severity: 'error',
    summary: {
      en: '{cidr} has {have} addresses to give; {need} are needed.',
      es: '{cidr} tiene {have} direcciones que dar; hacen falta {need}.',
    },
    hint: {
      en: 'Take a larger network or range, or fewer nodes.',
      es: 'Tome una red o un rango mayor, o menos nodos.',
    },
  },
  'address-plan.link-overlaps': {
    severity: 'error',
    summary: {
      en: 'The network {cidr} for cluster link {link} overlaps {other}.',
      es: 'La red {cidr} para el enlace de clúster {link} se solapa con {other}.',
    },
    hint: { en: 'Give the link a range of its own.', es: 'Dé al enlace un rango propio.' },
  },
  'address-plan.left': {
    severity: 'warning',
    summary: {
      en: '{field} names {address}, which this plan gives up.',
      es: '{field} nombra {address}, que este plan abandona.',
    },
    hint: {
      en: 'Correct it by hand after the plan is written.',
      es: 'Corríjalo a mano después de escribir el plan.',
    },
  },
});

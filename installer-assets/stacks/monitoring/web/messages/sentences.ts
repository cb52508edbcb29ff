import type { Language } from '../../protocol/account.ts';
import type { Alert, AlertRule } from '../../protocol/alert.ts';

type Params = Alert['params'];
type Sentence = (params: Params) => string;

const en: Readonly<Record<AlertRule, Sentence>> = {
  'node-down': ({ node }) => `Node ${node} is down.`,
  'quorum-lost': ({ online, nodes }) => `The cluster has lost its quorum: ${online} of ${nodes} nodes are online.`,
  'replication-old': ({ job, source, target, lagMinutes, error }) =>
    `Replication ${job} from ${source} to ${target} ${lagMinutes === null ? 'has never gone well' : `went well last ${lagMinutes} minutes ago`}.${error ? ` Proxmox says: ${error}` : ''}`,
  'disk-full': ({ source, usedPercent, days }) =>
    `The disk of ${source} is ${usedPercent} % full${days === null ? '' : `; it will be full in ${days} days`}.`,
  'backup-missing': ({ guest, name, hours }) =>
    `${guest}${name ? ` (${name})` : ''} ${hours === null ? 'has no backup' : `was backed up last ${hours} hours ago`}.`,
  'collector-silent': ({ minutes }) => `The collector has brought nothing for ${minutes} minutes.`,
};

const es: Readonly<Record<AlertRule, Sentence>> = {
  'node-down': ({ node }) => `El nodo ${node} está caído.`,
  'quorum-lost': ({ online, nodes }) => `El clúster ha perdido el quórum: ${online} de ${nodes} nodos están en línea.`,
  'replication-old': ({ job, source, target, lagMinutes, error }) =>
    `La replicación ${job} de ${source} a ${target} ${lagMinutes === null ? 'nunca ha terminado bien' : `terminó bien por última vez hace ${lagMinutes} minutos`}.${error ? ` Proxmox dice: ${error}` : ''}`,
  'disk-full': ({ source, usedPercent, days }) =>
    `El disco de ${source} está al ${usedPercent} %${days === null ? '' : `; estará lleno en ${days} días`}.`,
  'backup-missing': ({ guest, name, hours }) =>
    `${guest}${name ? ` (${name})` : ''} ${hours === null ? 'no tiene copia de seguridad' : `tiene su última copia de hace ${hours} horas`}.`,
  'collector-silent': ({ minutes }) => `El recolector no trae nada desde hace ${minutes} minutos.`,
};

const SENTENCES = { en, es } as const;
const WORDS = {
  en: { opened: 'Alert', closed: 'Over', test: 'This is a test message of the monitoring system.' },
  es: { opened: 'Alerta', closed: 'Resuelta', test: 'Este es un mensaje de prueba del sistema de monitorización.' },
} as const;

export interface Message {
  readonly event: 'opened' | 'closed' | 'test';
  readonly at: Date;
  /** Absent: a test. */
  readonly alert?: Alert;
}

/** What an alert says, as messages and the page have it. */
export function alertSentence(language: Language, { rule, params }: Pick<Alert, 'rule' | 'params'>): string {
  return SENTENCES[language][rule](params).replace(/\s+/g, ' ');
}

/** One line for people; line breaks of others' texts are taken out. */
export function messageText(language: Language, { event, alert }: Message): string {
  const words = WORDS[language];
  if (!alert || event === 'test') return words.test;
  return `${words[event]}: ${alertSentence(language, alert)}`;
}

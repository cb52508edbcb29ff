import type { Orphan } from './plan.ts';
import type { Text } from './text.ts';

/** What the kinds of things are called that we make and recognise by our mark, on every face. */
export const OWNABLE_NAMES: Readonly<Record<Orphan['kind'], Text>> = {
  'stack-instance': { en: 'stack instance', es: 'instancia de aplicación' },
  'ha-resource': { en: 'HA resource', es: 'recurso de HA' },
  'ha-rule': { en: 'HA rule', es: 'regla de HA' },
  'ha-group': { en: 'HA group', es: 'grupo de HA' },
  'replication-job': { en: 'replication job', es: 'tarea de replicación' },
  'backup-job': { en: 'backup job', es: 'tarea de copia' },
  machine: { en: 'machine', es: 'máquina' },
  template: { en: 'template', es: 'plantilla' },
  snippet: { en: 'snippet', es: 'fragmento' },
  storage: { en: 'storage', es: 'almacenamiento' },
  'api-user': { en: 'API user', es: 'usuario de la API' },
  'api-token': { en: 'API token', es: 'token de la API' },
  'api-role': { en: 'API role', es: 'rol de la API' },
  member: { en: 'cluster member', es: 'miembro del clúster' },
  witness: { en: 'vote of a witness', es: 'voto de un testigo' },
};

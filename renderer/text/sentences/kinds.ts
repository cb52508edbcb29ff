import type { Orphan } from '../../../electron/api/plan.ts';
import type { Text } from '../../../electron/api/text.ts';

/** What we make and can recognise by our mark. */
export const kindsSentences = {
  'ha-resource': { en: 'HA resource', es: 'recurso HA' },
  'ha-rule': { en: 'HA rule', es: 'regla HA' },
  'ha-group': { en: 'HA group', es: 'grupo HA' },
  'replication-job': { en: 'replication job', es: 'tarea de replicación' },
  'backup-job': { en: 'backup job', es: 'tarea de copia' },
  machine: { en: 'machine', es: 'máquina' },
  template: { en: 'template', es: 'plantilla' },
  snippet: { en: 'snippet', es: 'fragmento' },
  storage: { en: 'storage', es: 'almacenamiento' },
  'api-user': { en: 'API user', es: 'usuario de la API' },
  'api-token': { en: 'API token', es: 'token de la API' },
  'api-role': { en: 'API role', es: 'rol de la API' },
  member: { en: 'member of the cluster', es: 'miembro del clúster' },
  witness: { en: 'vote of a witness', es: 'voto de un testigo' },
} satisfies Readonly<Record<Orphan['kind'], Text>>;

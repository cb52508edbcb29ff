import type { ApiTwin } from '../../api-twin.ts';
import type { ConfigSection } from '../../parse/section-config.ts';
import { sectionsOf } from './sections-of.ts';

const ASK = ['/cluster/replication'];

/** GET /cluster/replication; guest and number of the job are its id taken apart. */
export const replicationJobsApi: ApiTwin<readonly ConfigSection[]> = {
  asks: () => [ASK],
  parse: ({ json }) => sectionsOf(json(ASK), { id: 'id', added: ['guest', 'jobnum'] }),
};

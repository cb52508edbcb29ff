import type { ApiAsk, ApiTwin } from '../../api-twin.ts';
import type { ConfigSection } from '../../parse/section-config.ts';
import { asObject, asText } from '../../parse/text.ts';
import { type HaManagerStatus, managerStatusOf } from '../ha-manager-status.ts';
import { type SectionKeys, sectionsOf } from './sections-of.ts';

const STATUS = ['/cluster/ha/status/manager_status'];

/** GET /cluster/ha/resources: `sid` is type and id. */
export const haResourcesApi: ApiTwin<readonly ConfigSection[]> = {
  asks: () => [['/cluster/ha/resources']],
  parse: ({ json }) =>
    sectionsOf(json(['/cluster/ha/resources']), { id: 'sid' }).map((section) => ({
      ...section,
      id: section.id.replace(/^[a-z]+:/, ''),
    })),
};

/** GET /cluster/ha/groups; where they have become rules there are none (9.x: `ha groups have been migrated to rules`). */
export const haGroupsApi = listApi(['/cluster/ha/groups'], { id: 'group' }, /migrated to rules/);

/** GET /cluster/ha/rules; before 9.0 there is no such path. */
export const haRulesApi = listApi(['/cluster/ha/rules'], { id: 'rule', added: ['order'] }, /No 'get' handler defined/);

/** GET /cluster/ha/status/manager_status; empty = HA was never used. */
export const haManagerStatusApi: ApiTwin<HaManagerStatus | undefined> = {
  asks: () => [STATUS],
  parse: ({ json }) => {
    const status = asObject(json(STATUS), 'the HA status').manager_status;
    const root = status === undefined || status === null ? {} : asObject(status, 'manager_status');
    return asText(root.master_node) === undefined && root.node_status === undefined ? undefined : managerStatusOf(root);
  },
};

function listApi(ask: ApiAsk, keys: SectionKeys, none: RegExp): ApiTwin<readonly ConfigSection[]> {
  return {
    asks: () => [ask],
    parse: ({ json, raw }) => {
      const answer = raw(ask);
      return answer && answer.code !== 0 && none.test(answer.stderr) ? [] : sectionsOf(json(ask), keys);
    },
  };
}

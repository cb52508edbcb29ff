import { diagnostic } from '../../../api/diagnostic.ts';
import { extraFact } from '../../facts/registry.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { possibleNodes, pveNodes } from '../../site/derive.ts';
import { snippetName } from '../../steps/machines/machine-facts.ts';
import { mustKnow, notNamed, type OwnableKind } from '../kind.ts';
import { snippetsFact } from '../ownership-facts.ts';

const FOLDER = '/var/lib/vz/snippets';

/** Files for a guest's first start that name this site in their first line, on every node that holds one. */
export const snippetKind: OwnableKind = {
  kind: 'snippet',
  after: ['machine', 'template'],
  why: notNamed,
  find: (sight) => {
    const { site } = sight;
    const nodesByFile = new Map<string, string[]>();
    for (const { name } of pveNodes(site)) {
      const seen = sight.view.facts.hosts.get(name);
      if (!seen?.reached) continue; // what lies on a node that does not answer is told when it does
      const isWanted = (file: string) =>
        site.machines.some((entry) => snippetName(site, entry) === file && possibleNodes(site, entry).includes(name));
      for (const { file, siteId } of mustKnow(sight, extraFact(seen.facts, snippetsFact), FOLDER))
        if (siteId === site.id && !isWanted(file)) nodesByFile.set(file, [...(nodesByFile.get(file) ?? []), name]);
    }
    const configs = mustKnow(sight, sight.facts.guestConfigs, '/etc/pve/nodes/*/qemu-server');
    return [...nodesByFile].map(([file, nodes]) => {
      const user = [...configs.values()].find((config) => usesFile(config.values, file));
      return { id: file, name: file, nodes, isNamed: false, ...(user ? { guestId: user.id } : {}) };
    });
  },
  guard: (sight, thing, leaving) => {
    const configs = mustKnow(sight, sight.facts.guestConfigs, '/etc/pve/nodes/*/qemu-server');
    const users = [...configs.values()].filter(
      (config) => thing.nodes.includes(config.node) && usesFile(config.values, thing.id) && !leaving.has(config.id),
    );
    return users.length > 0
      ? diagnostic('ownership.in-use', {
          params: {
            name: thing.name,
            users: users.map((config) => config.values.name ?? String(config.id)).join(', '),
          },
        })
      : undefined;
  },
  remove: async (context, _sight, thing) => {
    for (const node of thing.nodes)
      await changeHost(context.transport(node), context, change`rm -f ${`${FOLDER}/${thing.id}`}`);
  },
};

function usesFile(values: Readonly<Record<string, string>>, file: string): boolean {
  return (values.cicustom ?? '').split(',').some((part) => part.endsWith(`snippets/${file}`));
}

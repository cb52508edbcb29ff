import { extraFact } from '../../facts/registry.ts';
import { stacks } from '../../stacks/index.ts';
import { composeRemoval } from '../../stacks/operations/compose-operations.ts';
import { removeInstance } from '../../stacks/operations/remove-instance.ts';
import type { InstancePlace } from '../../stacks/stack.ts';
import { type ClusterSight, mustKnow, notNamed, type OwnableKind } from '../kind.ts';
import { foundInstancesFact, instancePlaces } from '../ownership-facts.ts';

const FOLDER = '/opt/sitewright/stacks';

/**
 * Instances of stacks whose files lie on a host of the site, by what their `.env` says. One that is not named any more is taken
 * away without its data. What lies on a machine that is not named either goes with that machine.
 */
export const stackInstanceKind: OwnableKind = {
  kind: 'stack-instance',
  after: [],
  why: notNamed,
  find: (sight) =>
    placesIn(sight).map((place) => ({
      id: idOf(place),
      name: place.instanceId,
      nodes: [place.host],
      isNamed: stacks.instancesOf(sight.site).some(({ id, on }) => id === place.instanceId && on === place.host),
    })),
  remove: async (context, sight, thing) => {
    const place = placesIn(sight).find((each) => idOf(each) === thing.id);
    if (place) await removeInstance(context, place, composeRemoval(place), { withData: false });
  },
};

function idOf({ host, instanceId }: InstancePlace): string {
  return `${host}/${instanceId}`;
}

function placesIn({ view, site }: ClusterSight): readonly InstancePlace[] {
  return [...view.facts.hosts].flatMap(([host, seen]) => {
    // what lies on a host that is away is told when it answers; nodes are not asked, since no stack runs on them
    if (!seen.reached || !seen.facts.extra.has(foundInstancesFact.id)) return [];
    const found = mustKnow({ view, site, host, facts: seen.facts }, extraFact(seen.facts, foundInstancesFact), FOLDER);
    return instancePlaces(site, host, found);
  });
}

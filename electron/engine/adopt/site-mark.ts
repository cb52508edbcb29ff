import { extraFact } from '../facts/registry.ts';
import { backupJobsFact, marksFact, snippetsFact } from '../ownership/ownership-facts.ts';
import type { ClusterReading } from './cluster-reading.ts';
import { clusterFacts, readNodes } from './cluster-reading.ts';

const TAG = /^sitewright-([a-z][a-z0-9-]{1,30})$/;

/** Ids of the sites whose marks a cluster carries: on machines, jobs, users, in the marks' folder and in snippets. Sorted. */
export function markedSites(reading: ClusterReading): readonly string[] {
  const facts = clusterFacts(reading);
  const marks = extraFact(facts, marksFact);
  const jobs = extraFact(facts, backupJobsFact);
  const { guestConfigs, replicationJobs, haResources, access } = facts;
  const words = [
    ...(marks.known ? marks.value.map(({ tag }) => tag) : []),
    ...(guestConfigs.known ? [...guestConfigs.value.values()].flatMap(({ tags }) => tags) : []),
    ...[jobs, replicationJobs, haResources].flatMap((sections) =>
      sections.known ? sections.value.flatMap(({ values }) => (values.comment ?? '').split(/[\s,;]+/)) : [],
    ),
    ...(access.known ? [...access.value.users.values()].flatMap(({ comment }) => comment.split(/[\s,;]+/)) : []),
  ];
  const ids = words.flatMap((word) => TAG.exec(word.toLowerCase())?.[1] ?? []);
  const written = readNodes(reading).flatMap((node) => {
    const snippets = extraFact(node.facts, snippetsFact);
    return snippets.known ? snippets.value.map(({ siteId }) => siteId) : [];
  });
  return [...new Set([...ids, ...written])].sort();
}

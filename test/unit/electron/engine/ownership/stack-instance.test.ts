import { expect, it } from 'vitest';
import { known } from '../../../../../electron/engine/facts/fact.ts';
import { findOrphans } from '../../../../../electron/engine/ownership/find-orphans.ts';
import { foundInstancesFact, instancePlaces } from '../../../../../electron/engine/ownership/ownership-facts.ts';
import { withExtra } from '../../../../steps/machines.support.ts';
import { bare, VM } from '../../../../steps/stacks.support.ts';
import { viewOf } from '../../../../steps/support/step-bench.ts';
import { site } from '../../../../steps/support/two-node.ts';

const file = (id: string) => `/opt/sitewright/stacks/${id}/.env`;
const head = (siteId: string) => `# Written by Sitewright for the site ${siteId}. Changes made here are replaced.`;

/** What grep says of these `.env` files. */
function said(...lines: readonly string[]) {
  const fact = foundInstancesFact.parse({ code: 0, stdout: `${lines.join('\n')}\n`, stderr: '' });
  if (!fact.known) throw new Error(fact.why);
  return fact.value;
}

const lying = said(
  `${file('monitoring')}:${head(site.id)}`,
  `${file('monitoring')}:COMPOSE_PROJECT_NAME=municipal_project`,
  `${file('stock')}:${head(site.id)}`,
  `${file('stock')}:COMPOSE_PROJECT_NAME=stock`,
  `${file('theirs')}:${head('elsewhere')}`,
  `${file('theirs')}:COMPOSE_PROJECT_NAME=theirs`,
);

it("an instance that the site does not name any more is told as left behind, and nobody else's is", () => {
  const view = viewOf(withExtra(bare(), VM, foundInstancesFact.id, known(lying)));
  const orphans = findOrphans(view).found.filter(({ kind }) => kind.kind === 'stack-instance');
  expect(orphans.map(({ orphan }) => orphan)).toEqual([
    {
      kind: 'stack-instance',
      name: 'stock',
      where: VM,
      why: expect.objectContaining({ en: expect.stringContaining('site.toml does not call for stock') }),
    },
  ]);
});

it('without instances on it a host has nothing left behind; without an answer that is not known', () => {
  const none = foundInstancesFact.parse({ code: 2, stdout: '', stderr: '' });
  expect(none).toEqual(known([]));
  expect(foundInstancesFact.parse({ code: 127, stdout: '', stderr: 'grep: not found' }).known).toBe(false);
});

it('a project that another instance took over is not taken down with the one that had it before', () => {
  const renamed = said(
    `${file('monitoring')}:${head(site.id)}`,
    `${file('monitoring')}:COMPOSE_PROJECT_NAME=municipal_project`,
    `${file('panel')}:${head(site.id)}`,
    `${file('panel')}:COMPOSE_PROJECT_NAME=municipal_project`,
  );
  expect(instancePlaces(site, VM, renamed).map(({ project }) => project)).toEqual(['', '']);
  expect(instancePlaces(site, VM, lying)).toMatchObject([{ project: 'municipal_project' }, { project: 'stock' }]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SITE_FOLDER_NAME } from '../../../../electron/api/new-site.ts';
import { differencesByArea } from '../../../../renderer/sites/differences-by-area.ts';
import { folderNameOf } from '../../../../renderer/sites/folder-name-of.ts';

describe('the folder of a new site', () => {
  it.each([
    ['Hospital, north wing', 'hospital-north-wing'],
    ['Peñón de Ifach', 'penon-de-ifach'],
    ['14 de Julio', 'de-julio'],
    ['水道局', ''],
    ['X', ''],
  ])('of %s is %s', (name, folder) => expect(folderNameOf(name)).toBe(folder));

  it('is none, or one that the engine takes, for every name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (name) => {
        const folder = folderNameOf(name);
        expect(folder === '' || SITE_FOLDER_NAME.test(folder)).toBe(true);
      }),
    );
  });
});

describe('differences of two sites', () => {
  it('stand under the words of their pages, each once, in the order of the journey', () => {
    const paths = [
      'stacks[a].on',
      'id',
      'machines[100].cores',
      'templates[9000].node',
      'hosts[pve1].address',
      'pve.version',
    ];
    const areas = differencesByArea(paths.map((path) => ({ path, left: '1' })));
    expect(areas.map(({ word, rows }) => [word, ...rows.map(({ path }) => path)])).toEqual([
      ['carry.areaSite', 'id', 'pve.version'],
      ['carry.areaHosts', 'hosts[pve1].address'],
      ['carry.areaMachines', 'machines[100].cores', 'templates[9000].node'],
      ['carry.areaStacks', 'stacks[a].on'],
    ]);
  });
});

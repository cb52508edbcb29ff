import { expect, it } from 'vitest';
import { shippedPlaces } from '../../../../electron/main/shipped-places.ts';

it('from a checkout Electron runs the flasher itself', () => {
  expect(shippedPlaces('/src', undefined)).toEqual({
    shippedRoot: '/src',
    examplesRoot: '/src/examples',
    flasherPath: '/src/dist/flasher/flasher.cjs',
    stickProgram: '/src/dist/stick',
  });
});

it('in a package what runs as root lies outside the archive, with a runtime of its own', () => {
  const places = shippedPlaces('/opt/S/resources/app.asar', '/opt/S/resources');
  expect(places.shippedRoot).toBe('/opt/S/resources/app.asar');
  for (const path of [places.flasherPath, places.flasherRuntime, places.stickProgram, places.examplesRoot])
    expect(path).not.toContain('app.asar');
  expect(places.flasherRuntime).toBe('/opt/S/resources/program/sitewright');
});

import { describe, expect, test } from 'vitest';
import { ARRIVAL_PHASES, SCREENS } from '../../../../../electron/api/arrival.ts';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { screenRemedies } from '../../../../../electron/engine/arrival/screen-remedies.ts';
import { arrivalSite } from './support/arrival-site.ts';

const sites = [
  arrivalSite(),
  arrivalSite({ dhcp: true, delivery: 'one-image' }),
  arrivalSite({ rebootMode: 'reboot' }),
];
const [sticks, oneImage] = sites;
if (!sticks || !oneImage) throw new Error('there are sites');

const codes = (
  site: typeof sticks,
  phase: (typeof ARRIVAL_PHASES)[number],
  screen: (typeof SCREENS)[number],
  host = 0,
) => {
  const found = site.hosts[host];
  return found ? screenRemedies(site, found, phase, screen).map(({ code }) => code) : [];
};

describe('what the screen of a silent node means', () => {
  test('every picture of every machine at every point has a meaning and something to do, in both languages', () => {
    for (const site of sites)
      for (const host of site.hosts)
        for (const phase of ARRIVAL_PHASES)
          for (const screen of SCREENS) {
            const remedies = screenRemedies(site, host, phase, screen);
            expect(remedies.length).toBeGreaterThan(0);
            for (const remedy of remedies)
              for (const language of ['en', 'es'] as const) {
                const { summary, hint } = describeDiagnostic(remedy, language);
                expect(`${summary} ${hint}`).not.toMatch(/\{[a-zA-Z]+\}/);
                expect(hint.length).toBeGreaterThan(10);
              }
          }
  });

  test('an error before the answer is a matter of the network only where the answer comes by it', () => {
    expect(codes(oneImage, 'powered', 'error-and-prompt')[0]).toBe('arrival.screen-error-fetch');
    expect(codes(oneImage, 'installing', 'error-and-prompt')[0]).toBe('arrival.screen-error-disk');
    expect(codes(sticks, 'powered', 'error-and-prompt')[0]).toBe('arrival.screen-error-disk');
  });

  test('an error after the installation does not send anybody to the disks', () => {
    expect(codes(oneImage, 'installed', 'error-and-prompt')).toEqual([
      'arrival.screen-error-webhook',
      'arrival.screen-error-start',
    ]);
    expect(codes(sticks, 'ssh', 'error-and-prompt')).toEqual(['arrival.screen-error-start']);
  });

  test('the boot menu after the installation is the stick that was left in', () => {
    expect(codes(sticks, 'powered', 'boot-menu')).toEqual(['arrival.screen-menu-waits']);
    expect(codes(sticks, 'restarting', 'boot-menu')).toEqual(['arrival.screen-menu-again']);
  });

  test('a dark screen is looked into where nothing is proven, and explained where it is', () => {
    expect(codes(sticks, 'waiting', 'nothing')).toEqual([
      'arrival.screen-dark-maybe-done',
      'arrival.screen-dark',
      'arrival.screen-secure-boot',
    ]);
    expect(codes(sticks, 'installed', 'nothing')[0]).toBe('arrival.screen-dark-done');
    expect(codes(sticks, 'ready', 'nothing')).toEqual(['arrival.screen-dark-running']);
  });

  test('a machine that is not ours to install is never told of sticks', () => {
    for (const screen of SCREENS)
      for (const code of codes(sticks, 'waiting', screen, 2)) expect(code).not.toMatch(/stick|secure-boot|error-disk/);
  });

  test('an installer on a machine that the plan does not install is stopped, whenever it is seen', () => {
    for (const phase of ARRIVAL_PHASES)
      for (const screen of ['installer', 'boot-menu'] as const)
        expect(codes(sticks, phase, screen, 2)).toEqual(['arrival.screen-not-ours']);
  });

  test('a machine that is there already is looked at as such: no stick, no answer, no USB first', () => {
    const [, , witness] = sticks.hosts;
    if (!witness) throw new Error('the site has a witness');
    for (const phase of ARRIVAL_PHASES)
      for (const screen of ['login-prompt', 'nothing', 'error-and-prompt', 'grub-prompt'] as const)
        for (const remedy of screenRemedies(sticks, witness, phase, screen)) {
          const { hint } = describeDiagnostic(remedy, 'en');
          expect(hint).not.toMatch(/stick|answer|USB/);
        }
  });
});

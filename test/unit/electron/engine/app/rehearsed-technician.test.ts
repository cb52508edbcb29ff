import { describe, expect, test } from 'vitest';
import { screenOnKey } from '../../../../../electron/engine/app/rehearsed-technician.ts';

const shown = `SHA256:${'a'.repeat(43)}`;
const other = `SHA256:${'b'.repeat(43)}`;
const screen = [
  'SSH keys of this node, as installed. Compare them with what Sitewright shows:',
  `  ED25519 ${shown}`,
  '',
  'pve1 login: ',
];

describe('the rehearsed technician in front of a login screen', () => {
  test('confirms the key that it shows', () => {
    expect(screenOnKey(screen, shown)).toBe('this');
  });
  test('never confirms another one', () => {
    expect(screenOnKey(screen, other)).toBe('another');
  });
  test('knows a screen that shows none', () => {
    expect(screenOnKey(['pve1 login: '], shown)).toBe('nothing');
  });
});

import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFlashSource } from '../../../../../electron/engine/usb/flash-source.ts';
import { makeStandIn } from '../../../../support/iso/stand-in-iso.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

it('a complete image whose download broke off is refused before any stick is written', async () => {
  const image = join(temporaryFolder('source'), 'image.iso');
  makeStandIn('plain', image, { contentBytes: 3_000_000 });
  expect(await openFlashSource(image, {})).toMatchObject({ overlayPath: null });
  truncateSync(image, 1_000_000);
  await expect(openFlashSource(image, {})).rejects.toMatchObject({ diagnostics: [{ code: 'image.truncated' }] });
});

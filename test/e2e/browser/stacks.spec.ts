import { expect, test } from '@playwright/test';
import { press, tabTo } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { openExample, switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

const say = saidIn('es');

let app: ServedApp;
test.beforeEach(async () => {
  app = await serveApp();
});
test.afterEach(() => app.close());

test('what a stack has stored is saved, and an instance goes by its typed name; one that others need stays: by keys, in Spanish', async ({
  page,
}) => {
  const watch = watchPage(page, app.origin);
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await openExample(page, 'two-node');
  await visit(page, 'smoke');
  await press(page, page.getByRole('button', { name: 'ES', exact: true }));
  const panel = page
    .locator('.sw-panel')
    .filter({ has: page.getByRole('heading', { name: say('stack', 'title'), exact: true }) });
  await expect(panel.getByRole('button')).toHaveText([
    say('stack', 'backup'),
    say('stack', 'restore'),
    say('stack', 'remove'),
  ]);
  await expect(panel).toContainText(say('stack', 'needed', { users: 'monitoring' }));
  await panel.scrollIntoViewIfNeeded();
  await lookAt(page, 'stacks');

  const dialog = page.getByRole('dialog');
  await press(page, panel.getByRole('button', { name: say('stack', 'backupOf', { instance: 'monitoring' }) }));
  await lookAt(page, 'stacks-backup');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await press(page, panel.getByRole('button', { name: say('stack', 'removeOf', { instance: 'monitoring' }) }));
  const go = dialog.getByRole('button', { name: say('drill', 'goReal') });
  await expect(dialog.getByRole('checkbox', { name: say('stack', 'withData') })).not.toBeChecked();
  await tabTo(page, dialog.getByRole('textbox'));
  await page.keyboard.type('monitorin');
  await expect(go).toBeDisabled();
  await page.keyboard.type('g');
  await expect(go).toBeEnabled();
  await lookAt(page, 'stacks-remove');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  watch.expectQuiet();
});

import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { switchTo } from '../support/pages.ts';
import { serveApp } from '../support/served-app.ts';

test('the log of a run is searched, filtered, left and followed with the keyboard, and saved whole', async ({
  page,
}) => {
  const app = await serveApp();
  try {
    await page.setViewportSize(SMALL_LAPTOP);
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Rehearse two-node' }).click();
    await page.getByRole('combobox', { name: 'Let something fail' }).selectOption('join.hangs');
    await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
    const retry = page.getByRole('alert').getByRole('button', { name: 'Retry' });
    await expect(retry).toBeVisible({ timeout: 120_000 });

    const rows = page.getByRole('region', { name: 'Lines of the log' });
    await expect(rows).toContainText('pvecm');
    await page.getByRole('combobox', { name: 'Of which step' }).selectOption('Whole run');
    await page.getByRole('combobox', { name: 'What kind of lines' }).selectOption('Commands');
    await expect(rows.locator('.sw-log-out')).toHaveCount(0);
    await page.getByRole('combobox', { name: 'What kind of lines' }).selectOption('All lines');
    await expect(rows.locator('.sw-log-out').first()).toBeAttached();

    await rows.focus();
    await page.keyboard.press('Control+f');
    const find = page.getByRole('searchbox', { name: 'Find' });
    await expect(find).toBeFocused();
    await page.keyboard.type('PVECM ');
    await page.keyboard.press('Enter');
    const place = page.locator('.sw-log-find [role=status]');
    await expect(place).toHaveText(/^1 of [1-9]\d*$/);
    const count = Number((await place.textContent())?.split(' ').at(-1));
    await expect(rows.locator('.sw-log-here mark').first()).toBeInViewport();
    await expect(page.getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('Shift+Enter');
    await expect(place).toHaveText(`${count} of ${count}`);
    await lookAt(page, 'log-found');
    await page.keyboard.press('Escape');
    await expect(find).toHaveValue('');
    await page.getByRole('button', { name: 'Follow' }).click();
    const follow = page.getByRole('button', { name: 'Follow' });
    await expect(follow).toHaveAttribute('aria-pressed', 'true');
    // Lines that take another height move the box, as a font does that comes late: nobody left the end. A key does.
    const toEnd = (box: HTMLElement) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight);
    await rows.evaluate((box) => {
      (box as HTMLElement).style.lineHeight = '3';
      box.scrollTop -= 1;
    });
    await expect.poll(() => rows.evaluate(toEnd)).toBe(0);
    await expect(follow).toHaveAttribute('aria-pressed', 'true');
    await rows.press('PageUp');
    await expect(follow).toHaveAttribute('aria-pressed', 'false');
    await follow.click();

    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const saved = await readFile(await (await coming).path(), 'utf8');
    const lines = await page.getByText(/^Lines: \d+$/).textContent();
    // What goes out as one command may have several lines of its own.
    expect(saved.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z \S* (look|change|out|err|note) /gm)).toHaveLength(
      Number(lines?.replace(/\D/g, '')),
    );

    // The window was closed and is opened again: the run, its failure and its log are there.
    await page.reload();
    await expect(retry).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Of which step' })).toHaveValue('run');
    await page.getByRole('combobox', { name: 'Of which step' }).selectOption('This step');
    await expect(rows).toContainText('pvecm');

    // What was chosen in it is chosen in another window too: the step, how its log is looked at, steps as a list.
    await page.getByRole('button', { name: 'List', exact: true }).click();
    const done = page.locator('.sw-cell-button').filter({ hasText: 'Done' }).first();
    const item = (await done.getAttribute('data-item')) ?? '';
    await done.click();
    await page.getByRole('combobox', { name: 'What kind of lines' }).selectOption('Commands');
    const other = await page.context().newPage();
    await other.goto(app.url);
    await other.goto(page.url());
    await expect(other.locator(`[data-item="${item}"]`)).toHaveAttribute('aria-pressed', 'true');
    await expect(other.getByRole('button', { name: 'List', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expect(other.getByRole('combobox', { name: 'What kind of lines' })).toHaveValue('commands');
    await other.close();
    await page.locator('.sw-cell-button[data-problem="true"]').first().click();
    await page.getByRole('combobox', { name: 'What kind of lines' }).selectOption('All lines');
    await switchTo(page, 'ES');
    await switchTo(page, 'Oscuro');
    await lookAt(page, 'registro-oscuro');
  } finally {
    await app.close();
  }
});

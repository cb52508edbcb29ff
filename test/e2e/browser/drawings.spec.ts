import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { keyUntilFocused, press, tabTo } from '../support/keyboard.ts';
import { lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { makeOwnSite, type OwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

let app: ServedApp;
let site: OwnSite;
test.beforeEach(async ({ page }) => {
  app = await serveApp();
  await page.setViewportSize(SMALL_LAPTOP);
  await page.goto(app.url);
  await switchTo(page, 'EN');
  site = await makeOwnSite(page, app.home, 'two-node', 'drawn');
});
test.afterEach(() => app.close());

const part = (page: Page, name: string | RegExp) => page.getByRole('toolbar').getByRole('button', { name });

test('what if: nodes, links and the witness are taken away and brought back with the keyboard alone', async ({
  page,
}) => {
  await visit(page, 'storage');
  const verdict = page.getByRole('status').filter({ hasText: 'more than half is needed' });
  await tabTo(page, part(page, /^pve-node1:/));
  await page.keyboard.press('Enter');
  await expect(part(page, /^pve-node1: Powered off/)).toHaveAttribute('aria-pressed', 'true');
  await expect(verdict).toContainText('2 of 3 votes');
  await expect(verdict).toContainText('vm-dashboard starts on pve-node2 after about 3 minutes.');
  await keyUntilFocused(page, 'ArrowRight', part(page, /^witness:/));
  await page.keyboard.press('Space');
  await expect(verdict).toContainText('No quorum');
  await expect(verdict).toContainText('The last node left, pve-node2, has 1 of 3 votes');
  await lookAt(page, 'quorum-lost');
  await page.keyboard.press('Space');
  await page.keyboard.press('Home');
  await expect(part(page, /^pve-node1:/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(verdict).toContainText('3 of 3 votes');
  await keyUntilFocused(page, 'ArrowRight', part(page, 'Cluster link 0: carries messages'));
  await page.keyboard.press('Enter');
  await expect(part(page, 'Cluster link 0: cut')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('Cluster messages go over link 1')).toBeVisible();
});

test('the network drawing leads to the fields and follows them; a plan of addresses is written as one edit', async ({
  page,
}) => {
  await visit(page, 'network');
  await test.step('a part leads to its field, and shows that the form is there', async () => {
    const management = part(page, 'Management network, 192.168.1.0/24');
    const link = part(page, 'Cluster link 1, 10.10.11.0/24');
    await tabTo(page, part(page, 'pve-node1, 192.168.1.11'));
    await keyUntilFocused(page, 'ArrowRight', link);
    await page.keyboard.press('Enter');
    const field = page.locator('[data-field="network.links[1].cidr"]');
    await expect(field).toBeFocused();
    await expect(link).toHaveAttribute('aria-current', 'true');
    await expect(management).not.toHaveAttribute('aria-current', 'true');
    await lookAt(page, 'network-link-1');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('10.10.10.0/24');
    await page.keyboard.press('Enter');
    await expect(part(page, 'Cluster link 1, 10.10.10.0/24')).toBeVisible();
  });
  await test.step('it is saved as a file of its own, without what only this page has', async () => {
    const download = page.waitForEvent('download');
    await press(page, page.getByRole('button', { name: 'Save the drawing (SVG)' }));
    const file = await download;
    expect(file.suggestedFilename()).toBe('drawn-network.svg');
    const svg = await readFile(await file.path(), 'utf8');
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain('192.168.1.11');
    expect(svg).not.toMatch(/var\(--|class=|role="button"/);
    const alone = await page.context().newPage();
    await alone.setContent(svg);
    await alone.screenshot({ path: test.info().outputPath('network-saved.png') });
    await alone.close();
  });
  await test.step('what overlaps now is told, with the way back to its field', async () => {
    await press(page, page.getByRole('button', { name: /^Go to its field: 10\.10\.10\.0\/24/ }).first());
    await expect(page.locator('[data-field="network.links[1].cidr"]')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('10.10.11.0/24');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Nothing overlaps and no address is used twice/)).toBeVisible();
  });
  await test.step('a cable leads to the address of its end; what is hidden is no stop of the keyboard', async () => {
    const cable = part(page, /^Cable of pve-node2 to the link 1: enp2s0f1, 3c:ec:ef:7a:11:92, 10 Gb\/s$/);
    await tabTo(page, part(page, 'Cluster link 1, 10.10.11.0/24'));
    await keyUntilFocused(page, 'ArrowRight', cable);
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-field="hosts[1].links.1"]')).toBeFocused();
    await expect(cable).toHaveAttribute('aria-current', 'true');
    const chip = page.getByRole('button', { name: 'Cluster links', exact: true });
    await press(page, chip);
    await expect(chip).toHaveAttribute('aria-pressed', 'false');
    await expect(cable).toHaveCount(0);
    await expect(part(page, /^Cluster link/)).toHaveCount(0);
    await press(page, page.getByRole('button', { name: 'VMs', exact: true }));
    await expect(part(page, /^vm-dashboard/)).toHaveCount(0);
    await lookAt(page, 'network-layers');
    await press(page, page.getByRole('button', { name: 'All', exact: true }));
    await expect(cable).toHaveCount(1);
  });
  await test.step('copies may be sent over a link: the drawing and the form say so', async () => {
    await tabTo(page, page.locator('[data-field="cluster.migration.cidr"]'));
    await page.keyboard.type('10.10.11.0/24');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Shared with replication')).toBeVisible();
    await expect(page.getByText('over link 1', { exact: true })).toBeVisible();
    await lookAt(page, 'network-replication');
  });
  await test.step('another subnet', async () => {
    const subnet = page.getByRole('textbox', { name: 'Management network' });
    await tabTo(page, subnet);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('10.77.4.0/24');
    await page.keyboard.press('Enter');
    const changes = page.getByRole('table', { name: 'What would change' });
    await expect(changes.getByRole('row', { name: 'pve-node2 192.168.1.12 10.77.4.12' })).toBeVisible();
    await lookAt(page, 'address-plan');
    await press(page, page.getByRole('button', { name: /^Write \d+ changes$/ }));
    await expect(part(page, 'pve-node2, 10.77.4.12')).toBeVisible();
    await expect.poll(() => readFile(site.file, 'utf8')).toContain('cidr = "10.77.4.0/24"');
    await expect(page.getByText(/^Nothing overlaps and no address is used twice/)).toBeVisible();
  });
});

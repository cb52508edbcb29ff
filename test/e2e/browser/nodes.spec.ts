import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { keyUntilFocused, tabTo } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite, type OwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

let app: ServedApp;
let site: OwnSite;
test.beforeEach(async ({ page }) => {
  app = await serveApp();
  await page.goto(app.url);
  await switchTo(page, 'EN');
  site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
});
test.afterEach(() => app.close());

const text = () => readFile(site.file, 'utf8');
/** What the file says, without comments and blanks at the ends of lines. */
const expectFile = (line: string | RegExp) => expect.poll(text).toMatch(line instanceof RegExp ? line : escaped(line));
const escaped = (line: string) => new RegExp(line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

async function choosePve(page: Page, version: string): Promise<void> {
  await visit(page, 'site');
  await page.getByRole('combobox', { name: 'Version to install' }).selectOption(version);
  await expectFile(`version = "${version}"`);
  await visit(page, 'nodes');
}

test('the keys of the answer file are said on the node page, as far as the version knows them', async ({ page }) => {
  await visit(page, 'nodes');
  await test.step('8.4 knows neither pinning nor a subscription key', async () => {
    await expect(page.getByText('for Proxmox VE 8.4')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: /^Pin the names/ })).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: /^Subscription key/ })).toHaveCount(0);
  });
  await test.step('options fit the file system, and those of another one go with it', async () => {
    await page.getByRole('textbox', { name: 'Swap (GiB)' }).fill('8');
    await page.getByRole('textbox', { name: 'Swap (GiB)' }).press('Enter');
    await expectFile(/swapsizeGib = 8/);
    await page.getByRole('combobox', { name: 'File system' }).selectOption('zfs');
    await expectFile(/filesystem = "zfs"/);
    await expect.poll(text).not.toMatch(/swapsizeGib/);
    await expect(page.getByRole('textbox', { name: 'Swap (GiB)' })).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: /^Sector exponent/ })).toBeVisible();
  });
  await test.step('what is missing stands at the field, and the way on is there', async () => {
    const raid = page.getByRole('combobox', { name: 'RAID level' });
    await expect(page.locator('.sw-help').getByText(/without saying the raid level/)).toBeVisible();
    await raid.selectOption('raid0');
    await expectFile(/raid = "raid0"/);
    await expect(raid).toHaveAttribute('aria-invalid', 'false');
  });
  await test.step('something impossible stays in its field and does not take the page away', async () => {
    const mac = page.getByRole('combobox', { name: 'Management port (MAC)' });
    await mac.fill('no-mac');
    await mac.press('Enter');
    await expect(mac).toHaveAttribute('aria-invalid', 'true');
    await expect(mac).toHaveValue('no-mac');
    await mac.fill('3c:ec:ef:7a:10:c4');
    await mac.press('Enter');
    await expect(mac).toHaveAttribute('aria-invalid', 'false');
  });
  await test.step('a restart after the install warns', async () => {
    await page.getByRole('combobox', { name: 'When the install is done, it' }).selectOption('reboot');
    await expectFile(/rebootMode = "reboot"/);
    await expect(page.getByText('A stick that is left in installs again', { exact: false }).first()).toBeVisible();
  });
  await expectAccessible(page, 'Nodes with its answers');
  await test.step('9.2 knows both, and names are pinned by MAC', async () => {
    await choosePve(page, '9.2');
    await expect(page.getByRole('textbox', { name: /^Subscription key/ })).toBeVisible();
    const name = page.getByRole('textbox', { name: 'Name of 3c:ec:ef:7a:10:c5' });
    await name.fill('ring0');
    await name.press('Enter');
    await expectFile(/"3c:ec:ef:7a:10:c5" = "ring0"/);
    await page.getByRole('checkbox', { name: /^Pin the names/ }).uncheck();
    await expectFile(/pinNicNames = false/);
    await expect(name).toHaveCount(0);
  });
});

test('which disk is erased follows the answers, and a listing from the machine is shown before it is taken', async ({
  page,
}) => {
  await visit(page, 'nodes');
  // The sheet above names the disk as well.
  const verdict = page.locator('table:not([role="grid"])').getByRole('row').filter({ hasText: 'Samsung PM893' });
  await expect(verdict).toContainText('Kept');
  await test.step('a second disk: ext4 takes only one of them, and which one cannot be told', async () => {
    await page.getByRole('checkbox', { name: /Samsung PM893/ }).check();
    await expectFile(/S6PUNX0T700398"\]/);
    await expect(verdict).toContainText('Cannot tell');
    await expect(page.locator('.sw-page-status')).toContainText('stop the plan');
  });
  await test.step('a mirror takes both', async () => {
    await page.getByRole('combobox', { name: 'File system' }).selectOption('zfs');
    await page.getByRole('combobox', { name: 'RAID level' }).selectOption('raid1');
    await expect(verdict).toContainText('Erased');
    await page.getByRole('combobox', { name: 'File system' }).selectOption('ext4');
    await page.getByRole('checkbox', { name: /Samsung PM893/ }).uncheck();
    await expect(verdict).toContainText('Kept');
  });
  await test.step('a listing of lsblk', async () => {
    const before = await text();
    const disk = (name: string, serial: string, size: number, model: string) => ({
      name,
      path: `/dev/${name}`,
      type: 'disk',
      size,
      serial,
      model,
      rota: false,
      tran: 'sata',
    });
    await page.getByRole('textbox', { name: 'Output of one of these commands' }).fill(
      JSON.stringify({
        blockdevices: [
          disk('sda', 'BTYF812304TL240AGN', 240_057_409_536, 'INTEL SSDSC2KB240GZ'),
          disk('sdb', 'S6PUNX0T700398', 960_197_124_096, 'SAMSUNG MZ7L3960HCJR'),
          disk('sdc', 'S6PUNX0T700777', 960_197_124_096, 'SAMSUNG MZ7L3960HCJR'),
        ],
      }),
    );
    await page.getByRole('button', { name: 'See what is in it' }).click();
    await expect(page.getByText(/^Found: disks 3, ports 0/)).toBeVisible();
    expect(await text(), 'nothing is written before it is taken').toBe(before);
    await page.getByRole('button', { name: /^Take it/ }).click();
    await expect(page.getByText('Taken.')).toBeVisible();
    await expectFile(/S6PUNX0T700777/);
    await expect(page.getByText('by an imported listing')).toBeVisible();
  });
  await expectAccessible(page, 'Nodes after a listing');
});

test('half a DHCP range is never written; with a whole one, one image for all is offered', async ({ page }) => {
  await visit(page, 'media');
  const delivery = page.getByRole('combobox', { name: 'Delivery' });
  await expect(delivery.locator('option')).toHaveCount(1);
  await visit(page, 'network');
  await page.getByRole('textbox', { name: 'DHCP gives out from' }).fill('192.168.1.200');
  await expect(page.getByRole('button', { name: 'Declare it' })).toBeDisabled();
  await page.getByRole('textbox', { name: 'to', exact: true }).fill('192.168.1.240');
  await page.getByRole('button', { name: 'Declare it' }).click();
  await expectFile(/rangeEnd = "192.168.1.240"/);
  await visit(page, 'media');
  await delivery.selectOption('one-image');
  await expectFile(/delivery = "one-image"/);
  await expect(page.getByText('One image for all nodes.', { exact: false })).toBeVisible();
});

test('every port of a node is edited in its own table, reached from the sheet by the keyboard', async ({ page }) => {
  await visit(page, 'nodes');
  await tabTo(page, page.getByRole('grid').getByRole('textbox', { name: 'Name, pve-node1' }));
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByRole('textbox', { name: 'Port, eno1' })).toBeFocused();
  const role = page.getByRole('combobox', { name: 'Carries, enp2s0f0' });
  await tabTo(page, role);
  await page.keyboard.type('Nothing');
  await expectFile('{ name = "enp2s0f0", mac = "3c:ec:ef:7a:10:c5", speedMbps = 10000 }');
  await tabTo(page, page.getByRole('textbox', { name: 'Port of a new port' }));
  await page.keyboard.type('eno2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('3C-EC-EF-7A-10-C7');
  await page.keyboard.press('Enter');
  await expectFile(/name = "eno2", mac = "3c:ec:ef:7a:10:c7"/);
  await expect(page.getByText('Port eno2 was added.')).toBeVisible();
  await lookAt(page, 'ports');
  await expect(page.getByRole('textbox', { name: 'Port of a new port' })).toBeFocused();
  // Backwards: forwards the keyboard comes through the sheet, whose row says which node's ports these are.
  await keyUntilFocused(page, 'Shift+Tab', page.getByRole('button', { name: 'Remove eno2' }));
  await page.keyboard.press('Enter');
  await expect.poll(text).not.toContain('eno2');
});

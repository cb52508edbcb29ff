import { createHash, randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openSourceServer, type SourceServer } from '../../support/source-server.ts';
import { expectFocusInside, lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { makeOwnSite, type OwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

test.use({ viewport: SMALL_LAPTOP });

const say = saidIn('en');
const image = randomBytes(9_000_000);
const other = randomBytes(1_500_000);
const digestOf = (data: Uint8Array) => `sha256:${createHash('sha256').update(data).digest('hex')}`;

let app: ServedApp;
let server: SourceServer;
test.beforeEach(async () => {
  server = await openSourceServer({ 'image.raw': image, 'other.bin': other });
  app = await serveApp();
});
test.afterEach(async () => {
  await app.close();
  await server.close();
});

/** Two files of a source server with its own authority; the first is named as it is served. */
function sources(first: Uint8Array): string {
  return `schemaVersion = 1
parallel = 2
[trust]
caFiles = ["ca.pem"]
[[files]]
path = "files/image.raw"
url = "${server.url}/image.raw"
digest = "${digestOf(first)}"
[[files]]
path = "files/other.bin"
url = "${server.url}/other.bin"
digest = "${digestOf(other)}"
licence = "CC0-1.0"
`;
}

/** A site of nodes alone: it needs nothing but what its settings name. */
async function siteOfNodes(page: Page): Promise<OwnSite> {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, app.home, 'two-node-no-witness', 'taller');
  const tables = (await readFile(site.file, 'utf8')).split(/^(?=\[)/m);
  await writeFile(site.file, tables.filter((table) => !/^\[+(templates|machines|stacks)[\].]/.test(table)).join(''));
  await writeFile(join(site.folder, 'ca.pem'), server.authority);
  await writeFile(join(site.folder, 'sources.toml'), sources(image));
  await page.reload();
  await visit(page, 'bundle');
  return site;
}

const status = (page: Page) => page.locator('.sw-page-status');
const button = (place: Page | Locator, key: Parameters<typeof say<'bundle'>>[1]) =>
  place.getByRole('button', { name: say('bundle', key), exact: true });
/** A way to carry the bundle: its button asks something first. */
const way = (page: Page, key: Parameters<typeof say<'bundle'>>[1]) =>
  page.getByRole('button', { name: `${say('bundle', key)}…`, exact: true });
const panel = (page: Page, title: string) =>
  page.locator('.sw-panel').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

test('a bundle is made, checked, broken, mended, brought up to date and carried, all of it on its page', async ({
  page,
}) => {
  const watch = watchPage(page, app.origin);
  const site = await siteOfNodes(page);
  const file = join(site.folder, 'bundle', 'files', 'image.raw');
  const work = panel(page, say('bundle', 'making'));

  await test.step('making shows what comes and how far it is, and goes on while the page is opened anew', async () => {
    server.holdAfter.set('image.raw', 3_000_000);
    await expect(status(page)).toHaveText(say('bundle', 'gateNone'));
    await button(page, 'make').click();
    await expect(work.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/);
    const coming = work.getByRole('list', { name: say('bundle', 'comingNow') });
    await expect(coming).toContainText('files/image.raw');
    await page.reload();
    await expect(coming).toContainText('files/image.raw');
    await expect(button(page, 'stop')).toBeVisible();
    await expect(page.locator('.sw-page-buttons .pf-m-primary')).toHaveCount(0);
    await lookAt(page, 'making');
  });
  await test.step('stopped it keeps what is there, and goes on from there', async () => {
    await button(page, 'stop').click();
    await expect(work).toContainText(say('bundle', 'stoppedMake'));
    server.holdAfter.clear();
    await button(page, 'makeOn').click();
    await expect(status(page)).toHaveText(say('bundle', 'allThere'));
    expect(server.asked.filter((line) => line.startsWith('GET /image.raw'))).toHaveLength(2);
    const content = panel(page, say('bundle', 'content'));
    await expect(content.getByRole('row')).toHaveCount(3);
    await content.getByRole('searchbox').fill('cc0');
    await expect(content.getByRole('row')).toHaveCount(2);
    await content.getByRole('searchbox').fill('');
  });
  const checked = panel(page, say('bundle', 'checking'));
  await test.step('a file that was altered is told by its name, and making again mends it', async () => {
    await button(page, 'check').click();
    await expect(checked).toContainText(say('bundle', 'verdictGood'));
    const spoilt = Buffer.from(image);
    spoilt[7] = (spoilt[7] ?? 0) ^ 1;
    await writeFile(file, spoilt);
    await button(page, 'check').click();
    await expect(checked).toContainText(say('bundle', 'verdictBad'));
    await expect(checked.locator('.sw-diagnostic')).toContainText('files/image.raw');
    await expect(status(page)).toHaveText(say('bundle', 'gateBad'));
    await lookAt(page, 'broken');
    await button(page, 'makeAgain').click();
    await expect(work).toContainText(say('bundle', 'madeNow'));
    await button(page, 'check').click();
    await expect(checked).toContainText(say('bundle', 'verdictGood'));
    expect((await readFile(file)).equals(image)).toBe(true);
  });
  await test.step('a source that is away fails with its name and is tried again', async () => {
    await rm(file);
    await writeFile(join(site.folder, 'sources.toml'), sources(image).replaceAll(server.url, 'https://127.0.0.1:1'));
    await page.reload();
    await button(page, 'update').click();
    const moved = panel(page, say('bundle', 'updating'));
    await expect(moved.locator('.sw-diagnostic').first()).toContainText('127.0.0.1:1');
    const fresh = randomBytes(2_000_000);
    server.files.set('image.raw', fresh);
    await writeFile(join(site.folder, 'sources.toml'), sources(fresh));
    await button(moved, 'again').click();
    await expect(moved.getByRole('row')).toHaveCount(2);
    await expect(moved).toContainText('files/image.raw');
    await lookAt(page, 'moved');
    await button(moved, 'take').click();
    await expect(moved).toContainText(say('bundle', 'taken'));
    await button(page, 'makeOn').click();
    await expect(status(page)).toHaveText(say('bundle', 'allThere'));
    expect((await readFile(file)).equals(fresh)).toBe(true);
  });
  // What is refused from here on is an answer with its status.
  watch.expectQuiet();
  await test.step('it is cut into volumes, put together elsewhere and checked there', async () => {
    const [volumes, joined] = [join(app.home.folder, 'volumes'), join(app.home.folder, 'joined')];
    await way(page, 'split').press('Enter');
    const split = page.getByRole('dialog', { name: say('bundle', 'split') });
    await split.getByLabel(say('bundle', 'volumeSize')).fill('1,5');
    await split.getByLabel(say('bundle', 'outFolder')).fill('volumes');
    await button(split, 'splitGo').click();
    await expect(split.locator('.sw-diagnostic')).toContainText('volumes');
    await lookAt(page, 'split');
    await expectFocusInside(page);
    await split.getByLabel(say('bundle', 'outFolder')).fill(volumes);
    await split.getByLabel(say('bundle', 'outFolder')).press('Enter');
    await expect(split).toHaveCount(0);
    await expect(panel(page, say('bundle', 'splitting'))).toContainText(volumes);
    await way(page, 'join').click();
    const join_ = page.getByRole('dialog', { name: say('bundle', 'join') });
    await join_.getByLabel(say('bundle', 'volumesOf', { number: 1 })).fill(volumes);
    await join_.getByLabel(say('bundle', 'outFolder')).fill(joined);
    await button(join_, 'joinGo').click();
    await expect(panel(page, say('bundle', 'joining'))).toContainText(joined);
    await way(page, 'elsewhere').click();
    const elsewhere = page.getByRole('dialog', { name: say('bundle', 'elsewhere') });
    await elsewhere.getByLabel(say('bundle', 'bundleFolder')).fill(joined);
    await button(elsewhere, 'check').click();
    await expect(checked).toContainText(say('bundle', 'verdictGood'));
    await expect(checked).toContainText(joined);
    await way(page, 'compare').click();
    const compare = page.getByRole('dialog', { name: say('bundle', 'compare') });
    await compare.getByLabel(say('bundle', 'otherBundle')).fill(joined);
    await button(compare, 'compareGo').click();
    await expect(compare).toContainText(say('bundle', 'nothingMoved'));
    await page.keyboard.press('Escape');
    await expect(way(page, 'compare')).toBeFocused();
  });
});

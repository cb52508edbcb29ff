import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openRunStore } from '../../../electron/engine/run/run-store.ts';
import { Secret } from '../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../electron/engine/shell/redactor.ts';
import { press } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

let app: ServedApp;
test.beforeEach(async ({ page }) => {
  app = await serveApp();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(app.url);
  await switchTo(page, 'EN');
});
test.afterEach(() => app.close());

const title = { en: 'Create the cluster', es: 'Crear el clúster' };
const expected = { en: 'The cluster has quorum', es: 'El clúster tiene quórum' };
const itemId = 'cluster.create@pve-node1';

test('every number of the report leads to the command and its answer, with the keyboard alone', async ({ page }) => {
  const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  const { runId, log, journal, close } = await openRunStore({
    folder: join(site.folder, 'runs'),
    redactor: createRedactor([new Secret('hunter2-of-site')]),
  }).create();
  const started = {
    runId,
    kind: 'apply',
    siteId: 'workshop',
    rehearsed: false,
    appVersion: '0.1.0',
    by: 'tecnico',
  } as const;
  const item = { id: itemId, stepId: 'cluster.create', title, phase: 'cluster', target: 'pve-node1' } as const;
  const changes = [{ what: 'cluster', after: 'municipal' }];
  log.emit({ type: 'run-started', ...started });
  await journal.append('run-started', started);
  log.emit({ type: 'plan', items: [{ ...item, risk: 'safe', action: 'apply', changes, waitsFor: [] }] });
  log.emit({
    type: 'log',
    itemId,
    host: 'pve-node1',
    level: 'change',
    text: 'pvecm create municipal --password hunter2-of-site',
  });
  log.emit({ type: 'log', itemId, host: 'pve-node1', level: 'out', text: 'Writing corosync config' });
  await journal.append('step-finished', { item: itemId, outcome: 'changed', changes });
  log.emit({ type: 'step-finished', itemId, outcome: 'changed', changes, durationMs: 4100 });
  const result = { id: 'smoke.cluster', title: expected, expected, seen: ['quorate: yes'], durationMs: 5 } as const;
  await journal.append('check-finished', { result: { ...result, outcome: 'passed' } });
  log.emit({ type: 'check-finished', result: { ...result, outcome: 'passed' } });
  await journal.append('run-finished', { outcome: 'done' });
  log.emit({ type: 'run-finished', outcome: 'done', changed: 1, unchanged: 0, failed: 0, durationMs: 9000 });
  await close();

  await visit(page, 'report');
  const paper = page.frameLocator('iframe.sw-paper');
  const panel = page.getByRole('region', { name: 'Evidence E-002' });
  await expect(page.locator('.sw-page-status')).toHaveText(/\d+ statements, \d+ with evidence\./);

  await test.step('a step leads to its command, without the secret, and to its record', async () => {
    const step = paper.getByRole('row', { name: 'Create the cluster pve-node1' }).getByRole('link', { name: 'E-002' });
    await step.press('Enter');
    await expect(panel).toContainText('$ pvecm create municipal --password ***');
    await expect(panel).toContainText('Writing corosync config');
    await expect(panel).toContainText('cluster: absent → municipal');
    await expect(panel).toContainText('journal.jsonl, record 2');
    await expect(panel).toContainText('The chain is unbroken, 4 records');
    await expect(step).toHaveClass(/here/);
    await lookAt(page, 'evidence');
  });

  await test.step('it is searched, and shown in the other language without changing the window', async () => {
    const find = page.getByRole('searchbox', { name: 'Find in the report' });
    await find.fill('PVE-NODE1');
    await expect(page.locator('.sw-paper-find')).toContainText(/1 of \d+/);
    await find.press('Shift+Enter');
    await expect(page.locator('.sw-paper-find')).toContainText(/(\d+) of \1/);
    await lookAt(page, 'found');
    const languages = page.getByRole('group', { name: 'Language of the preview' });
    await expect(page.locator('.sw-page-status')).toContainText('It is written in Spanish, as the site says.');
    await press(page, languages.getByRole('button', { name: 'Español' }), 'Space');
    await expect(paper.getByRole('heading', { name: 'Resumen' })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Report');
    await expect(page.locator('.sw-page-status')).not.toContainText('It is written in');
    await lookAt(page, 'in-spanish');
    await press(page, languages.getByRole('button', { name: 'English' }), 'Space');
    await expect(paper.getByRole('heading', { name: 'Summary' })).toBeVisible();
    await find.fill('');
  });

  await test.step('a check leads to what was seen', async () => {
    await paper.getByRole('row', { name: 'The cluster has quorum' }).getByRole('link').press('Enter');
    await expect(page.getByRole('region', { name: 'Evidence E-003' })).toContainText('quorate: yes');
    await switchTo(page, 'Dark');
    await switchTo(page, 'ES');
    // The language of the preview was chosen: it stays until it is chosen again.
    await press(
      page,
      page.getByRole('group', { name: 'Idioma de la vista previa' }).getByRole('button', { name: 'Español' }),
      'Space',
    );
    await expect(page.getByRole('region', { name: 'Prueba E-003' })).toContainText('superada');
    await lookAt(page, 'evidence-dark-es');
    await page.getByRole('button', { name: 'Cerrar la prueba' }).press('Enter');
    await expect(page.getByRole('region', { name: /^Prueba E-/ })).toHaveCount(0);
  });

  await test.step('what is written has the same numbers, each with its record and its log', async () => {
    await page.getByRole('button', { name: 'Escribir el informe' }).press('Enter');
    await expect(page.locator('.sw-page-status')).toContainText('Escrito en ');
    const written = JSON.parse(await readFile(join(site.folder, 'reports', runId, 'evidence.json'), 'utf8'));
    const step = written.entries.find((entry: { key: string }) => entry.key === `step:${itemId}`);
    expect(step).toMatchObject({ number: 'E-002', record: 2, lines: [{ level: 'change' }, { level: 'out' }] });
    expect(JSON.stringify(written)).not.toContain('hunter2');
  });
});

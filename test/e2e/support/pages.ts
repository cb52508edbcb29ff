import { expect, type Page } from '@playwright/test';

/** Every page of a site's journey with its heading in both languages. */
export const SITE_PAGES = [
  { id: 'site', en: 'Site', es: 'Sitio' },
  { id: 'nodes', en: 'Nodes', es: 'Nodos' },
  { id: 'network', en: 'Network', es: 'Red' },
  { id: 'storage', en: 'Storage and quorum', es: 'Discos y quórum' },
  { id: 'machines', en: 'Machines and stacks', es: 'Máquinas y aplicaciones' },
  { id: 'review', en: 'Review', es: 'Revisión' },
  { id: 'media', en: 'Media', es: 'Memorias USB' },
  { id: 'bundle', en: 'Bundle', es: 'Paquete' },
  { id: 'connect', en: 'Connect', es: 'Conexión' },
  { id: 'arrival', en: 'Arrival', es: 'Llegada' },
  { id: 'install', en: 'Install', es: 'Instalación' },
  { id: 'smoke', en: 'Smoke tests', es: 'Pruebas' },
  { id: 'report', en: 'Report', es: 'Informe' },
  { id: 'handover', en: 'Hand-over', es: 'Entrega al cliente' },
  { id: 'history', en: 'History', es: 'Historial' },
] as const;

export type SitePageId = (typeof SITE_PAGES)[number]['id'];

/** Goes there by the navigation, as a person does. */
export async function visit(page: Page, id: SitePageId): Promise<void> {
  await page.locator(`.sw-nav a[href$="/${id}"]`).click();
  await expect(page.locator('.sw-nav a[aria-current="page"]')).toHaveAttribute('href', new RegExp(`/${id}$`));
}

/** On pages that ask the engine for more than the site: what stands there once it has answered. */
const ANSWERED: Partial<Readonly<Record<SitePageId, string>>> = {
  nodes: '.sw-panel-aside:not(:empty)',
  review: '.sw-panel h2 .mono',
  media: '.sw-named-rows td:nth-of-type(1) > *',
  bundle: 'tbody tr',
  connect: 'tbody tr:nth-of-type(8)',
  arrival: '.sw-fault option:nth-of-type(2)',
  install: '.sw-fault option:nth-of-type(2)',
  handover: '.sw-secrets tbody tr',
  history: '.sw-history-empty[data-answered], .sw-history',
};

/** Waits until what the page asked for is on the screen, or why it was refused. */
export async function expectFilled(page: Page, id: SitePageId): Promise<void> {
  const answered = ANSWERED[id];
  if (answered)
    await expect(page.locator(`.sw-page-content :is(${answered}, .sw-diagnostic)`).first()).toBeAttached({
      timeout: 30_000,
    });
}

export async function openExample(page: Page, folder: string): Promise<void> {
  await page.locator('.sw-brand').click();
  await page.getByRole('button', { name: `Open ${folder}`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Site' })).toBeVisible();
}

export async function switchTo(page: Page, what: 'EN' | 'ES' | 'Light' | 'Dark' | 'Claro' | 'Oscuro'): Promise<void> {
  await page.getByRole('button', { name: what, exact: true }).click();
}

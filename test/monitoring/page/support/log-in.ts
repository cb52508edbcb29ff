import type { Page } from '@playwright/test';

/** As a person does, on the login page of a dashboard. */
export async function logIn(page: Page, url: string, name: string, password: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.locator('[name=username]').fill(name);
  await page.locator('[name=password]').fill(password);
  await page.locator('form button').click();
  await page.locator('.frame h1').waitFor();
}

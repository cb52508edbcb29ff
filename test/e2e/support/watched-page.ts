import { expect, type Page } from '@playwright/test';

export interface Watch {
  /** Nothing was written to the console as an error, nothing threw, nothing was asked of another origin. */
  expectQuiet(): void;
}

/** Listens from now on. `origin` is the only place that may be asked for anything. */
export function watchPage(page: Page, origin: string): Watch {
  const errors: string[] = [];
  const outside: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob|about):/.test(url)) outside.push(url);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  });
  return {
    expectQuiet: () => {
      expect(errors, 'errors on the page').toEqual([]);
      expect(outside, 'requests to another origin').toEqual([]);
    },
  };
}

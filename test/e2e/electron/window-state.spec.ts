import { expect, test } from '@playwright/test';
import { makeHome } from '../support/home.ts';
import { launchApp } from '../support/launched-app.ts';

test('the window opens where it stood, and on the screen where it stood is gone', async () => {
  const home = await makeHome();
  const launch = () => launchApp({ ...home, remove: async () => undefined });
  const boundsOf = ({ app }: Awaited<ReturnType<typeof launchApp>>) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  const moveTo = (at: Electron.Rectangle) => (launched: Awaited<ReturnType<typeof launchApp>>) =>
    launched.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), at);
  try {
    const first = await launch();
    await moveTo({ x: 60, y: 40, width: 1200, height: 800 })(first);
    await expect.poll(() => boundsOf(first)).toMatchObject({ width: 1200, height: 800 });
    const stood = await boundsOf(first);
    await first.close();

    const second = await launch();
    expect(await boundsOf(second)).toEqual(stood);
    await moveTo({ x: 5000, y: 4000, width: 1200, height: 800 })(second);
    await second.close();

    const third = await launch();
    const [at, area] = await third.app.evaluate(({ BrowserWindow, screen }) => [
      BrowserWindow.getAllWindows()[0]?.getBounds(),
      screen.getPrimaryDisplay().workArea,
    ]);
    expect(at).toBeDefined();
    if (!at || !area) return;
    expect(at.x).toBeGreaterThanOrEqual(area.x);
    expect(at.y).toBeGreaterThanOrEqual(area.y);
    expect(at.x + at.width).toBeLessThanOrEqual(area.x + area.width);
    expect(at.y + at.height).toBeLessThanOrEqual(area.y + area.height);
    await third.close();
  } finally {
    await home.remove();
  }
});

import { app, type Session } from 'electron';
import { mayLoad, PAGE_ORIGIN } from './sender.ts';

/** Before the app is ready: whatever shows a page, now or later, shows ours only, and opens nothing further. */
export function hardenContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event, url) => stayOnPage(event, url));
    contents.on('will-redirect', (event, url) => stayOnPage(event, url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Nothing of the laptop is given to a page (camera, position, notices, USB, HID, serial), and nothing comes from a network. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, allow) => allow(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
}

function stayOnPage(event: Pick<Electron.Event, 'preventDefault'>, url: string): void {
  if (!url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault();
}

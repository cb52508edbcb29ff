// The least that an Electron application can show: what a cold start is compared with.
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,<title>Empty</title><h1>Empty</h1>');
});

import { contextBridge, ipcRenderer } from 'electron';

/**
 * Hands one message port to the page and asks native dialogs on its behalf; nothing else. The page never names a path:
 * a picked file comes back as a handle with its name.
 */
ipcRenderer.on('engine-port', (event) => {
  window.postMessage('sitewright:engine-port', window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('sitewright', {
  requestPort: () => ipcRenderer.send('engine-port'),
  pick: (kind: 'iso' | 'site' | 'sources' | 'exported' | 'update' | 'key' | 'folder') =>
    ipcRenderer.invoke('pick', kind) as Promise<{ handle: string; name: string } | undefined>,
});

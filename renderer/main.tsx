import '@patternfly/react-core/dist/styles/base.css';
import './ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { connectEngine } from './bridge/connect.ts';
import { startSettings } from './state/settings.ts';

startSettings();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App engine={connectEngine()} />
    </StrictMode>,
  );
}

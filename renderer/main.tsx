import '@patternfly/react-core/dist/styles/base.css';
import './ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app.tsx';
import { connectEngine } from './bridge/connect.ts';
import { startSettings } from './state/settings.ts';

// The page's policy allows no eval; zod would try it for speed.
z.config({ jitless: true });
startSettings();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App engine={connectEngine()} />
    </StrictMode>,
  );
}

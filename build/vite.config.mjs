import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { at } from './lib/tree.mjs';

export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: at('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome114',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
  },
});

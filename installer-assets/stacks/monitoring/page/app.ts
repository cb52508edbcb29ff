import { startPage } from './state/page.ts';

const root = document.getElementById('app');
if (root) startPage(root);

import { catalogue } from './catalogue.ts';

export const contractDiagnostics = catalogue({});

import { catalogue } from './catalogue.ts';

export const transportDiagnostics = catalogue({});

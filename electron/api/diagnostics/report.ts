import { catalogue } from './catalogue.ts';

export const reportDiagnostics = catalogue({});

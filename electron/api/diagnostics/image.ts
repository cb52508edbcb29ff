import { catalogue } from './catalogue.ts';

export const imageDiagnostics = catalogue({});

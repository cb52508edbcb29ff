import { TERRAFORM, wantsTerraform } from '../../pve/api-accounts.ts';
import type { Step } from '../step.ts';
import { accountStep } from './account-step.ts';

/** The account that the exported `main.tf` works with; only where the site asks for it. */
export const terraformStep: Step = accountStep(TERRAFORM, {
  id: 'access.terraform',
  title: { en: 'Account for Terraform', es: 'Cuenta para Terraform' },
  wanted: wantsTerraform,
});

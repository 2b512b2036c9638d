import type { DeliveryArtifact } from '../core/artifact';
import type { Problems } from '../core/problems';
import { ArtifactChecks } from './artifact-checks';
import type { RuleContext } from './rule-kind';

/** The artifact that a rule takes, as a list of names. What nothing puts out before the rule is reported. */
export function inputOf(problems: Problems, { artifacts }: RuleContext, input: DeliveryArtifact): string[] {
  const checks = new ArtifactChecks(problems, artifacts);
  if (!checks.checkArtifact('input', input)) return [];
  checks.checkFiles('input', input);
  return [input.artifactName];
}

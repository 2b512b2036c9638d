export interface Shift {
  readonly functionName: string;
  readonly aliasName: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
}

/**
 * The version is written by hand: JSON.stringify would make 0 of it, and the only version that is allowed is 0.0.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html
 */
export function appSpec({ functionName, aliasName, currentVersion, targetVersion }: Shift): string {
  const properties = {
    Name: functionName,
    Alias: aliasName,
    CurrentVersion: currentVersion,
    TargetVersion: targetVersion,
  };
  const resources = JSON.stringify([{ Function: { Type: 'AWS::Lambda::Function', Properties: properties } }]);
  return `{"version":0.0,"Resources":${resources}}`;
}

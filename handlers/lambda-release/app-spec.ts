export interface Shift {
  readonly functionName: string;
  readonly aliasName: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
  readonly beforeTraffic?: string;
  readonly afterTraffic?: string;
}

/**
 * The version is written by hand: JSON.stringify would make 0 of it, and the only version that is allowed is 0.0.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html
 */
export function appSpec({ functionName, aliasName, currentVersion, targetVersion, ...hooks }: Shift): string {
  const properties = {
    Name: functionName,
    Alias: aliasName,
    CurrentVersion: currentVersion,
    TargetVersion: targetVersion,
  };
  const resources = JSON.stringify([{ Function: { Type: 'AWS::Lambda::Function', Properties: properties } }]);
  const events = [
    ...(hooks.beforeTraffic === undefined ? [] : [{ BeforeAllowTraffic: hooks.beforeTraffic }]),
    ...(hooks.afterTraffic === undefined ? [] : [{ AfterAllowTraffic: hooks.afterTraffic }]),
  ];
  return `{"version":0.0,"Resources":${resources}${events.length === 0 ? '' : `,"Hooks":${JSON.stringify(events)}`}}`;
}

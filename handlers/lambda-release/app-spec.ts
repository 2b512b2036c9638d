import { type Hooks } from './user-parameters';

export interface Shift {
  readonly functionName: string;
  readonly aliasName: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
  readonly hooks: Hooks;
}

/**
 * The version is written by hand: JSON.stringify would make 0 of it, and the only version that is allowed is 0.0.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html
 */
export function appSpec({ functionName, aliasName, currentVersion, targetVersion, hooks }: Shift): string {
  const { BeforeAllowTraffic, AfterAllowTraffic } = hooks;
  const hookList = [
    ...(BeforeAllowTraffic === undefined ? [] : [{ BeforeAllowTraffic }]),
    ...(AfterAllowTraffic === undefined ? [] : [{ AfterAllowTraffic }]),
  ];
  const properties = {
    Name: functionName,
    Alias: aliasName,
    CurrentVersion: currentVersion,
    TargetVersion: targetVersion,
  };
  const body = JSON.stringify({
    Resources: [{ Function: { Type: 'AWS::Lambda::Function', Properties: properties } }],
    ...(hookList.length === 0 ? {} : { Hooks: hookList }),
  });
  return `{"version":0.0,${body.slice(1)}`;
}

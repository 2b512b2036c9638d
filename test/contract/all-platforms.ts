// A program with every platform, for `npm run examples`: the validator of aws-cdk-lib looks at whole assemblies.
import { App, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { Delivery } from '../../lib';
import { newSource } from '../support/fixtures';
import { platforms } from './platforms';

export const app = new App();
const stages = platforms().map((platform, index) => {
  const stack = new Stack(app, `Platform${index}`);
  // One that is known by names alone makes nothing in this stack.
  new CfnWaitConditionHandle(stack, 'Present');
  return { stageName: `Stage${index}`, targets: [platform.make(stack, `Target${index}`)] };
});
const stack = new Stack(app, 'Delivery');
new Delivery(stack, 'Delivery', { sources: [newSource(stack)], stages });

import { deliveryApp, resourcesOf } from './support/delivery-app';

const known = new Map<string, string[]>();

/** The logical ids of an app with these stages, which is made once. */
function idsOf(stageNames: string[]): string[] {
  const key = stageNames.join();
  const ids = known.get(key) ?? Object.keys(resourcesOf(deliveryApp({ stageNames }).app));
  known.set(key, ids);
  return [...ids];
}

/** A changed id of one of these would replace something that keeps what people need, or that others know by its name. */
const STATEFUL = [
  'AWS::CodeCommit::Repository',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::CodePipeline::Pipeline',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
];

test('the logical ids of what keeps something stay as they are', () => {
  const stateful = Object.entries(resourcesOf(deliveryApp().app)).filter(([, { Type }]) => STATEFUL.includes(Type));
  expect(stateful.map(([id, { Type }]) => `${Type} ${id}`).sort()).toMatchInlineSnapshot(`
    [
      "AWS::CodeCommit::Repository Application/Repository22E53BBD",
      "AWS::CodeDeploy::Application Application/ProductionApplicationD9646780",
      "AWS::CodeDeploy::Application Application/StagingApplication0ED5087E",
      "AWS::CodeDeploy::DeploymentGroup Application/ProductionDeploymentGroup211D4DCB",
      "AWS::CodeDeploy::DeploymentGroup Application/StagingDeploymentGroupBD1A9916",
      "AWS::CodePipeline::Pipeline Delivery/DeliveryPipelineAB014EF6",
      "AWS::Lambda::Alias Application/ProductionAliasB1714AE2",
      "AWS::Lambda::Alias Application/StagingAlias44DD2B7F",
      "AWS::Lambda::Version Application/ProductionFirstVersion984027CC",
      "AWS::Lambda::Version Application/StagingFirstVersion6735A8DA",
      "AWS::Logs::LogGroup Delivery/CdkDeliverylambdareleaseLogs0DC97EA5",
      "AWS::Logs::LogGroup Delivery/DeliveryFoundationBuildLogs2AC5CA9A",
      "AWS::S3::Bucket Delivery/DeliveryFoundationAccessLogs14B8B8F1",
      "AWS::S3::Bucket Delivery/DeliveryFoundationArtifacts2423111D",
    ]
  `);
});

test.each([
  ['inserted before all others', ['Development', 'Staging', 'Production']],
  ['inserted between two others', ['Staging', 'Beta', 'Production']],
  ['added at the end', ['Staging', 'Production', 'Europe']],
])('no logical id moves when a stage is %s', (_, stageNames) => {
  const before = idsOf(['Staging', 'Production']);
  const after = idsOf(stageNames);
  expect(before.filter((id) => !after.includes(id))).toEqual([]);
  expect(after.length).toBeGreaterThan(before.length);
});

test('no logical id moves when stages change places', () => {
  expect(idsOf(['Production', 'Staging']).sort()).toEqual(idsOf(['Staging', 'Production']).sort());
});

test('a stage that is removed takes only its own resources along', () => {
  const removed = idsOf(['Staging', 'Production']).filter((id) => !idsOf(['Production']).includes(id));
  expect(removed.filter((id) => !id.includes('Staging'))).toEqual([]);
});

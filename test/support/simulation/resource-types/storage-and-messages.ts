import { urlSuffixOf } from '../environment';
import type { PhysicalResource } from './physical-resource';
import { knownByArn, named, namedWithArn, type ResourceTypes } from './resource-type';

const bucketName = named('BucketName', { maxLength: 63, lowerCase: true });
const tableName = named('TableName');
const topicName = named('TopicName');
const queueName = named('QueueName', { maxLength: 80 });

const bucketArn = (bucket: PhysicalResource): string =>
  `arn:${bucket.environment.partition}:s3:::${bucketName(bucket)}`;
const tableArn = (table: PhysicalResource): string => table.arn('dynamodb', `table/${tableName(table)}`);
const topicArn = (topic: PhysicalResource): string => topic.arn('sns', topicName(topic));
const suffix = (resource: PhysicalResource): string => urlSuffixOf(resource.environment.partition);

function queueUrl(queue: PhysicalResource): string {
  const { region, account } = queue.environment;
  return `https://sqs.${region}.${suffix(queue)}/${account}/${queueName(queue)}`;
}

export const STORAGE_AND_MESSAGE_TYPES: ResourceTypes = {
  'AWS::S3::Bucket': namedWithArn(bucketName, bucketArn, {
    DomainName: (bucket) => `${bucketName(bucket)}.s3.${suffix(bucket)}`,
    RegionalDomainName: (bucket) => `${bucketName(bucket)}.s3.${bucket.environment.region}.${suffix(bucket)}`,
  }),
  'AWS::DynamoDB::Table': namedWithArn(tableName, tableArn, {
    StreamArn: (table) => `${tableArn(table)}/stream/2026-01-01T00:00:00.000`,
  }),
  'AWS::SNS::Topic': knownByArn(topicArn, 'TopicArn', { TopicName: topicName }),
  'AWS::SNS::Subscription': knownByArn((it) => `${it.text('TopicArn')}:${it.uuid()}`, 'Arn'),
  'AWS::SQS::Queue': {
    ref: queueUrl,
    attributes: {
      Arn: (queue) => queue.arn('sqs', queueName(queue)),
      QueueName: queueName,
      QueueUrl: queueUrl,
    },
  },
};

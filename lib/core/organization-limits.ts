const IAM_API = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const TAG_TEXT = 'letters, digits, spaces and _ . : / = + - @';

/** Figures of what an organization wants of names and tags, which are part of `LIMITS`. */
export const ORGANIZATION_LIMITS = {
  rolePath: {
    min: 1,
    max: 512,
    pattern: /^\/(?:[\x21-\x29\x2B-\x7E]+\/)?$/,
    allowed: 'printable ASCII without spaces and *, with a / first and last',
    url: `${IAM_API}/API_CreatePolicy.html`,
  },
  /** Our own bound: the shortest names, of connections, have 32 characters, and nine of them say the difference. */
  namePrefix: {
    min: 1,
    max: 20,
    pattern: /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*-?$/,
    allowed: 'letters, digits and single hyphens, with a letter first',
    url: 'https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html',
  },
  /** Those of IAM, which allows the least. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
  commonTagKey: {
    min: 1,
    max: 128,
    pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/iu,
    allowed: `${TAG_TEXT}, without aws: first`,
    url: `${IAM_API}/API_Tag.html`,
  },
  commonTagValue: {
    min: 0,
    max: 256,
    pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
    allowed: TAG_TEXT,
    url: `${IAM_API}/API_Tag.html`,
  },
  instanceProfileNameLength: {
    min: 1,
    max: 128,
    unit: 'characters',
    url: `${IAM_API}/API_CreateInstanceProfile.html`,
  },
  logGroupNameLength: {
    min: 1,
    max: 512,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html',
  },
  topicNameLength: {
    min: 1,
    max: 256,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html',
  },
};

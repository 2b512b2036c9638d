const PROFILER_API = 'https://docs.aws.amazon.com/codeguru/latest/profiler-api';
const AGENT_PARAMETERS = `${PROFILER_API}/API_AgentConfiguration.html`;

/** The most that a whole number of 32 bits holds: AWS publishes no greatest value. */
const ANY = 2147483647;

/** Figures of CodeGuru, which are part of `LIMITS`. */
export const INSIGHT_LIMITS = {
  profilingGroupName: {
    min: 1,
    max: 255,
    pattern: /^[\w-]+$/,
    allowed: 'letters, digits, - and _',
    url: `${PROFILER_API}/API_CreateProfilingGroup.html`,
  },
  profilerAgents: {
    min: 1,
    max: 50,
    unit: 'agents',
    url: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codeguruprofiler-profilinggroup.html',
  },
  profilerTopics: { min: 0, max: 2, unit: 'topics', url: `${PROFILER_API}/API_AddNotificationChannels.html` },
  agentStackDepth: { min: 1, max: ANY, unit: 'calls', url: AGENT_PARAMETERS },
  agentLimitPercent: { min: 1, max: 100, unit: 'percent', url: AGENT_PARAMETERS },
  agentInterval: { min: 1, max: ANY, unit: 'milliseconds', url: AGENT_PARAMETERS },
  agentPath: {
    min: 2,
    max: 1024,
    pattern: /^\/[A-Za-z0-9._/+-]+$/,
    allowed: 'letters, digits and . _ / + -, from the root on',
    url: 'https://docs.aws.amazon.com/codeguru/latest/profiler-ug/enabling-the-agent-with-command-line.html',
  },
  reviewedRepository: {
    min: 1,
    max: 100,
    pattern: /^[\w.-]+$/,
    allowed: 'letters, digits and _ . -',
    url: 'https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_S3Repository.html',
  },
  reviewedOwner: {
    min: 1,
    max: 100,
    pattern: /^\S(?:.*\S)?$/,
    allowed: 'any character, without blanks at either end',
    url: 'https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_ThirdPartySourceRepository.html',
  },
  findingCategory: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9_./:@-]+$/,
    allowed: 'letters, digits and _ . / : @ -, with _ for a blank',
    url: 'https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_RecommendationSummary.html',
  },
  findingCategories: {
    min: 0,
    max: 20,
    unit: 'categories',
    url: 'https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_RecommendationSummary.html',
  },
  branchText: {
    min: 1,
    max: 256,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_RepositoryHeadSourceCodeType.html',
  },
  functionLayers: {
    min: 0,
    max: 5,
    unit: 'layers',
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
};

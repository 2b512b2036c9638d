const USER_GUIDE = 'https://docs.aws.amazon.com/codepipeline/latest/userguide';
const PIPELINE_API = 'https://docs.aws.amazon.com/codepipeline/latest/APIReference';

/** Figures of conditions, variables and transitions of a pipeline, which are part of `LIMITS`. */
export const PIPELINE_LIMITS = {
  rulesPerCondition: { min: 1, max: 5, unit: 'rules', url: `${PIPELINE_API}/API_Condition.html` },
  ruleName: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9.@\-_]+$/,
    allowed: 'letters, digits and . @ - _',
    url: `${PIPELINE_API}/API_RuleDeclaration.html`,
  },
  transitionReason: {
    min: 1,
    max: 300,
    pattern: /^[A-Za-z0-9!@ ().*?-]+$/,
    allowed: 'letters, digits, spaces and ! @ ( ) . * ? -',
    url: `${PIPELINE_API}/API_DisableStageTransition.html`,
  },
  actionsPerPipeline: {
    min: 1,
    max: 1000,
    unit: 'actions in all stages',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html',
  },
  actionsPerPipelineBefore: {
    min: 1,
    max: 500,
    unit: 'actions in all stages',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html',
  },
  pipelineVariables: { min: 0, max: 50, unit: 'variables', url: `${PIPELINE_API}/API_PipelineDeclaration.html` },
  pipelineVariableName: {
    min: 1,
    max: 128,
    pattern: /^[A-Za-z0-9@\-_]+$/,
    allowed: 'letters, digits and @ - _',
    url: `${PIPELINE_API}/API_PipelineVariableDeclaration.html`,
  },
  pipelineVariableValue: {
    min: 1,
    max: 1000,
    unit: 'characters',
    url: `${PIPELINE_API}/API_PipelineVariableDeclaration.html`,
  },
  pipelineVariableDescription: {
    min: 0,
    max: 200,
    unit: 'characters',
    url: `${PIPELINE_API}/API_PipelineVariableDeclaration.html`,
  },
  ruleConfigurationValue: { min: 1, max: 10000, unit: 'characters', url: `${PIPELINE_API}/API_RuleDeclaration.html` },
  /** No rule runs for longer. */
  alarmWait: { min: 1, max: 86400, unit: 'minutes', url: `${PIPELINE_API}/API_RuleDeclaration.html` },
  windowStart: { min: 0, max: 23, unit: 'o’clock', url: `${USER_GUIDE}/rule-reference-DeploymentWindow.html` },
  windowEnd: { min: 1, max: 24, unit: 'o’clock', url: `${USER_GUIDE}/rule-reference-DeploymentWindow.html` },
} as const;

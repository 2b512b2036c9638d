const ACTION = 'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html';
const VARIABLE = 'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_EnvironmentVariable.html';

/** Figures of what verifies releases, which are part of `LIMITS`. */
export const VERIFICATION_LIMITS = {
  commands: { min: 1, max: 50, unit: 'commands', url: ACTION },
  outputVariables: { min: 0, max: 15, unit: 'variables', url: ACTION },
  commandVariables: { min: 0, max: 10, unit: 'variables', url: ACTION },
  commandVariableName: {
    min: 1,
    max: 128,
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    allowed: 'letters, digits and _, no digit first',
    url: VARIABLE,
  },
  commandVariableValue: { min: 1, max: 2000, unit: 'characters', url: VARIABLE },
  /** The page says 1000 for name, value and type; the API 2000 for the value. */
  commandVariableDocumented: {
    min: 1,
    max: 1000,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html#action-reference-Commands-envvars',
  },
  maximums: {
    min: 1,
    max: 20,
    unit: 'figures',
    url: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html',
  },
  maximumName: {
    min: 1,
    max: 100,
    pattern: /^[A-Za-z0-9_]+$/,
    allowed: 'letters, digits and _',
    url: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html',
  },
  findings: {
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'findings',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html',
  },
  checkAttempts: { min: 1, max: 100, unit: 'attempts', url: ACTION },
  /** An action of commands ends after 55 minutes. */
  commandDuration: {
    min: 1,
    max: 3300,
    unit: 'seconds',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html#action-reference-Commands-considerations',
  },
  jenkinsProject: {
    min: 1,
    max: 100,
    pattern: /^[^\p{Cc}]+$/u,
    allowed: 'any character but control characters',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-four-stage-pipeline.html',
  },
  executionPrefix: {
    min: 1,
    max: 43,
    pattern: /^[A-Za-z0-9_-]+$/,
    allowed: 'letters, digits, - and _',
    url: 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html',
  },
  pipelineVariables: {
    min: 0,
    max: 50,
    unit: 'variables',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html',
  },
  pipelineVariableName: {
    min: 1,
    max: 128,
    pattern: /^[A-Za-z0-9@\-_]+$/,
    allowed: 'letters, digits and @ - _',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariable.html',
  },
  pipelineVariableValue: {
    min: 1,
    max: 1000,
    unit: 'characters',
    url: 'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariable.html',
  },
};

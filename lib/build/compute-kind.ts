import type { IBuildImage } from 'aws-cdk-lib/aws-codebuild';

/** What kind of machine an image runs on, as far as rules depend on it. */
export interface ComputeKind {
  readonly isLambda: boolean;
  readonly isLinux: boolean;
  readonly isGpu: boolean;
}

/** The kind of machine for an image. */
export function computeKind(image: IBuildImage): ComputeKind {
  const type = image.type;
  const isLambda = type.endsWith('LAMBDA_CONTAINER');
  return {
    isLambda,
    isLinux: !isLambda && !type.startsWith('WINDOWS') && !type.startsWith('MAC'),
    isGpu: type === 'LINUX_GPU_CONTAINER',
  };
}

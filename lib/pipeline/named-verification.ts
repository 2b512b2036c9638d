import type { Construct } from 'constructs';
import type { DeliveryArtifact } from '../core/artifact';
import type { IVerification, VerificationConfig, VerificationContext } from './verification-interface';
import type { VerificationOptions } from './verification-options';

type NameAndArtifact = Pick<VerificationOptions, 'verificationName' | 'artifact'>;

/** A verification with the name and the artifact that the user said. */
export abstract class NamedVerification<T extends NameAndArtifact> implements IVerification {
  public readonly verificationName: string;
  public readonly artifact?: DeliveryArtifact;

  constructor(protected readonly options: T) {
    this.verificationName = options.verificationName;
    this.artifact = options.artifact;
  }

  public abstract bind(scope: Construct, context: VerificationContext): VerificationConfig;
}

/**
 * The formats of test and coverage reports that CodeBuild reads.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
 */
export enum BuildReportFormat {
  /** Test results of JUnit and of most other test runners. */
  JUNIT_XML = 'JUNITXML',
  /** Test results of Cucumber. */
  CUCUMBER_JSON = 'CUCUMBERJSON',
  /** Test results of NUnit 2. */
  NUNIT_XML = 'NUNITXML',
  /** Test results of NUnit 3. */
  NUNIT3_XML = 'NUNIT3XML',
  /** Test results of TestNG. */
  TESTNG_XML = 'TESTNGXML',
  /** Test results of Visual Studio. */
  VISUAL_STUDIO_TRX = 'VISUALSTUDIOTRX',
  /** Coverage of Clover. */
  CLOVER_XML = 'CLOVERXML',
  /** Coverage of Cobertura. */
  COBERTURA_XML = 'COBERTURAXML',
  /** Coverage of JaCoCo. */
  JACOCO_XML = 'JACOCOXML',
  /** Coverage of SimpleCov. */
  SIMPLECOV = 'SIMPLECOV',
}

/**
 * A test or coverage report that a build leaves in CodeBuild.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#reports-buildspec-file
 */
export interface BuildReport {
  /**
   * The files with the results, as patterns relative to `baseDirectory`, e.g. `reports/*.xml`. At least one.
   */
  readonly files: string[];

  /**
   * The folder that `files` are relative to.
   *
   * @default - the root of the source
   */
  readonly baseDirectory?: string;

  /**
   * The format of the files.
   *
   * @default BuildReportFormat.JUNIT_XML
   */
  readonly format?: BuildReportFormat;
}

/**
 * The files that a build puts out.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts
 */
export interface BuildOutput {
  /**
   * The files, as patterns relative to `baseDirectory`.
   *
   * @default - every file
   */
  readonly files?: string[];

  /**
   * The folder whose contents become the root of the artifact.
   *
   * @default - the root of the source
   */
  readonly baseDirectory?: string;
}

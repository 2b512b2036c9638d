import type { AppSpecHooks } from './hook-props';
import type { AppSpecPermission } from './permission-props';

/**
 * What the servers run.
 */
export enum ServerOperatingSystem {
  /** Amazon Linux, Ubuntu Server, Red Hat Enterprise Linux. */
  LINUX = 'linux',

  /** Windows Server. */
  WINDOWS = 'windows',
}

/**
 * What happens to a file that is on the server already and that the last successful deployment did not bring.
 */
export enum FileExistsBehavior {
  /** The deployment fails. */
  DISALLOW = 'DISALLOW',

  /** The file of the bundle takes its place. */
  OVERWRITE = 'OVERWRITE',

  /** It stays, and the file of the bundle is not copied. */
  RETAIN = 'RETAIN',
}

/**
 * Something that is copied from the bundle to the servers.
 */
export interface AppSpecFile {
  /**
   * A file or a directory, as a path from the root of the bundle; `/` is the whole bundle. Of a directory, the content is
   * copied and not the directory itself.
   */
  readonly source: string;

  /**
   * The directory on the server, as a full path: `/var/www`, `C:\inetpub`. Others are reported, as is the same source for the
   * same destination twice.
   */
  readonly destination: string;
}

/**
 * What CodeDeploy does on servers with a bundle.
 */
export interface ServerAppSpecProps {
  /**
   * What the servers run.
   *
   * @default ServerOperatingSystem.LINUX
   */
  readonly os?: ServerOperatingSystem;

  /**
   * What is copied, in this order, between the events BeforeInstall and AfterInstall.
   *
   * @default - nothing is copied
   */
  readonly files?: AppSpecFile[];

  /**
   * What happens to files that are there already. It counts for all files.
   *
   * @default FileExistsBehavior.DISALLOW
   */
  readonly fileExistsBehavior?: FileExistsBehavior;

  /**
   * Owners, modes and lists of access of what was copied. Linux only, no object twice; else it is reported.
   *
   * @default - as in the bundle
   */
  readonly permissions?: AppSpecPermission[];

  /**
   * Scripts by the event at which they run.
   *
   * @default - no scripts
   */
  readonly hooks?: AppSpecHooks;
}

/**
 * How a file with an AppSpec lies to its bundle.
 */
export interface AppSpecFileOptions {
  /**
   * The folder whose content becomes the bundle, where the scripts are looked for. A relative path begins at the folder in
   * which the app is run. When it is given, the file may have any name: it must be put there as `appspec.yml`.
   *
   * @default - the folder of the file
   */
  readonly bundleRoot?: string;

  /**
   * Whether a build makes the scripts or moves them, so that they are not looked for.
   *
   * @default false
   */
  readonly builtScripts?: boolean;
}

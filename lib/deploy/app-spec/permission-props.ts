/**
 * What permissions are for.
 */
export enum AppSpecObjectType {
  /** Files. */
  FILE = 'file',

  /** Directories. */
  DIRECTORY = 'directory',
}

/**
 * An SELinux label.
 */
export interface AppSpecContext {
  /**
   * The user of SELinux. Agents read it from the key `name`, which is what is written.
   *
   * @default - the default of the server's policy
   */
  readonly contextUser?: string;

  /**
   * The type, which the file calls `type`, e.g. `httpd_sys_content_t`.
   */
  readonly contextType: string;

  /**
   * The range, e.g. `s0` or `s0-s15:c0.c5`: sensitivities 0 to 255, categories 0 to 1023. Agents of version 1 fail without one,
   * which is warned of.
   *
   * @default - the default of the server's policy
   */
  readonly contextRange?: string;
}

/**
 * Owner, mode, list of access and label of files and directories that were copied. Linux only.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-permissions.html
 */
export interface AppSpecPermission {
  /**
   * A file or directory on the server, as a full path; the file calls it `object`. Everything below a directory is meant, not the directory itself.
   */
  readonly objectPath: string;

  /**
   * The names in the directory that are meant, with `*` for any characters: `*.sh`. Not for a file.
   *
   * @default - `**`, everything below the directory
   */
  readonly pattern?: string;

  /**
   * Names in the directory that are not meant, which the file calls `except`, with `*` for any characters. Not for a file.
   *
   * @default - no exceptions
   */
  readonly exceptions?: string[];

  /**
   * The name of the owner.
   *
   * @default - as in the bundle
   */
  readonly owner?: string;

  /**
   * The name of the group.
   *
   * @default - as in the bundle
   */
  readonly group?: string;

  /**
   * The mode, 1 to 4 octal digits: `644`, `0644`, `4755`.
   *
   * @default - as in the bundle
   */
  readonly mode?: string;

  /**
   * Entries of the list of access: `u:NAME:rwx`, `g:NAME:r-x` or `m::rx`. With `d:` before it, for what is made in directories later;
   * then `objectTypes` must be directories alone.
   *
   * @default - no entries
   */
  readonly acls?: string[];

  /**
   * The SELinux label.
   *
   * @default - the default of the server's policy
   */
  readonly context?: AppSpecContext;

  /**
   * What of it is meant; the file calls it `type`.
   *
   * @default - files and directories
   */
  readonly objectTypes?: AppSpecObjectType[];
}

/** A repository as the files of Maven and Gradle have it. */
export interface JavaFeed {
  readonly repositoryId: string;

  /** The variable of the shell that holds the address. */
  readonly addressVariable: string;
  readonly tokenVariable: string;
  readonly mirrorOf?: string;
}

/**
 * Commands that write `settings.xml`. The token stays in its variable, as AWS has it.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/maven-mvn.html
 */
export function mavenSettings(feeds: JavaFeed[]): string[] {
  const each = (write: (feed: JavaFeed) => string): string => feeds.map(write).join('\n');
  const repository = (kind: string, { repositoryId, addressVariable }: JavaFeed): string =>
    `<${kind}><id>${repositoryId}</id><url>$${addressVariable}</url></${kind}>`;
  const mirrors = feeds.filter(({ mirrorOf }) => mirrorOf !== undefined);
  return written('$HOME/.m2', 'settings.xml', [
    '<settings>',
    '<servers>',
    each(
      ({ repositoryId, tokenVariable }) =>
        `<server><id>${repositoryId}</id><username>aws</username><password>\\\${env.${tokenVariable}}</password></server>`,
    ),
    '</servers>',
    ...(mirrors.length === 0 ? [] : ['<mirrors>', ...mirrors.map((feed) => mirror(feed)), '</mirrors>']),
    '<profiles><profile><id>codeartifact</id>',
    `<repositories>${each((feed) => repository('repository', feed))}</repositories>`,
    `<pluginRepositories>${each((feed) => repository('pluginRepository', feed))}</pluginRepositories>`,
    '</profile></profiles>',
    '<activeProfiles><activeProfile>codeartifact</activeProfile></activeProfiles>',
    '</settings>',
  ]);
}

/** Credentials of a mirror are those of the server with the same id. */
function mirror({ repositoryId, addressVariable, mirrorOf = '' }: JavaFeed): string {
  return `<mirror><id>${repositoryId}</id><mirrorOf>${mirrorOf}</mirrorOf><url>$${addressVariable}</url></mirror>`;
}

/**
 * Commands that write an init script, which adds the repositories for plugins, for dependencies where the build says its own, and
 * for what `maven-publish` publishes.
 *
 * @see https://docs.gradle.org/current/userguide/init_scripts.html
 */
export function gradleInit(feeds: JavaFeed[]): string[] {
  return written('$HOME/.gradle/init.d', 'codeartifact.gradle', [
    'def feeds = [',
    ...feeds.map(
      ({ repositoryId, addressVariable, tokenVariable }) =>
        `  [name: '${repositoryId}', url: '$${addressVariable}', token: System.getenv('${tokenVariable}')],`,
    ),
    ']',
    'def addFeeds = { repositories ->',
    '  feeds.each { feed ->',
    '    repositories.maven {',
    '      name = feed.name',
    '      url = feed.url',
    '      credentials {',
    "        username = 'aws'",
    '        password = feed.token',
    '      }',
    '    }',
    '  }',
    '}',
    'beforeSettings { settings ->',
    '  addFeeds(settings.pluginManagement.repositories)',
    '  settings.pluginManagement.repositories.gradlePluginPortal()',
    '}',
    'settingsEvaluated { settings ->',
    '  def management = settings.dependencyResolutionManagement',
    "  if (management.repositories.isEmpty() && management.repositoriesMode.get().name() == 'PREFER_PROJECT') {",
    '    settings.gradle.allprojects { project -> addFeeds(project.repositories) }',
    '  } else {',
    '    addFeeds(management.repositories)',
    '  }',
    '}',
    'allprojects { project ->',
    "  project.plugins.withId('maven-publish') { addFeeds(project.publishing.repositories) }",
    '}',
  ]);
}

/** The shell puts the addresses in. Whoever runs the build alone may read the file. */
function written(folder: string, file: string, lines: string[]): string[] {
  const path = `${folder}/${file}`;
  return [
    `mkdir -p "${folder}"`,
    `cat > "${path}" << END_OF_FEEDS\n${lines.join('\n')}\nEND_OF_FEEDS`,
    `chmod 600 "${path}"`,
  ];
}

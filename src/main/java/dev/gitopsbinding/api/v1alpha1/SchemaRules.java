package dev.gitopsbinding.api.v1alpha1;

/**
 * The validation rules of the schema, as CEL expressions over {@code self}, each with the message
 * that the user reads. Patterns are in RE2 syntax. The cost of a rule is bounded by the maximum
 * length that its field declares.
 */
final class SchemaRules {
  private SchemaRules() {}

  /** For a character class: the characters of {@link Character#isISOControl(char)}. */
  private static final String CONTROL = "\\x00-\\x1f\\x7f-\\x{9f}";

  // Durations: the syntax of Go's time.ParseDuration, without signs and units below milliseconds.
  private static final String GO_DURATION =
      "self.matches(r'^([0-9]{1,6}([.][0-9]{1,3})?(ms|s|m|h))+$')";
  static final String DURATION = GO_DURATION;
  static final String DURATION_MESSAGE =
      "must be a duration with a unit (ms, s, m or h), such as 30s, 2m or 1h30m";
  static final String AT_LEAST_10S = "!" + GO_DURATION + " || duration(self) >= duration('10s')";
  static final String AT_LEAST_10S_MESSAGE = "must be at least 10s";

  // URLs: git-fetch(1), "GIT URLS"
  private static final String HOST =
      "([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])";
  private static final String URL_PATH = "(/([^/?#%\"<>^`{|}\\[\\]]|%[0-9A-Fa-f]{2})*)+";
  static final String URL_CHARACTERS = "!self.matches(r'[\\s\\\\\\x00-\\x1f\\x7f]')";
  static final String URL_CHARACTERS_MESSAGE =
      "must not hold spaces, backslashes or control characters";
  static final String URL_SCHEME =
      "self.contains('://') ? self.matches('^(https?|ssh)://') : !self.startsWith('file:')"
          + " && self.matches(r'^([A-Za-z0-9._-]+(:[^@/]*)?@)?[A-Za-z0-9][A-Za-z0-9.-]*:[^:].*$')";
  static final String URL_SCHEME_MESSAGE =
      "must begin with https:// or ssh://, or be of the form git@host:path;"
          + " file://, git:// and local paths cannot be used";
  static final String URL_LOGIN = "!self.matches('^https?://[^/]*@')";
  static final String URL_LOGIN_MESSAGE =
      "must not hold a login: write https://github.com/acme/web.git, and put user name and"
          + " password into the Secret of secretRef; revoke this token, it is now in logs";
  static final String URL_PASSWORD = "!self.matches('^(ssh://)?[^/@]*:[^/]*@')";
  static final String URL_PASSWORD_MESSAGE =
      "must not hold a password: write ssh://git@github.com/acme/web.git, and put a private key into"
          + " the Secret of secretRef; change this password, it is now in logs";
  private static final String COLON =
      "self.matches(r'^ssh://([^/@]*@)?[^/:@\\[]+:[^/@]*[^0-9/@][^/@]*(/|$)')";
  static final String URL_COLON = "!" + COLON;
  static final String URL_COLON_MESSAGE =
      "must have '/' and not ':' after the host of an ssh:// URL: write"
          + " ssh://git@github.com/acme/web.git or git@github.com:acme/web.git";
  static final String URL_FORM =
      "!self.matches('^(https?|ssh)://') || "
          + COLON
          + " || self.matches(r'^[a-z]+://([^/@]*@)?"
          + HOST
          + "(:[0-9]{1,5})?"
          + URL_PATH
          + "$') && !self.matches('^[a-z]+://[^/]*/+$')";
  static final String URL_FORM_MESSAGE =
      "must name a host and then a path, such as https://github.com/acme/web.git, without '?' or"
          + " '#'; write other special characters as % and two hex digits";
  static final String SSH_NEEDS_SECRET =
      "!has(self.url) || has(self.secretRef) || !self.url.startsWith('ssh://') && (self.url.contains('://')"
          + " || self.url.startsWith('file:') || !self.url.matches('^[^/:]+:'))";
  static final String SSH_NEEDS_SECRET_MESSAGE =
      "is needed for an SSH URL: name a Secret that holds a private key and known_hosts";

  // Checks: the hosts that name their forge by themselves, in both forms of a URL
  static final String CHECK_PROVIDER =
      "!has(self.checks) || has(self.checks.provider) || !has(self.url) || self.url.matches(r'^((https|ssh)://)?"
          + "([^/@:]*@)?((ssh[.])?github|(altssh[.])?gitlab)[.]com[:/]')";
  static final String CHECK_PROVIDER_MESSAGE =
      "is needed for this host: name the kind of forge, GitHub, GitLab or Gitea (also for Forgejo)";
  static final String API_URL =
      "self.matches(r'^https://" + HOST + "(:[0-9]{1,5})?(/[A-Za-z0-9._~%-]+)*/?$')";
  static final String API_URL_MESSAGE =
      "must be an https:// URL such as https://git.example.com/api/v4, without login, '?' or '#':"
          + " put the token into the Secret of secretRef";
  static final String CHECK_NAMES =
      "self.all(n, n.matches(r'^\\S([^"
          + CONTROL
          + "]*\\S)?$')) && self.all(n, self.exists_one(m, m == n))";
  static final String CHECK_NAMES_MESSAGE =
      "must hold different names of checks, each as the forge shows it, without spaces at its ends";

  // What a source is: a branch, or what another binding has rolled out
  static final String SOURCE_KIND =
      "has(self.binding) ? !has(self.url) && !has(self.ref) : has(self.url) && has(self.ref)";
  static final String SOURCE_KIND_MESSAGE =
      "must have either url and ref, to follow a branch, or binding alone, to follow what another"
          + " binding has rolled out";
  static final String BRANCH_ONLY =
      "!has(self.binding) || has(self.url) || has(self.ref) || !has(self.secretRef)"
          + " && !has(self.paths) && !has(self.checks) && !has(self.rewind)"
          + " && (!has(self.select) || self.select == 'Newest')";
  static final String BRANCH_ONLY_MESSAGE =
      "cannot be combined with secretRef, paths, checks, select NewestWithImage and rewind: remove"
          + " them here, and set them on the binding that follows the branch";
  static final String LABEL_NAME = "self.matches(r'^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";
  static final String NAMESPACE_MESSAGE =
      "must be the name of a namespace: lower-case letters, digits and '-', beginning and ending with"
          + " a letter or digit";
  static final String BINDING_NAME_MESSAGE =
      "must be the name of a GitOpsBinding: lower-case letters, digits, '-' and '.', beginning and"
          + " ending with a letter or digit";
  static final String AT_MOST_720H = "!" + GO_DURATION + " || duration(self) <= duration('720h')";
  static final String AT_MOST_720H_MESSAGE = "must be at most 720h, which is 30 days";

  // Branches: git-check-ref-format(1), rules 1 to 10
  static final String BRANCH_CHARACTERS = "!self.matches(r'[\\x00-\\x20\\x7f~^:?*\\[\\\\]')";
  static final String BRANCH_CHARACTERS_MESSAGE =
      "must be a branch name: without spaces, control characters and any of ~ ^ : ? * [ \\";
  static final String BRANCH_DOTS =
      "!self.matches(r'[.][.]|(^|/)[.]|[.]$|[.]lock(/|$)') && !self.contains('@{')";
  static final String BRANCH_DOTS_MESSAGE =
      "must be a branch name: without '..' and '@{', no part beginning with '.' or ending with"
          + " '.lock', no '.' at the end";
  static final String BRANCH_SLASHES =
      "!self.matches('^[-/]|//|/$') && self != '@' && self != 'HEAD'";
  static final String BRANCH_SLASHES_MESSAGE =
      "must be a branch name: no '-' or '/' at the beginning, no '/' at the end, no '//',"
          + " not HEAD or @";
  static final String BRANCH_SHORT = "!self.startsWith('refs/')";
  static final String BRANCH_SHORT_MESSAGE =
      "must be the branch's short name: write main, not refs/heads/main";

  // Paths inside a repository
  static final String PATH_RELATIVE = "!self.startsWith('/')";
  static final String PATH_RELATIVE_MESSAGE =
      "must be relative to the repository's top folder: remove the '/' at the beginning";
  static final String PATH_UP = "!self.matches(r'(^|/)[.][.](/|$)')";
  static final String PATH_UP_MESSAGE =
      "must not hold '..': write the path from the repository's top folder";
  static final String PATH_PARTS = "!self.matches(r'.//|(^|/)[.](/|$)|/$')";
  static final String PATH_PARTS_MESSAGE =
      "must name a file: without '.' as a part, '//', or '/' at the end";
  static final String PATH_GIT = "!self.matches(r'(?i)(^|/)[.]git(/|$)')";
  static final String PATH_GIT_MESSAGE = "must not lead into a folder .git";
  static final String PATH_CHARACTERS = "!self.matches(r'[\\\\" + CONTROL + "]')";
  static final String PATH_CHARACTERS_MESSAGE =
      "must not hold backslashes or control characters: separate folders by '/'";

  // Places: one file, or several edits that name different places
  static final String PLACES_KIND = "has(self.path) ? !has(self.edits) : has(self.edits)";
  static final String PLACES_KIND_MESSAGE =
      "must have either path, if one file holds the image, or edits, if several places hold it";
  static final String EDITS_OBJECT = "!has(self.object) || !has(self.edits)";
  static final String EDITS_OBJECT_MESSAGE =
      "cannot be combined with edits: move it into the edit that it is about";
  static final String EDITS_DIFFER =
      "self.all(e, self.exists_one(o, o.path == e.path && has(o.key) == has(e.key)"
          + " && (!has(e.key) || o.key == e.key) && has(o.object) == has(e.object)"
          + " && (!has(e.object) || o.object == e.object)))";
  static final String EDITS_DIFFER_MESSAGE =
      "must name different places: remove the second edit with the same path, key and object";
  static final String EDIT_KEY_CHARACTERS =
      "!self.matches(r'[" + CONTROL + "]') && self.matches(r'\\S')";
  static final String EDIT_KEY_CHARACTERS_MESSAGE =
      "must be a key on one line, such as image.tag or spec.values.image.tag";
  static final String OBJECT_KIND = "self.matches('^[A-Za-z][A-Za-z0-9]*$')";
  static final String OBJECT_KIND_MESSAGE =
      "must be a kind as the file writes it, such as Deployment or HelmRelease";
  static final String REFS_NEED_SOURCE =
      "!has(self.source.binding) || !has(self.manifest.edits)"
          + " || !self.manifest.edits.exists(e, has(e.refs) && e.refs)";
  static final String REFS_NEED_SOURCE_MESSAGE =
      "cannot have refs with spec.source.binding, which names no source repository: remove refs, or"
          + " follow the branch itself by spec.source.url and ref";

  // Patterns of paths: gitglossary(7), "pathspec"
  static final String PATHS_NOT_EMPTY = "has(self.include) || has(self.exclude)";
  static final String PATHS_NOT_EMPTY_MESSAGE =
      "must hold include or exclude: name the files that count, such as include: [services/web/**]";
  static final String PATTERN_RELATIVE = "!self.exists(p, p.startsWith('/'))";
  static final String PATTERN_RELATIVE_MESSAGE =
      "must be relative to the repository's top folder: remove the '/' at the beginning";
  static final String PATTERN_UP = "!self.exists(p, p.matches(r'(^|/)[.][.](/|$)'))";
  static final String PATTERN_UP_MESSAGE =
      "must not hold '..': write the pattern from the repository's top folder";
  static final String PATTERN_PARTS = "!self.exists(p, p.matches(r'//|(^|/)[.](/|$)'))";
  static final String PATTERN_PARTS_MESSAGE =
      "must not hold '.' as a part or '//': write services/web, and ** for all files";
  static final String PATTERN_MAGIC = "!self.exists(p, p.matches('^[:!]'))";
  static final String PATTERN_MAGIC_MESSAGE =
      "must not begin with ':' or '!': put a pattern of files that do not count into exclude";
  static final String PATTERN_FOLDER = "!self.exists(p, p.matches(r'[*?\\[].*/$'))";
  static final String PATTERN_FOLDER_MESSAGE =
      "must not end with '/' behind a wildcard, which would match nothing: write services/*/**";
  static final String PATTERN_CHARACTERS = "!self.exists(p, p.matches(r'[\\\\" + CONTROL + "]'))";
  static final String PATTERN_CHARACTERS_MESSAGE =
      "must not hold backslashes or control characters: separate folders by '/', and write [*] for"
          + " a '*' in a name";

  // Images: distribution/reference grammar; a first part with '.', ':' or "localhost" is a host
  private static final String IMAGE_PART = "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*";
  static final String IMAGE_DIGEST = "!self.contains('@')";
  static final String IMAGE_DIGEST_MESSAGE =
      "must not hold a digest: name the repository alone, such as ghcr.io/acme/web";
  static final String IMAGE_TAG = "!self.matches('(^|/)[^/@]*:[^/]*(@|$)')";
  static final String IMAGE_TAG_MESSAGE =
      "must not hold a tag: name the repository alone, such as ghcr.io/acme/web;"
          + " image.tag says how the tag is made";
  static final String IMAGE_FORM =
      "self.matches('[:@][^/]*$') || self.matches(r'^((localhost|[A-Za-z0-9]"
          + "([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+)/"
          + "|(localhost|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+\\]):[0-9]{1,5}/)?"
          + IMAGE_PART
          + "(/"
          + IMAGE_PART
          + ")*$')";
  static final String IMAGE_FORM_MESSAGE =
      "must be an image repository such as ghcr.io/acme/web or nginx: lower-case letters, digits,"
          + " and '.', '_', '-' between them, parts separated by '/'";
  static final String TAG_PREFIX = "self.matches(r'^([A-Za-z0-9_][A-Za-z0-9_.-]*)?$')";
  static final String TAG_PREFIX_MESSAGE =
      "must hold only letters, digits, '_', '.' and '-', and begin with a letter, digit or '_'";
  static final String TAG_SUFFIX = "self.matches(r'^[A-Za-z0-9_.-]*$')";
  static final String TAG_SUFFIX_MESSAGE = "must hold only letters, digits, '_', '.' and '-'";
  static final String SELECT_ASKS_REGISTRY =
      "!has(self.source.select) || self.source.select != 'NewestWithImage' ||"
          + " !has(self.image.check) || !has(self.image.check.mode) ||"
          + " self.image.check.mode == 'Required'";
  static final String SELECT_ASKS_REGISTRY_MESSAGE =
      "NewestWithImage has to ask the registry: remove spec.image.check.mode, or set it to Required";

  static final String PIN_ASKS_REGISTRY =
      "!has(self.pin) || self.pin != 'Digest' || !has(self.check) || !has(self.check.mode) ||"
          + " self.check.mode == 'Required'";
  static final String PIN_ASKS_REGISTRY_MESSAGE =
      "Digest has to ask the registry: remove spec.image.check.mode, or set it to Required";

  static final String TAG_LENGTH =
      "(has(self.prefix) ? self.prefix.size() : 0) + (has(self.suffix) ? self.suffix.size() : 0)"
          + " + (has(self.length) ? self.length : 40) <= 128";
  static final String TAG_LENGTH_MESSAGE =
      "prefix, length and suffix together must not exceed 128, the longest tag a registry takes";

  // Kubernetes names: RFC 1123
  static final String DNS_NAME =
      "self.matches(r'^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')";
  static final String DNS_NAME_MESSAGE =
      "must be the name of an object in the binding's own namespace: lower-case letters, digits,"
          + " '-' and '.', beginning and ending with a letter or digit";

  // Workloads. An enum would hide the message for Jobs: the API server then looks at no rule.
  static final String TARGET_KIND =
      "self in ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout', 'Job']";
  static final String TARGET_KIND_MESSAGE =
      "must be Deployment, StatefulSet, DaemonSet, CronJob or Rollout (of argoproj.io)";
  static final String TARGET_KIND_JOB = "self != 'Job'";
  static final String TARGET_KIND_JOB_MESSAGE =
      "a Job's pod template is immutable: nobody can give a Job another tag once it is created."
          + " Name a CronJob, whose next Job gets the tag, or a workload that is rolled out";
  static final String ROLLBACK_NEEDS_EVIDENCE =
      "!has(self.rollback) || !has(self.rollback.mode) || self.rollback.mode != 'OnFailedRollout'"
          + " || !has(self.target.kind) || self.target.kind in ['Deployment', 'Rollout', 'Job']";
  static final String ROLLBACK_NEEDS_EVIDENCE_MESSAGE =
      "OnFailedRollout needs a target.kind that says when a rollout has failed: Deployment or"
          + " Rollout. A StatefulSet, DaemonSet or CronJob has no progress deadline: remove"
          + " spec.rollback, or set its mode to Never";
  static final String CONTAINERS =
      "self.all(c, c == '*' || c.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'))";
  static final String CONTAINERS_MESSAGE =
      "must hold container names (lower-case letters, digits and '-'), or only \"*\"";
  static final String CONTAINERS_STAR = "self.size() == 1 || !self.exists(c, c == '*')";
  static final String CONTAINERS_STAR_MESSAGE =
      "\"*\" stands for all containers that have the image: remove it or the other names";

  // Objects as a manifest file names them; Kustomize may rename them before they are applied
  static final String MANIFEST_NAME = "self.matches(r'^[^\\s" + CONTROL + "]+$')";
  static final String MANIFEST_NAME_MESSAGE =
      "must be written as in the file's metadata, without spaces and control characters";

  // Commits
  static final String AUTHOR_NAME = "!self.matches(r'[<>" + CONTROL + "]') && self.matches(r'\\S')";
  static final String AUTHOR_NAME_MESSAGE =
      "must be a name on one line, without '<' and '>', such as GitOps Operator";
  static final String AUTHOR_EMAIL =
      "self.matches(r'^[^<>@\\s" + CONTROL + "]+@[^<>@\\s" + CONTROL + "]+$')";
  static final String AUTHOR_EMAIL_MESSAGE =
      "must be an e-mail address such as gitops-operator@localhost";
  static final String TEMPLATE =
      "self.matches(r'\\S') && !self.matches(r'[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x{9f}]')";
  static final String TEMPLATE_MESSAGE =
      "must hold text without control characters, such as chore(refs): update {{image}} to {{tag}}";
  static final String TEMPLATE_TRAILERS =
      "!self.matches(r'(?im)^\\s*gitops-(binding|source)\\s*:')";
  static final String TEMPLATE_DIVIDER = "!self.matches(r'(?m)^(---(\\s|$)|# -{24} >8 -{24})')";
  static final String TEMPLATE_DIVIDER_MESSAGE =
      "must not hold a line that begins with ---: git would not find the trailers below it";
  static final String TEMPLATE_TRAILERS_MESSAGE =
      "must not hold the trailers GitOps-Binding and GitOps-Source: the operator adds them";
  private static final String COMMIT_VARIABLES = "\\{\\{[{&]?\\s*(subject|author|date)\\s*\\}\\}";
  static final String TEMPLATE_COMMITS =
      "!self.matches(r'"
          + COMMIT_VARIABLES
          + "') || self.matches(r'(?s)\\{\\{#\\s*commits\\s*\\}\\}.*"
          + COMMIT_VARIABLES
          + ".*\\{\\{/\\s*commits\\s*\\}\\}')";
  static final String TEMPLATE_COMMITS_MESSAGE =
      "must have subject, author and date inside {{#commits}} … {{/commits}}; outside write"
          + " commitSubject and commitAuthor";

  // Notifications
  static final String NOTIFICATION_EVENTS =
      "self.all(e, e in ['Pushed', 'Failed', 'Held', 'Recovered', 'RolledOut', 'RolloutFailed',"
          + " 'RolledBack', 'Overdue', 'Suspended', 'Resumed'])";
  static final String NOTIFICATION_EVENTS_MESSAGE =
      "must hold only Pushed, Failed, Held, Recovered, RolledOut, RolloutFailed, RolledBack, Overdue, Suspended"
          + " and Resumed";
}

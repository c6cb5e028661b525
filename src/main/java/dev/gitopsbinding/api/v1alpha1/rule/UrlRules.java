package dev.gitopsbinding.api.v1alpha1.rule;

/** URLs of repositories (git-fetch(1), "GIT URLS") and of forges. */
public final class UrlRules {
  private UrlRules() {}

  private static final String HOST =
      "([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])";
  private static final String URL_PATH = "(/([^/?#%\"<>^`{|}\\[\\]]|%[0-9A-Fa-f]{2})*)+";
  public static final String URL_CHARACTERS = "!self.matches(r'[\\s\\\\\\x00-\\x1f\\x7f]')";
  public static final String URL_CHARACTERS_MESSAGE =
      "must not hold spaces, backslashes or control characters";
  public static final String URL_SCHEME =
      "self.contains('://') ? self.matches('^(https?|ssh)://') : !self.startsWith('file:')"
          + " && self.matches(r'^([A-Za-z0-9._-]+(:[^@/]*)?@)?[A-Za-z0-9][A-Za-z0-9.-]*:[^:].*$')";
  public static final String URL_SCHEME_MESSAGE =
      "must begin with https:// or ssh://, or be of the form git@host:path;"
          + " file://, git:// and local paths cannot be used";
  public static final String URL_LOGIN = "!self.matches('^https?://[^/]*@')";
  public static final String URL_LOGIN_MESSAGE =
      "must not hold a login: write https://github.com/acme/web.git, and put user name and"
          + " password into the Secret of secretRef; revoke this token, it is now in logs";
  public static final String URL_PASSWORD = "!self.matches('^(ssh://)?[^/@]*:[^/]*@')";
  public static final String URL_PASSWORD_MESSAGE =
      "must not hold a password: write ssh://git@github.com/acme/web.git, and put a private key into"
          + " the Secret of secretRef; change this password, it is now in logs";
  private static final String COLON =
      "self.matches(r'^ssh://([^/@]*@)?[^/:@\\[]+:[^/@]*[^0-9/@][^/@]*(/|$)')";
  public static final String URL_COLON = "!" + COLON;
  public static final String URL_COLON_MESSAGE =
      "must have '/' and not ':' after the host of an ssh:// URL: write"
          + " ssh://git@github.com/acme/web.git or git@github.com:acme/web.git";
  public static final String URL_FORM =
      "!self.matches('^(https?|ssh)://') || "
          + COLON
          + " || self.matches(r'^[a-z]+://([^/@]*@)?"
          + HOST
          + "(:[0-9]{1,5})?"
          + URL_PATH
          + "$') && !self.matches('^[a-z]+://[^/]*/+$')";
  public static final String URL_FORM_MESSAGE =
      "must name a host and then a path, such as https://github.com/acme/web.git, without '?' or"
          + " '#'; write other special characters as % and two hex digits";
  public static final String SSH_NEEDS_SECRET =
      "!has(self.url) || has(self.secretRef) || !self.url.startsWith('ssh://') && (self.url.contains('://')"
          + " || self.url.startsWith('file:') || !self.url.matches('^[^/:]+:'))";
  public static final String SSH_NEEDS_SECRET_MESSAGE =
      "is needed for an SSH URL: name a Secret that holds a private key and known_hosts";
  // Checks: the hosts that name their forge by themselves, in both forms of a URL
  private static final String KNOWN_FORGE =
      "self.url.matches(r'^((https|ssh)://)?"
          + "([^/@:]*@)?((ssh[.])?github|(altssh[.])?gitlab)[.]com[:/]')";
  public static final String CHECK_PROVIDER =
      "!has(self.checks) || has(self.checks.provider) || !has(self.url) || " + KNOWN_FORGE;
  public static final String CHECK_PROVIDER_MESSAGE =
      "is needed for this host: name the kind of forge, GitHub, GitLab or Gitea (also for Forgejo)";
  public static final String REPORT_PROVIDER =
      "!has(self.report) || has(self.commitStatus) && has(self.commitStatus.provider)"
          + " || has(self.checks) && has(self.checks.provider) || !has(self.url) || "
          + KNOWN_FORGE;
  public static final String REPORT_PROVIDER_MESSAGE =
      "needs commitStatus.provider for this host: name the kind of forge, GitHub, GitLab or Gitea"
          + " (also for Forgejo)";
  public static final String API_URL =
      "self.matches(r'^https://" + HOST + "(:[0-9]{1,5})?(/[A-Za-z0-9._~%-]+)*/?$')";
  public static final String API_URL_MESSAGE =
      "must be an https:// URL such as https://git.example.com/api/v4, without login, '?' or '#':"
          + " put the token into the Secret of secretRef";
}

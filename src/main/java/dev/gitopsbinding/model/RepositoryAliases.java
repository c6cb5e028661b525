package dev.gitopsbinding.model;

import dev.gitopsbinding.model.RepositoryUrl.Identity;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of one repository at hosts that have several, where their documentation says so: SSH on
 * port 443, and the forms of Azure DevOps. Pure.
 */
final class RepositoryAliases {
  /** Hosts that take SSH on port 443 under a name of their own. */
  private static final Map<String, String> SSH_ON_443 =
      Map.of(
          "ssh.github.com", "github.com",
          "altssh.gitlab.com", "gitlab.com",
          "altssh.bitbucket.org", "bitbucket.org");

  private static final int HTTPS_PORT = 443;

  static final String AZURE = "dev.azure.com";
  private static final String OLD_AZURE = ".visualstudio.com";
  private static final Pattern AZURE_SSH =
      Pattern.compile("v3/(?<org>[^/]+)/(?<project>[^/]+)/(?<name>[^/]+)");

  /** A repository with the name of its project is written without the project. */
  private static final Pattern AZURE_HTTPS =
      Pattern.compile("(?<org>[^/]+)/(?:(?<project>[^/]+)/)?_git/(?<name>[^/]+)");

  private static final Pattern OLD_COLLECTION = Pattern.compile("^DefaultCollection/");

  private RepositoryAliases() {}

  /** The identity by the usual name; the same one for all other hosts. */
  static Identity canonical(Identity identity) {
    String host = identity.host();
    if (identity.port() == HTTPS_PORT && SSH_ON_443.containsKey(host)) {
      return new Identity(SSH_ON_443.get(host), 0, identity.path());
    }
    if (identity.port() != 0) {
      return identity;
    }
    return switch (host) {
      case "ssh.dev.azure.com", "vs-ssh.visualstudio.com" ->
          azure(AZURE_SSH, identity, identity.path());
      case AZURE -> azure(AZURE_HTTPS, identity, identity.path());
      default ->
          host.endsWith(OLD_AZURE)
              ? azure(
                  AZURE_HTTPS,
                  identity,
                  host.substring(0, host.length() - OLD_AZURE.length())
                      + "/"
                      + OLD_COLLECTION.matcher(identity.path()).replaceFirst(""))
              : identity;
    };
  }

  private static Identity azure(Pattern form, Identity identity, String path) {
    Matcher parts = form.matcher(path);
    if (!parts.matches()) {
      return identity;
    }
    String name = parts.group("name");
    String project = parts.group("project");
    return new Identity(
        AZURE, 0, parts.group("org") + "/" + (project == null ? name : project) + "/_git/" + name);
  }
}

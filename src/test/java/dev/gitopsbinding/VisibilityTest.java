package dev.gitopsbinding;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds what other packages see of git, of the registry client and of the client of forges. */
class VisibilityTest {
  private static final String BASE = "dev.gitopsbinding.";

  /** Where the parts are composed: for the operator, and for a command. */
  private static final List<String> COMPOSITIONS = List.of("app", "cli.preview");

  /**
   * What others, but the compositions, may know of git; all else is public for its own packages.
   */
  private static final Set<String> SEEN_OF_GIT =
      Set.of(
          "git.GitListener",
          "git.GitSettings",
          "git.Remote",
          "git.Tip",
          "git.credential.AppToken",
          "git.credential.AppTokens",
          "git.credential.Credential",
          "git.credential.Credentials",
          "git.credential.SecretData",
          "git.credential.SecretSource",
          "git.credential.WebhookAccess",
          "git.credential.WebhookSecret",
          "git.lane.Lanes",
          "git.lane.read.HeadState",
          "git.setup.DeployKey",
          "git.setup.HostKey",
          "git.setup.HostKeyScanner",
          "git.sign.CommitSigners",
          "git.source.SourceTips",
          "git.source.history.CommitRange",
          "git.source.history.Descent",
          "git.source.history.FirstParentLine",
          "git.source.history.HistoryContent",
          "git.source.history.SourceHistories",
          "git.source.paths.PathHistories",
          "git.source.paths.TouchingCommit",
          "git.store.read.BranchLine",
          "git.store.read.FileAtTip",
          "git.store.read.LastChange",
          "git.store.read.OwnChange");

  /** What others may know of the registry client. */
  private static final Set<String> SEEN_OF_REGISTRY =
      Set.of(
          "registry.RegistrySettings",
          "registry.dockerconfig.DockerConfig",
          "registry.dockerconfig.RegistryLogin",
          "registry.lookup.Presence",
          "registry.lookup.Registries",
          "registry.lookup.RegistryAccess",
          "registry.lookup.RegistryListener");

  /** What others may know of the client of forges. */
  private static final Set<String> SEEN_OF_FORGE =
      Set.of(
          "forge.CommitStatus",
          "forge.ForgePurpose",
          "forge.ForgeSettings",
          "forge.login.ForgeLogins",
          "forge.client.ForgeRepository",
          "forge.pullrequest.PullRequests",
          "forge.client.ForgeAccess",
          "forge.lookup.ForgeCommit",
          "forge.client.ForgeListener",
          "forge.lookup.Forges",
          "forge.status.CommitStatuses",
          "forge.status.StatusAnswer");

  @Test
  void littleIsSeenOfGitAndRegistry() {
    JavaClasses classes = MainClasses.withoutLibraries();

    assertThat(seenFromOutside(classes, "git")).isEqualTo(new TreeSet<>(SEEN_OF_GIT));
    assertThat(seenFromOutside(classes, "registry")).isEqualTo(new TreeSet<>(SEEN_OF_REGISTRY));
    assertThat(seenFromOutside(classes, "forge")).isEqualTo(new TreeSet<>(SEEN_OF_FORGE));
  }

  private static Set<String> seenFromOutside(JavaClasses classes, String part) {
    return classes.stream()
        .filter(origin -> !isIn(part, origin))
        .filter(origin -> COMPOSITIONS.stream().noneMatch(name -> isIn(name, origin)))
        .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(target -> isIn(part, target))
        .map(target -> target.getName().substring(BASE.length()).replaceFirst("\\$.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isIn(String part, JavaClass type) {
    return (type.getPackageName() + ".").startsWith(BASE + part + ".");
  }
}

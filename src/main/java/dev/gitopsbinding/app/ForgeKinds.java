package dev.gitopsbinding.app;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.forge.gitlab.GitLabForge;
import java.util.List;

/** The kinds of forges that can be asked. Not loaded before one is asked. */
public final class ForgeKinds {
  /** All of them. */
  public static final List<Forge> ALL =
      List.of(new GitHubForge(), new GitLabForge(), new GiteaForge());

  private ForgeKinds() {}
}

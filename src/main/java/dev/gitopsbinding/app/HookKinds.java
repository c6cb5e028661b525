package dev.gitopsbinding.app;

import dev.gitopsbinding.http.hook.provider.BitbucketHook;
import dev.gitopsbinding.http.hook.provider.DistributionHook;
import dev.gitopsbinding.http.hook.provider.DockerHubHook;
import dev.gitopsbinding.http.hook.provider.GenericHook;
import dev.gitopsbinding.http.hook.provider.GitHubHook;
import dev.gitopsbinding.http.hook.provider.GitLabHook;
import dev.gitopsbinding.http.hook.provider.GiteaHook;
import dev.gitopsbinding.http.hook.provider.HarborHook;
import dev.gitopsbinding.http.hook.provider.HookProvider;
import dev.gitopsbinding.http.hook.provider.QuayHook;
import java.util.List;

/** The kinds of senders of webhooks. Not loaded unless webhooks are received. */
public final class HookKinds {
  /** All of them. */
  public static final List<HookProvider> ALL =
      List.of(
          new GitHubHook(),
          new GitLabHook(),
          new GiteaHook(),
          new BitbucketHook(),
          new GenericHook(),
          new DockerHubHook(),
          new QuayHook(),
          new HarborHook(),
          new DistributionHook());

  private HookKinds() {}
}

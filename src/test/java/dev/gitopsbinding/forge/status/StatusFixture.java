package dev.gitopsbinding.forge.status;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.forge.gitlab.GitLabForge;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stand-in of a forge on loopback, and a client that writes statuses. */
public final class StatusFixture implements AutoCloseable {
  private static final class Certificates {
    static final TestCertificates SHARED = TestCertificates.create();
  }

  public final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));
  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final ScriptedRegistry server;
  private final ForgeClient client =
      ForgeClient.start(
          new ForgeSettings(RegistryFixture.http(true), DefaultSettings.ANY_HOST, 2),
          List.of(new GitHubForge(), new GitLabForge(), new GiteaForge()),
          (_, purpose, provider, result, _) -> calls.add(purpose + " " + provider + " " + result),
          clock,
          clock);
  public final CommitStatuses statuses = new CommitStatuses(client);

  public StatusFixture(ScriptedRegistry.Script script) {
    server = ScriptedRegistry.start(Certificates.SHARED, script);
  }

  public static String authorityPem() {
    return Certificates.SHARED.authorityPem();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}

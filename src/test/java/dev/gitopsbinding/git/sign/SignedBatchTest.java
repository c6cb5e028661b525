package dev.gitopsbinding.git.sign;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.COMMITTER;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.SshKeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bindings with keys of their own push together; git is the judge. */
class SignedBatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ChangeSet.Author ADA = new ChangeSet.Author("Ada", "ada@example.com");

  private final LaneFixture fixture = new LaneFixture();
  private final Path folder = fixture.folder.path();
  private final GitRepository repository = fixture.repository("deploy");
  private final SshSignatureJudge judge = new SshSignatureJudge(repository, folder);
  private final Remote deploy = remote("deploy");
  private final SshKeyFile adas = SshKeyFile.generate(folder, "ada", SshKeyFile.Kind.ED25519);
  private final SshKeyFile graces = SshKeyFile.generate(folder, "grace", SshKeyFile.Kind.RSA);
  private final CommitSigners signers =
      new CommitSigners(fixture.lanes.committers(), Clock.systemUTC(), Clock.systemUTC());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void eachCommitIsSignedByItsOwnKeyAndAFailingKeyStopsNoOther() throws Exception {
    repository.commit(
        "main", Map.of("a", "t: 1\n", "b", "t: 1\n", "c", "t: 1\n", "d", "t: 1\n"), "base");
    Failure broken =
        new Failure.Secret(Reason.SECRET_INVALID, "spec.commit.signing.secretRef: no.");

    List<PushResult> results =
        fixture.together(
            deploy,
            List.of(
                change("a", signer(adas, ADA)),
                change("b", failing(broken)),
                change("c", signer(graces, AUTHOR)),
                change("d", null)));

    assertThat(failure(results.get(1))).isEqualTo(broken);
    assertThat(repository.text("main", "b")).isEqualTo("t: 1\n");
    assertThat(repository.log("main", "%cn|%G?").subList(0, 3))
        .as("newest first, without an allowed signer: U or N")
        .satisfiesExactly(
            d -> assertThat(d).isEqualTo(COMMITTER.name() + "|N"),
            c -> assertThat(c).startsWith(AUTHOR.name() + "|"),
            a -> assertThat(a).startsWith("Ada|"));
    assertThat(judge.verify(pushed(results.get(0)), ADA.email(), adas)).isZero();
    assertThat(judge.verify(pushed(results.get(2)), AUTHOR.email(), graces)).isZero();
    assertThat(judge.verify(pushed(results.get(2)), AUTHOR.email(), adas)).isNotZero();
  }

  @Test
  void onATipThatMovedMeanwhileItIsSignedAgain() throws Exception {
    repository.commit("main", Map.of("a", "t: 1\n", "b", "t: 1\n"), "base");
    ok(fixture.lanes.read(deploy, new RepositoryPath("a"), Instant.now(), PATIENCE));
    List<PendingPush> pushes = new ArrayList<>();
    fixture.connector.beforeNext(
        GitListener.Operation.PUSH, () -> repository.commit("main", "other", "x\n"));

    pushes.add(fixture.submit(deploy, change("a", signer(adas, ADA))));
    String commit = pushed(LaneFixture.await(pushes.getFirst()));

    assertThat(fixture.counts.retries.get()).isPositive();
    assertThat(repository.text("main", "other")).isEqualTo("x\n");
    assertThat(judge.verify(commit, ADA.email(), adas)).isZero();
    assertThat(repository.git("fsck", "--strict")).isEmpty();
  }

  @Test
  void aMergeOfTheBaseIsSignedByTheBindingThatCausesIt() throws Exception {
    repository.commit("main", Map.of("a", "t: 1\n", "b", "t: 1\n"), "base");
    pushed(LaneFixture.await(fixture.lanes.submit(deploy, "head", change("a", signer(adas, ADA)))));
    repository.commit("main", "other", "x\n");

    String commit =
        pushed(
            LaneFixture.await(
                fixture.lanes.submit(deploy, "head", change("b", signer(adas, ADA)))));

    assertThat(repository.text("head", "other")).isEqualTo("x\n");
    String merge = repository.git("rev-parse", commit + "^");
    assertThat(repository.git("rev-list", "--parents", "-1", merge).split(" ")).hasSize(3);
    assertThat(judge.verify(merge, ADA.email(), adas)).isZero();
    assertThat(judge.verify(commit, ADA.email(), adas)).isZero();
    assertThat(ok(fixture.lanes.head(deploy, "head", Instant.now(), PATIENCE)).own()).isTrue();
  }

  @Test
  void commitsOfAKeyAreTheOperatorsOnceTheKeyIsKnown() throws Exception {
    repository.commit("main", Map.of("a", "t: 1\n", "b", "t: 1\n"), "base");
    String commit = pushed(fixture.push(deploy, change("a", signer(adas, ADA))));
    BindingId binding = new BindingId("shop", "a");
    assertThat(own(fixture.lanes, binding)).contains(commit);

    try (Lanes restarted =
        GitParts.lanes(
            fixture.connector, LaneFixture.settings(folder.resolve("restarted")), fixture.counts)) {
      ok(restarted.read(deploy, new RepositoryPath("a"), Instant.now(), PATIENCE));
      assertThat(own(restarted, binding)).isEmpty();

      new CommitSigners(restarted.committers(), Clock.systemUTC(), Clock.systemUTC())
          .of(secret("other", adas), deploy.branch().url(), ADA);
      assertThat(own(restarted, binding)).as("a key of another namespace").isEmpty();

      new CommitSigners(restarted.committers(), Clock.systemUTC(), Clock.systemUTC())
          .of(secret("shop", adas), deploy.branch().url(), ADA);
      assertThat(own(restarted, binding)).contains(commit);
    }
  }

  @Test
  void aNamespaceHasSoManySignersAndTheNewestAreKnown() {
    Committers committers = new Committers(COMMITTER);
    for (int i = 0; i < 100; i++) {
      committers.add("shop", new ChangeSet.Author("n", i + "@example.com"));
    }
    long version = committers.version();
    committers.add("shop", new ChangeSet.Author("n", "99@example.com"));

    assertThat(committers.version()).isEqualTo(version);
    assertThat(committers.commits("shop", person("99@example.com"))).isTrue();
    assertThat(committers.commits("shop", person("0@example.com"))).isFalse();
    assertThat(committers.commits("elsewhere", person("99@example.com"))).isFalse();
  }

  private static org.eclipse.jgit.lib.PersonIdent person(String email) {
    return new org.eclipse.jgit.lib.PersonIdent("n", email);
  }

  private static Optional<String> own(Lanes lanes, BindingId binding) {
    return ok(lanes.ownChange(
            LaneFixture.remote("deploy"), binding, new RepositoryPath("a"), null, PATIENCE))
        .map(own -> own.commit().hex());
  }

  private static String pushed(PushResult result) {
    assertThat(result).isInstanceOf(PushResult.Pushed.class);
    return ((PushResult.Pushed) result).commit().hex();
  }

  private ChangeSet change(String file, CommitSigner signer) {
    return new ChangeSet(
        new BindingId("shop", file),
        List.of(new ChangeSet.FileEdit(new RepositoryPath(file), edit("t", "1", "2"))),
        AUTHOR,
        "chore: update\n\nGitOps-Binding: shop/" + file + "\n",
        () -> true,
        signer);
  }

  private CommitSigner signer(SshKeyFile key, ChangeSet.Author author) throws InterruptedException {
    String name = key.equals(adas) ? "adas" : "graces";
    return ok(signers.of(secret("shop", name, key), deploy.branch().url(), author));
  }

  private static SecretData secret(String namespace, SshKeyFile key) {
    return secret(namespace, "adas", key);
  }

  private static SecretData secret(String namespace, String name, SshKeyFile key) {
    return new SecretData(
        namespace,
        name,
        "gitopsbinding.dev/signing",
        Map.of(),
        Map.of("ssh-privatekey", key.privateKey().getBytes(StandardCharsets.UTF_8)));
  }

  private static CommitSigner failing(Failure failure) {
    return new CommitSigner() {
      @Override
      public ChangeSet.Author committer() {
        return ADA;
      }

      @Override
      public Result<String> sign(byte[] commit) {
        return Result.failed(failure);
      }
    };
  }
}

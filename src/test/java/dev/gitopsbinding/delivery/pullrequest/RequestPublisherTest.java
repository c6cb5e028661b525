package dev.gitopsbinding.delivery.pullrequest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequest.State;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.proposal.RequestRenderer;
import dev.gitopsbinding.plan.proposal.RequestSections;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestPublisherTest {
  private final MemoryPullRequests forge = new MemoryPullRequests();
  private final RequestPublisher publisher = new RequestPublisher(forge, Clock.systemUTC());
  private static final TimeLimit LIMIT = TimeLimit.in(Duration.ofMinutes(1));

  private final AtomicInteger deletions = new AtomicInteger();
  private final Binding web = binding("web", "");

  private static Binding binding(String name, String more) {
    return binding(name, "gitops/shop", more);
  }

  private static Binding binding(String name, String branch, String more) {
    var resource =
        Bindings.resource(
            """
            push:
              branch: %s
              pullRequest: {provider: Gitea, secretRef: {name: forge}%s}
            """
                .formatted(branch, more));
    resource.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).withName(name).build());
    return Bindings.parse(resource);
  }

  private static Action.Propose propose(String tag, @Nullable PullRequest newest) {
    return new Action.Propose(
        ImageVersions.ofTag(tag), List.of("ghcr.io/acme/web:old"), null, false, newest, false);
  }

  private RequestSeen publish(Binding binding, String tag, @Nullable PullRequest newest)
      throws InterruptedException {
    return publisher.publish(binding, propose(tag, newest), TimeLimit.in(Duration.ofSeconds(10)))
            instanceof Result.Ok<RequestSeen>(var seen)
        ? seen
        : null;
  }

  @Test
  void opensOneAndWritesNewerTagsIntoIt() throws InterruptedException {
    PullRequest opened = publish(web, "v1", null).newest();
    RequestSeen updated = publish(web, "v2", opened);

    assertThat(updated.written()).isTrue();
    assertThat(forge.writes).containsExactly("open 1", "update 1");
    assertThat(forge.newest().title()).isEqualTo("Update shop/web to v2");
  }

  @Test
  void writesNothingThatIsThere() throws InterruptedException {
    PullRequest opened = publish(web, "v1", null).newest();

    assertThat(publish(web, "v1", opened).written()).isTrue();
    assertThat(forge.writes).containsExactly("open 1");
  }

  @Test
  void asksAgainForAMergeByTheForgeAfterAPush() throws InterruptedException {
    Binding merging = binding("web", ", autoMerge: true");
    PullRequest opened = publish(merging, "v1", null).newest();

    publish(merging, "v1", opened);

    assertThat(forge.writes).containsExactly("open 1", "update 1");
  }

  @Test
  void writesNothingIfItIsNotAsItWasPlannedFor() throws InterruptedException {
    PullRequest opened = publish(web, "v1", null).newest();
    forge.beforeFind = () -> forge.set(State.CLOSED, null);

    RequestSeen seen = publish(web, "v2", opened);

    assertThat(seen.written()).isFalse();
    assertThat(seen.newest().state()).isEqualTo(State.CLOSED);
    assertThat(publish(web, "v1", null).written()).as("somebody has opened one").isFalse();
    assertThat(forge.writes).containsExactly("open 1");
  }

  @Test
  void opensAnotherOneAfterOneThatEnded() throws InterruptedException {
    publish(web, "v1", null);
    forge.set(State.MERGED, new CommitSha("1".repeat(40)));

    assertThat(publish(web, "v2", forge.newest()).newest().number()).isEqualTo(2);
  }

  @Test
  void aBranchIsDeletedOnlyWhileNoRequestFromItIsOpen() throws InterruptedException {
    publish(web, "v1", null);
    assertThat(deleted()).isEqualTo(Result.ok(false));

    forge.set(State.CLOSED, null);
    assertThat(deleted()).isEqualTo(Result.ok(true));
    forge.beforeFind =
        () -> forge.open(web, RequestRenderer.draft(web, propose("v2", null), null), LIMIT);
    assertThat(deleted()).as("another binding has opened one").isEqualTo(Result.ok(false));
    assertThat(deletions).hasValue(1);

    forge.failure = new Failure.Remote(Reason.FORGE_UNAVAILABLE, "No answer.");
    assertThat(deleted()).isEqualTo(Result.failed(forge.failure));
    assertThat(deletions).hasValue(1);
  }

  private Result<Boolean> deleted() throws InterruptedException {
    return publisher.deleteBranch(
        web,
        LIMIT,
        () -> {
          deletions.incrementAndGet();
          return Result.ok(true);
        });
  }

  @Test
  void aFailureIsPassedOn() throws InterruptedException {
    forge.failure = new Failure.Remote(Reason.FORGE_UNAVAILABLE, "No answer.");

    assertThat(publisher.publish(web, propose("v1", null), TimeLimit.in(Duration.ofSeconds(10))))
        .isEqualTo(Result.failed(forge.failure));
  }

  @Test
  void aForgeThatDoesNotAnswerDelaysNoOtherBranch() throws Exception {
    List<Binding> others =
        IntStream.range(0, 100).mapToObj(i -> binding("web", "gitops/" + i, "")).toList();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(
              () ->
                  publisher.deleteBranch(
                      web,
                      LIMIT,
                      () -> {
                        asked.countDown();
                        answered.await();
                        return Result.ok(true);
                      }));
      asked.await();
      try {
        assertThatAllButOneAreFree(others);
      } finally {
        answered.countDown();
      }
      assertThat(slow.get()).isEqualTo(Result.ok(true));
    }
    assertThat(publisher.busy()).as("no lock is kept").isZero();
  }

  private void assertThatAllButOneAreFree(List<Binding> others) throws InterruptedException {
    TimeLimit none = TimeLimit.in(Duration.ZERO);
    for (Binding other : others) {
      assertThat(publisher.deleteBranch(other, none, () -> Result.ok(true)))
          .as(other.push().branch().branch())
          .isEqualTo(Result.ok(true));
    }
    assertThat(publisher.deleteBranch(web, none, () -> Result.ok(true)))
        .isInstanceOf(Result.Failed.class);
    assertThat(publisher.busy()).isOne();
  }

  @Test
  void bindingsThatShareABranchShareItAndLoseNoSection() throws Exception {
    PullRequest opened = publish(web, "v1", null).newest();
    List<Callable<RequestSeen>> all =
        IntStream.range(0, 8)
            .<Callable<RequestSeen>>mapToObj(
                i -> () -> publish(binding("web-" + i, ""), "t" + i, opened))
            .toList();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(all);
    }

    assertThat(new RequestSections(forge.newest().body()).entries()).hasSize(9);
    assertThat(forge.writes).hasSize(9).startsWith("open 1");
    assertThat(forge.newest().title()).endsWith(" and 6 more");
  }
}

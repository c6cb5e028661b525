package dev.gitopsbinding.notify.commitstatus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.notify.BindingChange;
import dev.gitopsbinding.notify.Messages;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitStatusProjectorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NEW = "1".repeat(40);
  private static final String OLD = "3".repeat(40);
  private static final String MANIFEST = "2".repeat(40);
  private static final String PAGE = "https://github.com/acme/deploy/commit/" + MANIFEST;
  private static final String PUSH =
      "\"lastPush\": {\"commit\": \"%s\", \"toTag\": \"v-%s\", \"fromTag\": \"v-%s\"}"
          .formatted(MANIFEST, NEW, OLD);

  @Test
  void aPushedTagIsPendingWithTheManifestCommit() {
    assertThat(project(NotificationEvent.PUSHED, "Pushed", "{" + PUSH + "}"))
        .containsExactly(
            NEW
                + " PENDING Tag v-1111111 is in the manifest; StatefulSet db in shop is to run it "
                + PAGE);
  }

  @Test
  void theCommitOfATagWithFewDigitsIsThatOfTheHistory() {
    assertThat(
            project(
                NotificationEvent.PUSHED,
                "Pushed",
                "{\"lastPush\": {\"commit\": \"%s\", \"toTag\": \"v-1111111\"}, \"history\": [{\"tag\": \"v-1111111\", \"commit\": \"%s\"}]}"
                    .formatted(MANIFEST, NEW)))
        .singleElement()
        .asString()
        .startsWith(NEW + " PENDING");
    assertThat(
            project(
                NotificationEvent.PUSHED,
                "Pushed",
                "{\"lastPush\": {\"commit\": \"%s\", \"toTag\": \"v-1111111\"}, \"source\": {\"commit\": \"%s\"}}"
                    .formatted(MANIFEST, NEW)))
        .singleElement()
        .asString()
        .startsWith(NEW + " PENDING");
    assertThat(
            project(
                NotificationEvent.PUSHED,
                "Pushed",
                "{\"lastPush\": {\"commit\": \"%s\", \"toTag\": \"v-1111111\"}, \"source\": {\"commit\": \"%s\"}}"
                    .formatted(MANIFEST, OLD)))
        .as("another commit")
        .isEmpty();
  }

  @Test
  void aTagThatWasReplacedBeforeItRanIsSuperseded() {
    assertThat(
            project(
                NotificationEvent.PUSHED,
                "Pushed",
                "{%s, \"history\": [{\"tag\": \"v-%s\", \"commit\": \"%s\", \"result\": \"Pushed\"}, {\"tag\": \"v-%s\", \"commit\": \"%s\", \"result\": \"Superseded\"}]}"
                    .formatted(PUSH, NEW, NEW, OLD, OLD)))
        .containsExactly(
            NEW
                + " PENDING Tag v-1111111 is in the manifest; StatefulSet db in shop is to run it "
                + PAGE,
            OLD
                + " SUPERSEDED Tag v-1111111 took its place before StatefulSet db in shop ran it in all its pods "
                + PAGE);
  }

  @Test
  void whatARollbackWritesKeepsItsStatusAndTheFailedCommitFails() {
    String status =
        "{%s, \"history\": [{\"tag\": \"v-%s\", \"commit\": \"%s\", \"rollback\": true, \"result\": \"Pushed\"}], \"rollback\": {\"failed\": [\"v-%s\"], \"toTag\": \"v-%s\", \"commit\": \"%s\"}}"
            .formatted(PUSH, NEW, NEW, OLD, NEW, MANIFEST);

    assertThat(project(NotificationEvent.PUSHED, "Pushed", status)).isEmpty();
    assertThat(project(NotificationEvent.ROLLED_BACK, "RolledBack", status))
        .containsExactly(
            OLD
                + " FAILURE Rolled back: StatefulSet db in shop is to run tag v-1111111 again "
                + PAGE);
  }

  @Test
  void aRolloutSucceedsOrFailsOnce() {
    assertThat(
            project(
                NotificationEvent.ROLLED_OUT,
                "RolledOut",
                "{%s, \"landed\": {\"tag\": \"v-%s\", \"rolledOut\": true}}".formatted(PUSH, NEW)))
        .containsExactly(
            NEW
                + " SUCCESS Deployed: StatefulSet db in shop runs tag v-1111111 in all its pods "
                + PAGE);
    assertThat(
            project(
                NotificationEvent.ROLLOUT_FAILED,
                "ProgressDeadlineExceeded",
                "{%s, \"landed\": {\"tag\": \"v-%s\"}}".formatted(PUSH, NEW)))
        .containsExactly(
            NEW
                + " FAILURE The rollout of tag v-1111111 to StatefulSet db in shop failed: ProgressDeadlineExceeded "
                + PAGE);
    assertThat(
            project(
                NotificationEvent.ROLLOUT_FAILED,
                "ProgressDeadlineExceeded",
                "{%s, \"landed\": {\"tag\": \"v-%s\", \"rolledOut\": true}}".formatted(PUSH, NEW)))
        .as("pods that fail after the tag has run in all of them")
        .isEmpty();
    assertThat(
            project(
                NotificationEvent.ROLLOUT_FAILED,
                "ProgressDeadlineExceeded",
                "{%s, \"landed\": {\"tag\": \"v-%s\"}, \"rollback\": {\"failed\": [\"v-%s\"]}}"
                    .formatted(PUSH, NEW, NEW)))
        .as("a failure that was rolled back in the same sync")
        .isEmpty();
  }

  @Test
  void aProposedTagIsPendingAndFailsIfItsRequestIsClosed() {
    String status =
        "{\"proposed\": {\"tag\": \"v-%s\"}, \"pullRequest\": {\"url\": \"https://github.com/acme/deploy/pull/7\", \"number\": 7}}"
            .formatted(NEW);

    assertThat(project(NotificationEvent.PULL_REQUEST_OPENED, "PullRequestOpened", status))
        .containsExactly(
            NEW
                + " PENDING A pull request proposes tag v-1111111 for StatefulSet db in shop https://github.com/acme/deploy/pull/7");
    assertThat(project(NotificationEvent.HELD, "PullRequestClosed", status))
        .containsExactly(
            NEW
                + " FAILURE The pull request for StatefulSet db in shop was closed without a merge https://github.com/acme/deploy/pull/7");
    assertThat(project(NotificationEvent.HELD, "ManifestChanged", status)).isEmpty();
    assertThat(
            project(
                NotificationEvent.PULL_REQUEST_OPENED,
                "PullRequestOpened",
                status.replace("{\"tag\"", "{\"rollback\": true, \"tag\"")))
        .as("the tag of a rollback")
        .isEmpty();
  }

  @Test
  void whatRunsAlreadySucceedsWhereNoRolloutFollows() {
    assertThat(
            project(
                NotificationEvent.PUSHED,
                "Pushed",
                "{%s, \"history\": [{\"tag\": \"v-%s\", \"commit\": \"%s\", \"result\": \"RolledOut\"}]}"
                    .formatted(PUSH, NEW, NEW)))
        .containsExactly(
            NEW
                + " SUCCESS Deployed: StatefulSet db in shop runs tag v-1111111 in all its pods "
                + PAGE);
  }

  @Test
  void theCommitThatARollbackProposesKeepsItsStatusIfItsRequestIsClosed() {
    assertThat(
            project(
                NotificationEvent.HELD,
                "PullRequestClosed",
                "{\"proposed\": {\"tag\": \"v-%s\", \"rollback\": true}}".formatted(NEW)))
        .isEmpty();
  }

  @Test
  void aProposedTagThatAnotherOneReplacesIsSuperseded() {
    String before =
        "{\"proposed\": {\"tag\": \"old\", \"source\": {\"commit\": \"%s\"}}}".formatted(OLD);
    String after =
        "{\"proposed\": {\"tag\": \"new\", \"source\": {\"commit\": \"%s\"}}, \"pullRequest\": {\"url\": \"https://github.com/acme/deploy/pull/7\", \"number\": 7}}"
            .formatted(NEW);

    assertThat(project(NotificationEvent.PULL_REQUEST_OPENED, "PullRequestOpened", before, after))
        .as("short tags, whose commits the status of the proposal knows")
        .containsExactly(
            NEW
                + " PENDING A pull request proposes tag new for StatefulSet db in shop https://github.com/acme/deploy/pull/7",
            OLD
                + " SUPERSEDED Tag new took its place before it was merged for StatefulSet db in shop https://github.com/acme/deploy/pull/7");
    assertThat(
            project(
                NotificationEvent.PULL_REQUEST_OPENED,
                "PullRequestOpened",
                before,
                after.replace("{\"tag\"", "{\"refused\": [{\"tag\": \"old\"}], \"tag\"")))
        .as("a tag that was refused keeps its failure")
        .hasSize(1);
    assertThat(
            project(
                NotificationEvent.PUSHED, "Pushed", before, "{\"lastPush\": {\"toTag\": \"old\"}}"))
        .as("the proposed tag has landed")
        .isEmpty();
  }

  @Test
  void statusesThatSayNothingMakeNone() {
    for (NotificationEvent kind : NotificationEvent.values()) {
      assertThat(project(kind, kind.text(), "{}")).as(kind.text()).isEmpty();
    }
  }

  @Test
  void theTextIsShortAndALinkIsHttps() {
    assertThat(
            project(
                NotificationEvent.PULL_REQUEST_OPENED,
                "PullRequestOpened",
                "{\"proposed\": {\"tag\": \"%s-%s\"}, \"pullRequest\": {\"url\": \"javascript:alert(1)\", \"number\": 7}}"
                    .formatted(NEW, "x".repeat(80))))
        .singleElement()
        .satisfies(
            text ->
                assertThat(text)
                    .endsWith(" null")
                    .hasSizeLessThanOrEqualTo(
                        40 + " PENDING ".length() + CommitStatus.MAX_DESCRIPTION + 5));
  }

  private static List<String> project(NotificationEvent kind, String reason, String status) {
    return project(kind, reason, "{}", status);
  }

  private static List<String> project(
      NotificationEvent kind, String reason, String before, String status) {
    try {
      GitOpsBindingSpec spec =
          JSON.readValue(
              """
              {"target": {"kind": "StatefulSet", "name": "db"},
               "source": {"url": "git@github.com:acme/web.git", "ref": {"branch": "main"}, "report": "CommitStatus"},
               "manifest": {"url": "https://github.com/acme/deploy.git"}}""",
              GitOpsBindingSpec.class);
      BindingChange change = Messages.change(kind, reason, "What happened.", spec);
      return CommitStatusProjector.project(
              new BindingChange(
                  change.written(),
                  spec,
                  JSON.readValue(before, GitOpsBindingStatus.class),
                  JSON.readValue(status, GitOpsBindingStatus.class),
                  change.change()),
              spec,
              new StatusReport(null, null, "forge", "gitopsbinding/shop/web"))
          .stream()
          .peek(one -> assertThat(one.context()).isEqualTo("gitopsbinding/shop/web"))
          .peek(one -> assertThat(one.branch()).isEqualTo("main"))
          .map(
              one ->
                  "%s %s %s %s"
                      .formatted(one.commit().hex(), one.state(), one.description(), one.link()))
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(status, e);
    }
  }
}

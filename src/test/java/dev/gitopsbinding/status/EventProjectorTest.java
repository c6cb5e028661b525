package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventProjectorTest {
  @ParameterizedTest
  @CsvSource({
    "'',               UpToDate,        ''",
    "'',               AuthenticationFailed, Warning AuthenticationFailed",
    "UpToDate,         UpToDate,        ''",
    "UpToDate,         ManifestChanged, Warning ManifestChanged",
    "UpToDate,         RolledBack,      Warning RolledBack",
    "UpToDate,         SourceIsManifest,Warning SourceIsManifest",
    "UpToDate,         Suspended,       Normal Suspended",
    "'',               Suspended,       Normal Suspended",
    "Suspended,        Suspended,       ''",
    "Suspended,        TimedOut,        Normal Resumed;Warning TimedOut",
    "UpToDate,         PushInProgress,  ''",
    "PushInProgress,   UpToDate,        ''",
    "TimedOut,         TimedOut,        ''",
    "TimedOut,         HostUnreachable, Warning HostUnreachable",
    "TimedOut,         UpToDate,        Normal Recovered",
    "Suspended,        UpToDate,        Normal Resumed",
  })
  void oneEventAChangeOfTheReadyReason(String before, String after, String expected) {
    // When
    List<BindingEvent> events = EventProjector.between(status(before, null), status(after, null));

    // Then
    assertThat(events.stream().map(EventProjectorTest::shown).toList())
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(";", -1)));
  }

  @ParameterizedTest
  @CsvSource({
    "UpToDate,        TimedOut,        Failed",
    "TimedOut,        HostUnreachable, ''",
    "HostUnreachable, InvalidSpec,     ''",
    "ImageNotFound,   TimedOut,        Failed",
    "TimedOut,        ManifestChanged, Held",
    "ManifestChanged, TimedOut,        Failed",
    "ManifestChanged, ConflictingBinding, ''",
    "TimedOut,        UpToDate,        Recovered",
    "UpToDate,        RolledBack,      RolledBack",
    "RolledBack,      UpToDate,        Recovered",
    "UpToDate,        ImageNotFound,   ''",
    "UpToDate,        Suspended,       Suspended",
    "Suspended,       TimedOut,        Resumed;Failed",
  })
  void receiversAreToldOfAFailureAndNotOfEachReason(String before, String after, String kinds) {
    assertThat(
            EventProjector.changes(status(before, null), status(after, null)).stream()
                .filter(StateChange::isNotified)
                .map(change -> change.kind().text())
                .toList())
        .isEqualTo(kinds.isEmpty() ? List.of() : List.of(kinds.split(";", -1)));
  }

  /** A wait lies between the trouble and its end, or between two reasons of the same trouble. */
  @ParameterizedTest
  @CsvSource({
    "TimedOut ImageNotFound UpToDate,                Failed;Recovered, TimedOut",
    "ChecksFailed ChecksPending ImageNotFound UpToDate, Held;Recovered, ChecksFailed",
    "PushDeclined PushInProgress UpToDate,           Failed;Recovered, PushDeclined",
    "ForgeUnavailable ChecksPending ForgeUnavailable ChecksPending TimedOut ChecksPending UpToDate, Failed;Recovered, ForgeUnavailable;ForgeUnavailable;TimedOut",
    "ChecksFailed ChecksPending ChecksFailed,        Held;Held,        ChecksFailed;ChecksFailed",
    "TimedOut ChecksPending ChecksFailed ChecksPending UpToDate, Failed;Held;Recovered, TimedOut;ChecksFailed",
    "TimedOut UpToDate ImageNotFound UpToDate,       Failed;Recovered, TimedOut;Recovered",
    "TimedOut UpToDate ImageNotFound TimedOut,       Failed;Recovered;Failed, TimedOut;Recovered;TimedOut",
    "UpToDate ImageNotFound UpToDate,                '',               ''",
    "TimedOut ImageNotFound Suspended ImageNotFound UpToDate, Failed;Suspended;Resumed;Recovered, TimedOut;Suspended;Resumed",
  })
  void aTroubleIsOverWhenReadyIsTrueAndNotWhileTheBindingWaits(
      String reasons, String messages, String events) {
    // When
    List<StateChange> changes = new ArrayList<>();
    GitOpsBindingStatus status = GitOpsBindingStatus.EMPTY;
    for (String reason : reasons.split(" ", -1)) {
      GitOpsBindingStatus next = Projections.project(Projections.BINDING, status, outcome(reason));
      changes.addAll(EventProjector.changes(status, next));
      assertThat(Projections.project(Projections.BINDING, next, outcome(reason))).isEqualTo(next);
      status = next;
    }

    // Then
    assertThat(
            changes.stream()
                .filter(StateChange::isNotified)
                .map(change -> change.kind().text())
                .collect(Collectors.joining(";")))
        .isEqualTo(messages);
    assertThat(
            changes.stream()
                .filter(StateChange::isEvent)
                .map(change -> change.event().reason())
                .collect(Collectors.joining(";")))
        .isEqualTo(events);
    assertThat(changes.stream().filter(change -> change.kind() == NotificationEvent.RECOVERED))
        .allMatch(
            change ->
                change
                    .event()
                    .note()
                    .matches(
                        "Recovered from (TimedOut|PushDeclined|ForgeUnavailable|ChecksFailed): .*"));
  }

  private static Outcome outcome(String text) {
    Reason reason = Reason.of(text).orElseThrow();
    return switch (reason.handling()) {
      case DONE -> new Outcome.Kept(Projections.TAG);
      case WAITING ->
          reason == Reason.PUSH_IN_PROGRESS
              ? new Outcome.InFlight(Projections.TAG)
              : new Outcome.Waiting(reason, "subject", "message");
      case NEEDS_DECISION, RETRIED, STALLED -> Projections.stopped(reason);
    };
  }

  @Test
  void oneEventAPush() {
    // Given
    var before = status("UpToDate", new LastPush("c1", "t0", "t1", "time", "file", "selection"));
    var after = status("UpToDate", new LastPush("c2", "t1", "t2", "time", "file", "selection"));

    // When
    List<BindingEvent> events = EventProjector.between(before, after);

    // Then
    assertThat(events)
        .containsExactly(
            new BindingEvent(false, "Pushed", "Pushed commit c2 to file: from tag t1 to tag t2."));
    assertThat(EventProjector.between(after, after)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "feat: x | Ada | 5    | false | '5 source commits, the newest: \"feat: x\" by Ada.'",
        "feat: x | Ada | 1    | false | '1 source commit: \"feat: x\" by Ada.'",
        "feat: x | Ada | 1000 | true  | 'More than 1000 source commits, the newest: \"feat: x\" by Ada.'",
        "feat: x | -   | -    | false | 'The source commit: \"feat: x\".'",
        "-       | Ada | 2    | false | '2 source commits, the newest: one without a subject by Ada.'",
      })
  void theEventOfAPushSaysWhatCameWithIt(
      @Nullable String subject,
      @Nullable String author,
      @Nullable Integer count,
      boolean more,
      String said) {
    var before = status("UpToDate", new LastPush("c1", "t0", "t1", "time", "file", "selection"));
    var commit = new PushedCommit("3".repeat(40), subject, author, null);
    var push =
        new LastPush("c2", "t1", "t2", "time", "file", "selection")
            .with(List.of(commit), count, more);

    assertThat(EventProjector.between(before, status("UpToDate", push)))
        .extracting(BindingEvent::note)
        .containsExactly("Pushed commit c2 to file: from tag t1 to tag t2. " + said);
  }

  @ParameterizedTest
  @CsvSource({
    "UpToDate,  TimedOut,        'Sync failed, will retry: message'",
    "UpToDate,  Suspended,       'Suspended.'",
    "Suspended, UpToDate,        'Resumed: the binding is synced again.'",
    "TimedOut,  UpToDate,        'Recovered from TimedOut: message'",
    "UpToDate,  ManifestChanged, 'On hold: message'",
  })
  void beginsWithWhatTheOperatorDoes(String before, String after, String note) {
    assertThat(EventProjector.between(status(before, null), status(after, null)))
        .extracting(BindingEvent::note)
        .containsExactly(note);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Suspended", "Ready"})
  void aSuspendedBindingIsNotResumedByASpecThatCannotBeRead(String saidBy) {
    // Given
    var suspended =
        status(List.of(new BindingCondition(saidBy, "True", 1L, "time", "Suspended", "message")));
    var failure = new Failure.Spec(Reason.INVALID_SPEC, "spec.x is missing.");

    // When
    var unreadable =
        StatusProjector.projectUnreadable(suspended, 2, null, failure, Instant.ofEpochSecond(1));

    // Then
    assertThat(EventProjector.between(suspended, unreadable))
        .extracting(EventProjectorTest::shown)
        .containsExactly("Warning InvalidSpec");
    assertThat(EventProjector.between(unreadable, suspended))
        .extracting(BindingEvent::reason)
        .doesNotContain("Suspended");
    assertThat(EventProjector.between(unreadable, status("UpToDate", null)))
        .extracting(BindingEvent::reason)
        .contains("Resumed");
  }

  private static String shown(BindingEvent event) {
    return (event.warning() ? "Warning " : "Normal ") + event.reason();
  }

  private static GitOpsBindingStatus status(String reason, LastPush push) {
    List<BindingCondition> conditions =
        reason.isEmpty()
            ? List.of()
            : List.of(new BindingCondition("Ready", "x", 1L, "time", reason, "message"));
    return new GitOpsBindingStatus(
        null, null, null, null, null, null, push, null, null, conditions);
  }

  private static GitOpsBindingStatus status(List<BindingCondition> conditions) {
    return new GitOpsBindingStatus(
        null, null, null, null, null, null, null, null, null, conditions);
  }
}

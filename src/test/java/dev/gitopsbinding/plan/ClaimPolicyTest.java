package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.rule.Rules;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimPolicyTest {
  private static final Binding BINDING = Bindings.parse(Bindings.resource("{}"));
  private static final LastPush PUSH =
      new LastPush("c", "old", "new", "time", BINDING.file(), BINDING.selection());

  @ParameterizedTest
  @CsvSource({
    "UpToDate,             NAMESPACE, EVERYWHERE",
    "ImageNotFound,        NAMESPACE, EVERYWHERE",
    "PushInProgress,       NAMESPACE, EVERYWHERE",
    "ManifestChanged,      NAMESPACE, EVERYWHERE",
    "ConflictingBinding,   NONE,      EVERYWHERE",
    "HostUnreachable,      NONE,      EVERYWHERE",
    "FileNotFound,         NONE,      EVERYWHERE",
    "PushDeclined,         NONE,      NAMESPACE",
    "AuthenticationFailed, NONE,      NAMESPACE",
    "SecretNotFound,       NONE,      NAMESPACE",
    "HostNotAllowed,       NONE,      NONE",
    "InvalidTemplate,      NONE,      NONE",
  })
  void aClaimDependsOnHowABindingIsAndOnWhatItHasPushed(
      String reason, Claim without, Claim afterAPush) {
    assertThat(ClaimPolicy.of(BINDING, status(reason, 3, null))).isEqualTo(without);
    assertThat(ClaimPolicy.of(BINDING, status(reason, 3, PUSH))).isEqualTo(afterAPush);
  }

  @Test
  void untilItIsKnownHowABindingIsThoseOfItsNamespaceWaitForIt() {
    assertThat(ClaimPolicy.of(BINDING, GitOpsBindingStatus.EMPTY)).isEqualTo(Claim.NAMESPACE);
    assertThat(ClaimPolicy.of(BINDING, status("FileNotFound", 2, null)))
        .as("of the spec before")
        .isEqualTo(Claim.NAMESPACE);
  }

  @Test
  void whoOnlyPreviewsClaimsNothing() {
    Binding previews = Bindings.parse(Bindings.resource("mode: Preview"));

    assertThat(ClaimPolicy.of(previews, GitOpsBindingStatus.EMPTY)).isEqualTo(Claim.NONE);
    assertThat(ClaimPolicy.of(previews, status("PreviewOnly", 3, PUSH))).isEqualTo(Claim.NONE);
  }

  @Test
  void onlyTheReadyConditionCounts() {
    var ready = new BindingCondition("Ready", "True", 3L, "time", "UpToDate", "message");
    var other = new BindingCondition("RolledOut", "False", 3L, "time", "FileNotFound", "message");
    var status =
        new GitOpsBindingStatus(
            null, null, null, null, null, null, null, null, null, List.of(other, ready));
    assertThat(ClaimPolicy.of(BINDING, status)).isEqualTo(Claim.NAMESPACE);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,       true,  false",
    "NONE,       false, false",
    "NAMESPACE,  true,  true",
    "NAMESPACE,  false, false",
    "EVERYWHERE, true,  true",
    "EVERYWHERE, false, true",
  })
  void aClaimBindsYoungerBindingsAsFarAsItGoes(Claim claim, boolean sameNamespace, boolean binds) {
    assertThat(claim.binds(sameNamespace)).isEqualTo(binds);
  }

  @Test
  void aPushToAnotherFileOrOfAnotherImageCountsNowhere() {
    var elsewhere = new LastPush("c", "old", "new", "time", "elsewhere", BINDING.selection());
    var another = new LastPush("c", "old", "new", "time", BINDING.file(), "another");
    assertThat(ClaimPolicy.of(BINDING, status("UpToDate", 3, elsewhere)))
        .isEqualTo(Claim.NAMESPACE);
    assertThat(ClaimPolicy.of(BINDING, status("UpToDate", 3, another))).isEqualTo(Claim.NAMESPACE);
  }

  @Test
  void aSuspendedBindingHasNone() {
    Binding suspended = Bindings.parse(Bindings.resource("{suspend: true}"));
    assertThat(ClaimPolicy.of(suspended, status("UpToDate", 3, PUSH))).isEqualTo(Claim.NONE);
  }

  @Test
  void aRivalIsNamedInItsOwnNamespaceOnly() {
    assertThat(conflictWith("shop")).contains("shop/elder", BINDING.places().shown());
    assertThat(conflictWith("secret-project"))
        .contains("another namespace", BINDING.places().shown())
        .doesNotContain("secret-project", "elder");
  }

  @Test
  void aRivalOfAPushBranchIsToldByTheField() {
    Binding pushing = Bindings.parse(Bindings.resource("push: {branch: gitops}"));

    assertThat(conflict(pushing, rival("shop", Rival.Contest.PUSH_BASE)))
        .startsWith("spec.push.branch: the older binding shop/elder pushes to branch gitops too")
        .contains("another branch than main", "spec.manifest.ref.branch");
    assertThat(conflict(pushing, rival("shop", Rival.Contest.PUSH_READ)))
        .startsWith("spec.push.branch: the binding shop/elder reads branch gitops");
    assertThat(conflict(pushing, rival("secret-project", Rival.Contest.PUSH_BASE)))
        .startsWith("spec.push.branch: an older binding of another namespace")
        .doesNotContain("secret-project", "elder");
    assertThat(conflict(pushing, rival("secret-project", Rival.Contest.PUSH_READ)))
        .startsWith("spec.push.branch: a binding of another namespace")
        .doesNotContain("secret-project", "elder");
  }

  private static Rival rival(String namespace, Rival.Contest contest) {
    return new Rival(new BindingId(namespace, "elder"), contest, List.of());
  }

  private static String conflictWith(String namespace) {
    return conflict(BINDING, new Rival(new BindingId(namespace, "elder"), BINDING.places().all()));
  }

  private static String conflict(Binding binding, Rival rival) {
    var observation =
        Observation.of(
                binding, GitOpsBindingStatus.EMPTY, rival, new Workload.Missing(), Instant.EPOCH)
            .with(
                Questions.SOURCE_TIP,
                new Fact.Known<>(new CommitSha("1".repeat(40)), Instant.EPOCH));
    return ((Plan.Stop) new Planner(Rules.IN_ORDER).plan(observation)).message();
  }

  private static GitOpsBindingStatus status(String reason, long generation, LastPush push) {
    var ready = new BindingCondition("Ready", "x", generation, "time", reason, "message");
    return new GitOpsBindingStatus(
        null, null, null, null, null, null, push, null, null, List.of(ready));
  }
}
